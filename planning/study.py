"""A search as a journal of trials: asked and told in batches, the same however it was run.

Optuna proposes; nothing else of it is used. Three rules make a study a pure function of its
question, for any number of workers and any number of interruptions:

- Trials are asked in batches of `BATCH`. A batch is asked as a whole before any of it is told, by a
  sampler seeded anew from the study's seed and the batch's number.
- Every trial carries its place in the sequence (its number here; Optuna's own numbers count
  the repetitions too), and results are told in that order.
- On opening, trials that a killed process left running are failed. A batch that was asked as a
  whole is asked again with the values it had; one that was not is asked anew, which gives
  the same values, since failed trials do not enter the sampler.
"""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal

import numpy as np
import optuna
from optuna.distributions import FloatDistribution
from optuna.samplers import PartialFixedSampler, RandomSampler, TPESampler
from optuna.trial import FrozenTrial, TrialState

from sim.errors import InputError
from strategies import SearchDimension

BATCH: Final = 4
"""Trials asked together; fixed, so that a study is the same for any number of workers."""

NUMBER: Final = "number"
NOTES: Final = "notes"
ERROR: Final = "error"
KEY: Final = "key"
NO_JOURNAL: Final = "this is not the journal of a search"
HEAD: Final = b'{"op_code"'
"""How every line of a journal begins."""

