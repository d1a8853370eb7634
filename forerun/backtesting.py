"""A history alone in, how well it would have been forecast out; and the register of predictions."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from forerun.api import Progress, check
from forerun.draft import draft
from forerun.drafted import JOINERS, SCENARIO, Said, joiners, text
from forerun.results import Result
from forerun.starting import open_history

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from calibration import Calibration
    from calibration.forecasts.product import Product
    from calibration.history import History
    from calibration.origins import Origin
    from calibration.register import Scores
    from forerun.plots import Chart
    from scenarios import Scenario
    from worlds.address import Address
    from worlds.formats import Format

ORIGINS: Final = 6
"""Days from which a history is forecast, if nothing is said."""

TRIALS: Final = 24
"""Behaviours that each fit tries: seconds of a young history, half a minute of an old one."""

MOST_ORIGINS: Final = 60

PICTURE: Final = "backtest.svg"
"""The picture in a run folder."""

MOST_NAME: Final = 120
"""Characters that a scenario's name may have."""


@dataclass(frozen=True, repr=False)
class Backtested(Result):
    """How well a history would have been forecast, and what is forecast of it now.

    Attributes
    ----------
    origins
        The forecasts, from the earliest day on.
    coming
        The forecast of the weeks after the history.
    simulation
        The worlds' part of it, weekly.
    before
        What came in all weeks of the history, weekly, back from its end.
    history
        The history.
    """

    command: ClassVar[str] = "backtest"

    origins: Sequence[Origin]
    coming: Product
    simulation: Sequence[float]
    before: Sequence[float]
    history: History

    @property
    def summary(self) -> str:
        """How many days were forecast from, and how far ahead."""
        count, weeks = len(self.origins), len(self.coming.path)
        return f"{count} origin{'' if count == 1 else 's'}, {weeks} weeks ahead"

    def as_json(self) -> dict[str, Any]:
        """Return ``{"origins", "error", "coverage", "retention_w4", "coming", "breaks"}``.

        Errors are sums of absolute errors over sums of actuals over all weeks of all origins, by
        forecast: ``product`` (the mix), ``simulation``, and the simple ones. Where too little was
        known for one it is the naive one; None where that was so at every origin. ``coverage`` is
        the share of weeks within the product's bands, and ``retention_w4`` fourth-week retention of
        those who joined after the origins. ``coming`` is the forecast of the weeks after the
        history: ``first`` day, ``weights``, ``forecast``, ``bands``; ``breaks`` are days from which
        the level was another (``first``, ``weeks_ago``, ``ratio``).
        """
        from calibration.origins import summary
        from calibration.told import broken

        coming = {"first": self.history.end.isoformat(), **self.coming.as_dict()}
        return {**summary(self.origins), "coming": coming, "breaks": broken(self.history)}

    def table(self) -> pl.DataFrame:
        """Return ``first, week, observed, product, low_80, high_80, simulation, naive, ...``."""
        import polars as pl

        frames = []
        for one in self.origins:
            low, high = one.product.bands[0.8]
            weeks = len(one.observed)
            paths = {
                name: [None] * weeks if path is None else path.tolist()
                for name, path in one.paths.items()
            }
            columns = {
                "first": [one.first] * weeks,
                "week": list(range(1, weeks + 1)),
                "observed": one.observed.tolist(),
                "low_80": low.tolist(),
                "high_80": high.tolist(),
                **paths,
            }
            floats = dict.fromkeys(paths, pl.Float64)
            frames.append(pl.DataFrame(columns, schema_overrides=floats))
        return pl.concat(frames)

    def chart(self, lang: str = "en") -> Chart:
        """Draw what came, each forecast with its 80 % band, and the weeks to come."""
        from forerun.plots import Chart
        from forerun.report.labels import Labels
        from forerun.report.sections.backtest import drawn
        from forerun.report.svg import standalone

        svg, canvas = drawn(self._document(), Labels(lang, self.scenario.currency))
        return Chart(standalone(svg), canvas)

    def save(self, folder: str | Path, form: Format = "parquet") -> Path:
        """Write a run folder: the facts, the weeks as a table, a picture ``backtest.svg``."""
        from worlds.store import describe, write_run

        folder = Path(folder)
        meta = describe(self.scenario, self.command, self.scenario.story)
        write_run(folder, meta, {self.command: self._document()}, {"figures": self.table()}, form)
        self.chart().save(folder / PICTURE)
        return folder

    def register(self, path: str | Path, now: datetime | None = None) -> Path:
        """Append the forecast of the weeks to come to a register of predictions.

        Parameters
        ----------
        path
            A file of JSON lines, made if absent.
        now
            When it is made; the clock's time if absent.

        Raises
        ------
        InputError
            If it cannot be written, or is no register.
        """
        import numpy as np

        from calibration.register import append

        path, when = Path(path), now or datetime.now(UTC)
        append(path, self.history, self.coming, np.array(self.simulation), when)
        return path

    def _document(self) -> dict[str, Any]:
        """The facts, and what a picture needs beside."""
        return {
            **self.as_json(),
            "before": list(self.before),
            "cadence": "day" if self.history.weekly is None else "week",
        }


