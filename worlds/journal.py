"""The journal of a search: trials asked and told, kept where they outlive the process.

Optuna keeps it; whoever searches proposes the values and judges them. Every trial carries its place
in the sequence, since Optuna's own numbers also count what was asked twice.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import optuna
from optuna.distributions import BaseDistribution
from optuna.trial import FrozenTrial, TrialState

from sim.errors import InputError
from sim.files import refuse_special
from worlds.address import Address, Place
from worlds.shared import Direction, shared_study

ERROR: Final = "error"
KEY: Final = "key"
HEAD: Final = b'{"op_code"'
"""How every line of a journal begins."""

Distributions = Mapping[str, BaseDistribution]


class Journal:
    """The trials of one study.

    Parameters
    ----------
    study
        Where Optuna keeps them.
    place
        User attribute that holds a trial's place in the sequence.
    """

    def __init__(self, study: optuna.Study, place: str) -> None:
        self._study = study
        self._place = place

    def belongs_to(self, key: str) -> bool:
        """Return whether the journal was begun under a key; one without trials is begun under it.

        Parameters
        ----------
        key
            Names the content of all that a trial's result hangs on.
        """
        found = self._study.user_attrs.get(KEY)
        if found is None and not self._trials():
            self._study.set_user_attr(KEY, key)
            return True
        return bool(found == key)

    def asked(self) -> dict[int, dict[str, Any]]:
        """Return the values of every trial that was ever asked, by place."""
        return {
            trial.user_attrs[self._place]: trial.params
            for trial in self._trials()
            if self._place in trial.user_attrs
        }

    def told(self) -> dict[int, FrozenTrial]:
        """Return the trials that ended by their own, by place."""
        return {
            trial.user_attrs[self._place]: trial
            for trial in self._trials()
            if trial.state == TrialState.COMPLETE
            or (trial.state == TrialState.FAIL and ERROR in trial.user_attrs)
        }

    def ask(
        self, place: int, distributions: Distributions, sampler: optuna.samplers.BaseSampler
    ) -> optuna.Trial:
        """Ask a trial whose values a sampler proposes."""
        self._study.sampler = sampler
        trial = self._study.ask(dict(distributions))
        trial.set_user_attr(self._place, place)
        return trial

    def ask_given(
        self, place: int, distributions: Distributions, values: Mapping[str, float]
    ) -> optuna.Trial:
        """Ask a trial whose values were chosen elsewhere."""
        self._study.enqueue_trial(dict(values), user_attrs={self._place: place})
        return self._study.ask(dict(distributions))

    def tell(
        self,
        trial: optuna.Trial,
        values: Sequence[float],
        kept: Mapping[str, Any],
        violations: Mapping[str, float] | None = None,
    ) -> None:
        """Tell what came of a trial.

        Parameters
        ----------
        trial
            The trial.
        values
            One for each objective.
        kept
            What to keep with it, as user attributes.
        violations
            By how much each constraint is broken.
        """
        for name, content in kept.items():
            trial.set_user_attr(name, content)
        for name, violation in (violations or {}).items():
            trial.set_constraint(name, violation)
        self._study.tell(trial, values)

    def fail(self, trial: optuna.Trial, error: str) -> None:
        """Tell that a trial ended with an error: it is not asked again."""
        trial.set_user_attr(ERROR, error)
        self._study.tell(trial, state=TrialState.FAIL)

    def fail_open(self) -> None:
        """Fail the trials that were asked and not told, as a killed process leaves them.

        They teach a sampler nothing, and may be asked again.
        """
        # Optuna would hand out a trial that waits in place of the next one that is asked.
        for _ in self._trials(TrialState.WAITING):
            self._study.ask()
        for trial in self._trials(TrialState.RUNNING):
            self._study.tell(trial.number, state=TrialState.FAIL)

    def _trials(self, *states: TrialState) -> list[FrozenTrial]:
        return self._study.get_trials(deepcopy=False, states=states or None)


@contextmanager
def opened(
    where: Place | None, name: str, place: str, directions: Sequence[Direction], what: str
) -> Iterator[Journal]:
    """Open the journal of a study, and hold it alone.

    Parameters
    ----------
    where
        A file, made if absent, or a database; None keeps the study in memory.
    name
        Of the study. There may be several; one of another name is left as it is.
    place
        See `Journal`.
    directions
        Of each objective.
    what
        What is searched by it, for a person to read: ``search`` or ``fit``.

    Raises
    ------
    InputError
        If it is in use, cannot be written, or is no journal or one of other objectives.
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    if where is None:
        yield Journal(optuna.create_study(study_name=name, directions=directions), place)
    elif isinstance(where, Address):
        with shared_study(where, name, directions, what) as study:
            yield Journal(study, place)
    else:
        with _held(where, what):
            yield Journal(_loaded(where, name, directions, what), place)


def _loaded(path: Path, name: str, directions: Sequence[Direction], what: str) -> optuna.Study:
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    try:
        return optuna.create_study(
            study_name=name,
            storage=JournalStorage(JournalFileBackend(str(path))),
            directions=directions,
            load_if_exists=True,
        )
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise _no_journal(path, what) from error


@contextmanager
def _held(path: Path, what: str) -> Iterator[None]:
    """Hold the journal alone, and mend what a killed holder left: half a line, a lock."""
    refuse_special(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", file=str(path)) from error
    with file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise InputError(
                    f"another {what} is writing this journal", file=str(path)
                ) from error
        file.seek(0)
        text = file.read()
        if not text.startswith(HEAD[: len(text)]):
            raise _no_journal(path, what)
        file.truncate(text.rfind(b"\n") + 1)
        Path(f"{path}.lock").unlink(missing_ok=True)
        yield


def _no_journal(path: Path, what: str) -> InputError:
    return InputError(f"this is not the journal of a {what}", file=str(path))