Notes = dict[str, list[float]]
Direction = Literal["maximize", "minimize"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A trial to evaluate: its number and a value for each dimension's path."""

    number: int
    parameters: dict[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trial.

    Attributes
    ----------
    values
        One for each objective; none if the trial failed.
    violations
        By how much each constraint is broken, comparable with one another; kept where <= 0.
    notes
        Numbers to keep with the trial.
    error
        Why it failed; None if it did not.
    """

    values: tuple[float, ...] = ()
    violations: dict[str, float] | None = None
    notes: Notes | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial that ended; fields as in `Asked` and `Verdict`."""

    number: int
    parameters: dict[str, float]
    values: tuple[float, ...]
    violations: dict[str, float]
    notes: Notes
    error: str | None

    @property
    def feasible(self) -> bool:
        """Whether it was evaluated and keeps every constraint."""
        return self.error is None and all(v <= 0 for v in self.violations.values())


@dataclass(frozen=True, slots=True)
class Question:
    """What makes a study what it is.

    Attributes
    ----------
    key
        Names the content of all that a trial's result hangs on; a journal answers one key.
    dimensions
        Where to look; the current values are the first trial.
    directions
        ``maximize`` or ``minimize`` for each objective.
    seed
        Seed of the proposals.
    """

    key: str
    dimensions: tuple[SearchDimension, ...]
    directions: tuple[Direction, ...]
    seed: int


def run_study(
    question: Question,
    trials: int,
    evaluate: Callable[[Sequence[Asked]], Iterable[Verdict]],
    journal: Path | None,
    ended: Callable[[int], None],
) -> list[Trial]:
    """Run the first `trials` trials of a study, those that the journal already holds excepted.

    Parameters
    ----------
    question
        What is searched.
    trials
        Trials in all, at least 1. The first n trials do not hang on how many follow.
    evaluate
        Yields a verdict for each of the trials given, in their order.
    journal
        File that keeps the study, made if absent; None keeps it in memory.
    ended
        Told how many trials have ended, at the start and after each.

    Returns
    -------
    list of Trial
        In the order of their numbers.

    Raises
    ------
    InputError
        If the journal is of another search, in use, or no journal at all.
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    if journal is None:
        return _run(_open(question, None), question, trials, evaluate, ended)
    with _held(journal):
        return _run(_open(question, journal), question, trials, evaluate, ended)


def _run(
    study: optuna.Study,
    question: Question,
    trials: int,
    evaluate: Callable[[Sequence[Asked]], Iterable[Verdict]],
    ended: Callable[[int], None],
) -> list[Trial]:
    _fail_running(study)
    distributions = {d.path: _distribution(d) for d in question.dimensions}
    ended(min(len(_told(study)), trials))
    for first in range(0, trials, BATCH):
        numbers = range(first, min(first + BATCH, trials))
        told = _told(study)
        if all(number in told for number in numbers):
            continue
        asked = _ask(study, question, distributions, first, told)
        todo = [Asked(n, asked[n].params) for n in numbers if n not in told]
        for one, verdict in zip(todo, evaluate(todo), strict=True):
            _tell(study, asked[one.number], verdict)
            ended(one.number + 1)
    # The rest of a batch that was cut short waits in the journal for a longer search.
    _fail_running(study)
    return [_trial(trial) for number, trial in sorted(_told(study).items()) if number < trials]


def _ask(
    study: optuna.Study,
    question: Question,
    distributions: dict[str, FloatDistribution],
    first: int,
    told: dict[int, FrozenTrial],
) -> dict[int, optuna.Trial]:
    """Ask what is open of a batch."""
    numbers = range(first, first + BATCH)
    known = {
        trial.user_attrs[NUMBER]: trial.params
        for trial in study.get_trials(deepcopy=False)
        if NUMBER in trial.user_attrs
    }
    sampler: optuna.samplers.BaseSampler = RandomSampler(seed=0)
    if any(number not in known for number in numbers):
        seed = np.random.SeedSequence([question.seed, first // BATCH]).generate_state(1)[0]
        sampler = TPESampler(seed=int(seed), multivariate=True, constant_liar=True)
        known = {0: {d.path: _nearest(d) for d in question.dimensions}}
    asked = {}
    for number in numbers:
        if number not in told:
            study.sampler = _fixed(known[number]) if number in known else sampler
            asked[number] = study.ask(dict(distributions))
            asked[number].set_user_attr(NUMBER, number)
    return asked


def _fixed(values: dict[str, float]) -> optuna.samplers.BaseSampler:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        return PartialFixedSampler(values, RandomSampler(seed=0))


def _tell(study: optuna.Study, trial: optuna.Trial, verdict: Verdict) -> None:
    if verdict.error is not None:
        trial.set_user_attr(ERROR, verdict.error)
        study.tell(trial, state=TrialState.FAIL)
        return
    trial.set_user_attr(NOTES, verdict.notes or {})
    for name, violation in (verdict.violations or {}).items():
        trial.set_constraint(name, violation)
    study.tell(trial, verdict.values)


def _told(study: optuna.Study) -> dict[int, FrozenTrial]:
    """Return the trials that ended by their own, by number."""
    return {
        trial.user_attrs[NUMBER]: trial
        for trial in study.get_trials(deepcopy=False)
        if trial.state == TrialState.COMPLETE
        or (trial.state == TrialState.FAIL and ERROR in trial.user_attrs)
    }


def _fail_running(study: optuna.Study) -> None:
    for trial in study.get_trials(deepcopy=False, states=[TrialState.RUNNING]):
        study.tell(trial.number, state=TrialState.FAIL)


def _trial(trial: FrozenTrial) -> Trial:
    complete = trial.state == TrialState.COMPLETE
    return Trial(
        number=trial.user_attrs[NUMBER],
        parameters=dict(trial.params),
        values=tuple(trial.values) if complete else (),
        violations=dict(trial.constraints) if complete else {},
        notes=dict(trial.user_attrs.get(NOTES, {})),
        error=trial.user_attrs.get(ERROR),
    )


def _distribution(dimension: SearchDimension) -> FloatDistribution:
    high = dimension.high
    if dimension.step is not None:
        # A hair is added because 0.3 / 0.1 falls short of 3.
        high = _on_grid(dimension, math.floor((high - dimension.low) / dimension.step + 1e-9))
    return FloatDistribution(dimension.low, high, log=dimension.log, step=dimension.step)


def _nearest(dimension: SearchDimension) -> float:
    """Return the value on the dimension's grid that is nearest to the current one."""
    if dimension.step is None:
        return dimension.current
    return _on_grid(dimension, round((dimension.current - dimension.low) / dimension.step))


def _on_grid(dimension: SearchDimension, steps: int) -> float:
    # In decimals, as Optuna counts, so that the sum is the number that a person would write.
    return float(Decimal(str(dimension.low)) + steps * Decimal(str(dimension.step)))


def _open(question: Question, journal: Path | None) -> optuna.Study:
    from optuna.storages import InMemoryStorage, JournalStorage
    from optuna.storages.journal import JournalFileBackend

    try:
        study = optuna.create_study(
            study_name="search",
            storage=JournalStorage(JournalFileBackend(str(journal)))
            if journal
            else InMemoryStorage(),
            directions=question.directions,
            load_if_exists=True,
        )
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise InputError(NO_JOURNAL, file=str(journal)) from error
    key = study.user_attrs.get(KEY)
    if key is None and not study.get_trials(deepcopy=False):
        study.set_user_attr(KEY, question.key)
    elif key != question.key:
        raise InputError(
            "this journal holds another search; name another file, or the scenario, panel and "
            "seed that it was begun with",
            file=str(journal),
        )
    return study


@contextmanager
def _held(journal: Path) -> Iterator[None]:
    """Hold the journal alone, and mend what a killed holder left: half a line, a lock."""
    try:
        journal.parent.mkdir(parents=True, exist_ok=True)
        file = journal.open("a+b")
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", file=str(journal)) from error
    with file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise InputError(
                    "another search is writing this journal", file=str(journal)
                ) from error
        file.seek(0)
        text = file.read()
        if not text.startswith(HEAD[: len(text)]):
            raise InputError(NO_JOURNAL, file=str(journal))
        file.truncate(text.rfind(b"\n") + 1)
        Path(f"{journal}.lock").unlink(missing_ok=True)
        yield