def backtest(
    history: str | Path | History,
    origins: int = ORIGINS,
    horizon: str = "13w",
    *,
    reading: Mapping[str, Any] | None = None,
    trials: int = TRIALS,
    workers: int = 1,
    seed: int = 0,
    journal: str | Path | Address | None = None,
    progress: Progress | None = None,
) -> Backtested:
    """Forecast a history from several of its days, each time from what was known then alone.

    On each day a scenario is drafted as `new` does, its behaviour fitted, and the weeks after it
    forecast by the worlds, by simple methods, and by a mix of both whose weights come from the
    errors of earlier forecasts. The last fit is of the whole history, and its next weeks are
    forecast.

    Parameters
    ----------
    history
        An event log, purchases, daily or weekly figures: a file, the URL of a table, what
        `calibration.read` returned, or ``sample``.
    origins
        Days to forecast from, evenly spaced: from 13 weeks known on, or from 8 where the history
        is short. Fewer where there are not so many weeks.
    horizon
        Weeks to forecast, such as ``13w``.
    reading
        Options of `calibration.read` with which the history is read.
    trials
        Behaviours that each fit tries, at least 1.
    workers
        Threads; the result does not depend on it.
    seed
        Seed of the fits.
    journal
        A file or database (see `forerun.calibrate`) that keeps the fits: the same call goes on
        where an earlier one was stopped.
    progress
        Told after each trial.

    Raises
    ------
    InputError
        If the history has a fault, or is shorter than the horizon and eight weeks.
    """
    from calibration.forecasts.product import foretell
    from calibration.history import History
    from calibration.observation import weekly
    from calibration.origins import earlier, places

    check(trials=trials, seed=seed, workers=workers)
    weeks = checked(origins, horizon)
    past = history if isinstance(history, History) else open_history(history, **(reading or {}))
    known = places(past, origins, weeks)
    fit = Fits(trials, workers, seed, journal, progress, len(known) + 1)
    with tempfile.TemporaryDirectory(prefix="forerun-") as held:
        found = fit.origins(past, known, weeks, Path(held))
        fitted = fit.of(past, past, Path(held), 0)
        scenario = fitted.scenario
        # What it names in the folder is read before the folder goes.
        _ = scenario.digest
        simulation = fit.ahead(scenario, past, weeks)
    coming = foretell(weekly(past), past.step, simulation, earlier(found))
    return Backtested(scenario, found, coming, simulation.tolist(), weekly(past).tolist(), past)


def score(
    register: str | Path,
    history: str | Path | History,
    *,
    reading: Mapping[str, Any] | None = None,
) -> Scores:
    """Hold the predictions of a register against a history that has gone on since.

    Parameters
    ----------
    register
        The file that `Backtested.register` or ``forerun backtest`` wrote.
    history
        The longer history, as in `backtest`.
    reading
        Options of `calibration.read`.

    Raises
    ------
    InputError
        If the register is none, or the history has a fault.
    """
    from calibration import register as kept
    from calibration.history import History

    past = history if isinstance(history, History) else open_history(history, **(reading or {}))
    return kept.score(Path(register), past)


