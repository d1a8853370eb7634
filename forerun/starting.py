"""From a history to a scenario folder: draft, fit, check against the history's level, write."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from forerun.api import FIT_TRIALS, Progress, check, load
from forerun.beside import beside
from forerun.draft import Draft, draft, purchases_alone, visible_acts
from forerun.drafted import BEHAVIOUR, JOINERS, SCENARIO, Said, joiners, text
from forerun.results import as_html, in_a_line

if TYPE_CHECKING:
    from calibration import Calibration
    from calibration.history import History
    from calibration.history.reading import Language
    from forerun.beside import Beside
    from scenarios import Scenario
SAMPLE: Final = "sample"
"""Name of the log that ships."""

FAR: Final = 0.15
"""A level may be simulated so far from the history's, as a share, before it is said."""


@dataclass(frozen=True, repr=False)
class Started:
    """A scenario folder that was made of a history.

    Attributes
    ----------
    folder
        Where it stands.
    scenario
        As it is read from there.
    found
        What was guessed.
    fit
        Facts of the fit.
    level
        ``{"history", "same_weeks", "simulated"}`` by what is counted: means a day of the last four
        weeks as they came, as they are simulated with the joiners they had, and of the first four
        of the status quo; of weekly figures means a week.
    cadence
        ``day``, or ``week`` of weekly figures.
    beside
        The logs that lay beside the history, if any.
    """

    folder: Path
    scenario: Scenario
    found: Draft
    fit: Mapping[str, Any]
    level: Mapping[str, Mapping[str, float]]
    cadence: str
    beside: Beside | None = None

    def __repr__(self) -> str:
        own = f"{self.found.preset}, {self.cadence}"
        return in_a_line(f"Started {self.scenario.name} in {self.folder}: {own}")

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the same."""
        return as_html(repr(self))

    @property
    def far(self) -> list[str]:
        """What is simulated farther than `FAR` from the weeks that came."""
        came, seen = self.level["history"], self.level["same_weeks"]
        return [part for part in came if abs(seen[part] - came[part]) > FAR * came[part]]

    @property
    def turned(self) -> float | None:
        """The plan's joiners for each of the last weeks', where `FAR` apart and not by chance."""
        from forerun.draft import RECENT_DAYS
        from forerun.level import WORLDS

        came, coming = (self.level[when]["joiners"] for when in ("history", "simulated"))
        counted = WORLDS * RECENT_DAYS / (1 if self.cadence == "day" else 7)
        chance = 4 * (max(came, coming) / counted) ** 0.5
        apart = came and abs(coming - came) > max(FAR * came, chance)
        return coming / came if apart else None

    def as_json(self) -> dict[str, Any]:
        """Return the facts."""
        return {
            "folder": str(self.folder),
            "files": [SCENARIO, BEHAVIOUR, JOINERS],
            "scenario": self.scenario.name,
            "preset": self.found.preset,
            "activity": self.found.activity,
            "guessed_from": self.found.why,
            "overrides": {name: self.scenario.behaviour.values[name] for name in self._bought},
            "level": self.level,
            "cadence": self.cadence,
            "far": self.far,
            "fit": self.fit,
            **({"beside": self.beside.as_json()} if self.beside else {}),
        }

    @property
    def _bought(self) -> list[str]:
        """Parameters of buying that were read off the history."""
        behaviour = self.scenario.behaviour
        names = ("buy_rate", "basket", "order_again", "refund_share")
        return [name for name in names if behaviour.grade(name) == "measured"]


def open_history(history: str | Path, **how: Any) -> History:
    """Read a history with the meaning of activity that it can have.

    Parameters
    ----------
    history
        A file, the URL of a table, or ``sample`` for the made-up log that ships.
    how
        Options of `calibration.read`; None is not given.

    Raises
    ------
    InputError
        If it has a fault.
    """
    from calibration.history import read

    # The folder that `new` made of it last time is no history.
    if str(history) == SAMPLE and not Path(SAMPLE).is_file():
        history = Path(__file__).parent / "sample" / "events.csv"
    how = given(how)
    past = read(history, "visit", **how)
    # Where nobody counted visits, the meanings read the same acts.
    if purchases_alone(past):
        return read(history, "purchase", **how)
    return read(history, "contribution", **how) if visible_acts(past) else past


def new(
    history: str | Path | History,
    folder: str | Path,
    *,
    name: str | None = None,
    currency: str = "USD",
    reading: Mapping[str, Any] | None = None,
    referrals: str | Path | None = None,
    tickets: str | Path | None = None,
    log_columns: Mapping[str, str] | None = None,
    trials: int = FIT_TRIALS,
    workers: int = 1,
    seed: int = 0,
    progress: Progress | None = None,
    command: str | None = None,
    lang: Language = "en",
) -> Started:
    """Make a whole scenario of a history: its joiners, fitted behaviour, plans to compare.

    Parameters
    ----------
    history
        An event log, purchases, daily or weekly figures: a file, the URL of a table, what
        `calibration.read` returned, or ``sample``.
    folder
        Where to write ``scenario.yaml``, ``behaviour.json`` and ``joiners.csv``; it must not be
        there yet. It appears whole or not at all.
    name
        What a reader calls the community; the folder's name if absent.
    currency
        What all money is in, such as ``EUR``.
    reading
        Options of `calibration.read` with which the history is, or was, read; the scenario keeps
        them.
    referrals, tickets
        Logs of invitations and of tickets beside the history: what members invite and ask is then
        measured, and the desk is as its log shows it.
    log_columns
        Heading by role of those logs, such as ``{"inviter": "who"}``; guessed if absent.
    trials
        Behaviours to try, at least 1.
    workers
        Threads; the result does not depend on it.
    seed
        Seed of the fit.
    progress
        Told after each trial.
    command
        What reads the logs, for the audit file; the program's name if absent.
    lang
        Language of the comments in the scenario, ``en`` or ``zh``.

    Raises
    ------
    InputError
        If the folder is there or cannot be written, there is no such language, or the history has a
        fault or is shorter than eight weeks.
    """
    from calibration.history import History
    from forerun.report.labels import LANGUAGES
    from scenarios.money import money
    from sim.errors import InputError

    check(trials=trials, seed=seed, workers=workers)
    if lang not in LANGUAGES:
        raise InputError(f"no language {lang!r}; there are {', '.join(LANGUAGES)}", field="lang")
    folder = Path(folder)
    refuse_existing(folder)
    kept = given(reading or {})
    past = history if isinstance(history, History) else open_history(history, **kept)
    logs = beside(past, referrals, tickets, kept, log_columns, command)
    said = Said(
        name or folder.resolve().name, currency, money(currency, None).unit, kept, lang=lang
    )
    with whole(folder) as place:
        made = _made(place, past, logs, said, trials, workers, seed, progress)
    return replace(made, folder=folder, scenario=load(folder / SCENARIO))


def _made(
    place: Path,
    past: History,
    logs: Beside | None,
    said: Said,
    trials: int,
    workers: int,
    seed: int,
    progress: Progress | None,
) -> Started:
    """Write the files into a folder that is there."""
    from calibration import calibrate
    from scenarios.loader import parse

    found = draft(past)
    if logs:
        said = replace(
            said, desk=logs.desk(said.lang), organic=logs.organic() if logs.referrals else None
        )
    (place / JOINERS).write_text(joiners(past, said.organic), encoding="utf-8")
    fitted = calibrate(
        parse(text(found, past, said, None), place / SCENARIO),
        past,
        holdout_days=0,
        trials=trials,
        workers=workers,
        seed=seed,
        progress=progress and (lambda done, total: progress(done, total, "fitting behaviour")),
    )
    fitted = logs.onto(fitted) if logs else fitted
    levels, logs = _settled(place, found, past, fitted, said, logs)
    cadence = "day" if past.weekly is None else "week"
    return Started(place, fitted.scenario, found, fitted.fit, levels, cadence, logs)


def given(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that say something."""
    return {name: value for name, value in options.items() if value not in (None, {})}