@dataclass
class Fits:
    """Fits of one history, known to different days, one after another.

    Parameters
    ----------
    trials, workers, seed, journal, progress
        As in `backtest`.
    count
        Fits in all.
    done
        Fits that are done.
    """

    trials: int
    workers: int
    seed: int
    journal: str | Path | Address | None
    progress: Progress | None
    count: int
    done: int = 0

    def origins(self, past: History, known: Sequence[int], weeks: int, held: Path) -> list[Origin]:
        """Forecast so many weeks from where so many were known, the earliest first.

        Parameters
        ----------
        past
            The whole history.
        known
            Weeks known at each origin, ascending.
        weeks
            Weeks to forecast.
        held
            A folder for the drafts.
        """
        import numpy as np

        from calibration.forecasts.product import foretell
        from calibration.observation import weekly
        from calibration.origins import Origin, cut, earlier

        found: list[Origin] = []
        for number in known:
            day = cut(past, number)
            then = past.until(day)
            upto = past.until(cut(past, number + weeks))
            holdout = self.of(then, upto, held, weeks).holdout
            simulation = np.array(holdout["forecast"])
            found.append(
                Origin(
                    first=day,
                    known=number,
                    observed=np.array(holdout["observed"]),
                    simulation=simulation,
                    product=foretell(weekly(then), then.step, simulation, earlier(found)),
                    retention=holdout["retention_w4"],
                )
            )
        return found

    def of(self, known: History, upto: History, held: Path, weeks: int) -> Calibration:
        """Fit what was known, and forecast so many weeks of what came; none for 0."""
        from calibration import calibrate
        from worlds.address import place_of

        place = held / str(self.done)
        place.mkdir()
        found = calibrate(
            _drafted(known, place),
            upto,
            holdout_days=7 * weeks,
            trials=self.trials,
            workers=self.workers,
            seed=self.seed,
            journal=place_of(self.journal, another=self.done > 0),
            progress=self.progress and self._told,
        )
        self.done += 1
        return found

    def ahead(self, scenario: Scenario, known: History, weeks: int) -> NDArray[np.float64]:
        """Return what worlds foresee of the weeks after a history."""
        import numpy as np

        from calibration.ahead import foresee
        from calibration.world import World, threads

        with threads(self.workers) as run_all:
            world, days = World(scenario, known), 7 * weeks
            found = foresee(world, scenario.behaviour, days=days, seed=self.seed, run_all=run_all)
        return np.asarray(found.paths.mean(axis=0))

    def _told(self, done: int, total: int) -> None:
        assert self.progress is not None
        self.progress(self.done * total + done, self.count * total, "fitting behaviour")


def _drafted(known: History, place: Path) -> Scenario:
    """Return the scenario that `forerun new` drafts of a history."""
    from scenarios.loader import parse

    (place / JOINERS).write_text(joiners(known), encoding="utf-8")
    # Only a name, and none that is longer than a scenario's may be.
    said = Said(Path(known.source).name[:MOST_NAME], "USD", 1.0, {})
    return parse(text(draft(known), known, said, None), place / SCENARIO)


def checked(origins: int, horizon: str) -> int:
    """Return the weeks of a horizon, if it and the number of origins are allowed.

    Raises
    ------
    InputError
        If one is not.
    """
    from forerun.spans import days
    from sim.errors import InputError

    if not 1 <= origins <= MOST_ORIGINS:
        raise InputError(f"{origins} is not allowed; 1 to {MOST_ORIGINS} is", field="origins")
    span = days(horizon, "horizon")
    if span < 7 or span % 7 or span > 364:
        raise InputError(
            f"{horizon!r} is not allowed; whole weeks from 1w to 52w are", field="horizon"
        )
    return span // 7