def refuse_existing(folder: Path) -> None:
    """Raise `InputError` if something stands where a scenario folder is to be written."""
    from sim.errors import InputError

    if folder.exists() or folder.is_symlink():
        raise InputError("is there already; name another folder with --out", file=str(folder))


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """Give a folder to write in, which takes its place when all is written and is gone otherwise.

    Raises
    ------
    InputError
        If something stands in its place, or it cannot be written.
    """
    from sim.errors import InputError

    refuse_existing(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as held:
            place = Path(held) / "scenario"
            place.mkdir()
            yield place
            place.rename(folder)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(folder)) from None


def _written(place: Path, found: Draft, past: History, fitted: Calibration, said: Said) -> Scenario:
    fitted.write(place / BEHAVIOUR)
    drafted = text(found, past, said, list(fitted.fit["values"]))
    (place / SCENARIO).write_text(drafted, encoding="utf-8")
    return load(place / SCENARIO)


def _settled(
    place: Path,
    found: Draft,
    past: History,
    fitted: Calibration,
    said: Said,
    logs: Beside | None,
) -> tuple[dict[str, dict[str, float]], Beside | None]:
    """Write behaviour and scenario, moved until the last weeks are simulated as they came."""
    from forerun import level

    wanted = level.of_history(past)
    moves = level.moves(wanted, fitted.fit["values"])
    settling = level.Settling(list(moves))
    tried = []
    for _ in range(level.ROUNDS + 1):
        steps = dict(zip(moves.values(), settling.move.tolist(), strict=True))
        now = replace(fitted, behaviour=level.moved(fitted.behaviour, steps))
        seen = level.before(_written(place, found, past, now, said), past)
        left = level.gap(seen, wanted, moves)
        tried.append((level.far(left), now, seen))
        if level.is_close(left):
            break
        settling.learn(left, level.stuck(now.behaviour, moves, left))
    _, now, seen = min(tried, key=lambda one: one[0])
    made = _written(place, found, past, now, said)
    if logs:
        behaviour, logs = logs.settled(made, now.behaviour)
        now = replace(now, behaviour=behaviour)
        made = _written(place, found, past, now, said)
        seen = level.before(made, past, referred=True)
    after = level.after(made, past, referred=logs is not None)
    return {"history": wanted, "same_weeks": seen, "simulated": after}, logs
