"""What the API hands back: tables, JSON, a run folder, a report, a chart."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from forerun.register import assumed
from sim.visible import visible

if TYPE_CHECKING:
    import polars as pl

    from calibration.fit import Calibration
    from forerun.plots import Plots
    from planning.ablate import Ablation
    from planning.compare import Comparison
    from planning.found import SearchResult
    from scenarios import Scenario
    from worlds.formats import Format


def in_a_line(text: str) -> str:
    """Return what a prompt shows of an object: a line that steers no terminal."""
    return f"<{visible(' '.join(text.split()))}>"


def as_html(shown: str) -> str:
    """Return what `in_a_line` made as a paragraph of a notebook."""
    from html import escape

    return f"<p>{escape(shown[1:-1])}</p>"


@dataclass(frozen=True, repr=False)
class Result(ABC):
    """What a command found.

    Attributes
    ----------
    scenario
        The scenario that it was found on; of a calibration, the one with the fitted behaviour.
    """

    command: ClassVar[str]

    scenario: Scenario

    @abstractmethod
    def as_json(self) -> dict[str, Any]:
        """Return the facts as JSON values, as ``--json`` prints them."""

    @abstractmethod
    def table(self) -> pl.DataFrame:
        """Return the facts as a tidy table."""

    @property
    @abstractmethod
    def summary(self) -> str:
        """What it is of, in a few words."""

    def __repr__(self) -> str:
        return in_a_line(f"{type(self).__name__} of {self.scenario.name}: {self.summary}")

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the summary and the table's beginning."""
        return f"{as_html(repr(self))}\n{self.table()._repr_html_()}"

    def series(self) -> Mapping[str, pl.DataFrame]:
        """Return the long tables by name, those of a run folder."""
        return {}

    def save(self, folder: str | Path, form: Format = "parquet") -> Path:
        """Write a run folder, from which `forerun.report` draws a page at any time.

        Results on the same scenario gather in one folder.

        Parameters
        ----------
        folder
            Where; made if absent.
        form
            ``parquet``; ``csv`` or ``xlsx`` write each table in that form too, and `table` as
            ``figures``.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        from worlds.store import describe, write_run

        folder = Path(folder)
        meta = describe(self.scenario, self.command, self.scenario.story)
        documents = {self.command: self.as_json(), "assumptions": assumed(self.scenario)}
        figures = {} if form == "parquet" else {"figures": self.table()}
        write_run(folder, meta, documents, {**self.series(), **figures}, form)
        return folder

    def report(self, path: str | Path, lang: str = "en") -> Path:
        """Write one self-contained HTML page about it, and return the path.

        Parameters
        ----------
        path
            The file to write.
        lang
            ``en`` or ``zh``.

        Raises
        ------
        InputError
            If it cannot be written or there is no such language.
        """
        from tempfile import TemporaryDirectory

        from forerun.report import write_report

        with TemporaryDirectory(prefix="forerun-") as folder:
            return write_report(self.save(folder), Path(path), lang)


@dataclass(frozen=True, repr=False)
class AcrossWorlds(Result):
    """Plans that met the same worlds, one or several.

    Attributes
    ----------
    comparison
        The plans' measures, a value a plan and world.
    """

    comparison: Comparison

    def series(self) -> Mapping[str, pl.DataFrame]:
        """Return the daily series, triangle, funnel, segments and ledger."""
        return self.comparison.tables

    def predictive(self) -> dict[str, Any]:
        """Return the bands in which what will be seen is to fall, as JSON values, or nothing."""
        from planning.predictive import predictive

        return predictive(self.comparison, self.scenario)

    @property
    def plot(self) -> Plots:
        """Charts of it."""
        from forerun.plots import Plots

        return Plots(self.comparison, self.scenario)


@dataclass(frozen=True, repr=False)
class Outlook(AcrossWorlds):
    """One plan over several worlds."""

    command: ClassVar[str] = "run"

    @property
    def summary(self) -> str:
        """The plan and the number of worlds."""
        return f"{self.comparison.plans[0]}, {len(self.comparison.seeds)} worlds"

    def as_json(self) -> dict[str, Any]:
        """Return ``{"plan", "seeds", "measures": {NAME: {"mean", "low", "high", "worlds"}}}``.

        And `planning.compare.Comparison.doubts`; of a fitted community or one whose joiners are
        forecast, ``predictive`` (`planning.predictive.predictive`).
        """
        found = self.comparison
        return {
            "plan": found.plans[0],
            "seeds": len(found.seeds),
            "measures": {name: found.level(name, 0) for name in found.measured},
            **self.predictive(),
            **found.doubts(),
        }

    def table(self) -> pl.DataFrame:
        """Return ``measure, mean, low, high, worlds``: mean over worlds and its 90 % interval."""
        return _tidy(self.as_json()["measures"])


@dataclass(frozen=True, repr=False)
class Effect(AcrossWorlds):
    """Plans in the same worlds; the first is what the others are compared with.

    Attributes
    ----------
    ablation
        What each strategy of the last plan is worth, if that was asked for.
    """

    command: ClassVar[str] = "compare"

    ablation: Ablation | None = None

    @property
    def summary(self) -> str:
        """The plans and the number of worlds."""
        first, *others = self.comparison.plans
        worlds = len(self.comparison.seeds)
        return f"{', '.join(others)} against {first}, {worlds} worlds"

    def as_json(self) -> dict[str, Any]:
        """Return the facts; the shape is that of `planning.compare.Comparison.as_json`.

        With ``ablation``, where the last plan was taken apart: see `planning.ablate.Ablation`; and
        ``predictive``, of a fitted community or one whose joiners are forecast
        (`planning.predictive.predictive`).
        """
        apart = {"ablation": self.ablation.as_json()} if self.ablation else {}
        return {**self.comparison.as_json(), **apart, **self.predictive()}

    def table(self) -> pl.DataFrame:
        """Return ``plan, measure, a, b, difference, low, high, p_better, seed_saving, ...``.

        ``a`` is the first plan's value, ``b`` the named one's, ``low`` and ``high`` the 90 %
        interval of the difference, ``a_low, a_high, b_low, b_high`` those of the values,
        ``worlds`` how many are behind them.
        """
        found = self.comparison
        return _by_plan(found, lambda name, place: found.paired(name, place).as_json(), first=1)


@dataclass(frozen=True, repr=False)
class Best(Result):
    """What a search found, beside the status quo and an equal split of the budget.

    Attributes
    ----------
    found
        Trials, front, winner.
    """

    command: ClassVar[str] = "search"

    found: SearchResult

    @property
    def summary(self) -> str:
        """How many trials, and which one is named."""
        winner = self.found.winner
        named = "none keeps every constraint" if winner is None else f"trial {winner.number} wins"
        return f"{len(self.found.trials)} trials, {named}"

    def as_json(self) -> dict[str, Any]:
        """Return the facts; the shape is that of `planning.found.SearchResult.as_json`.

        With ``predictive``, as `Outlook.as_json`, of the fresh worlds.
        """
        from planning.predictive import predictive

        return {**self.found.as_json(), **predictive(self.found.fresh, self.scenario)}

    def table(self) -> pl.DataFrame:
        """Return ``plan, measure, mean, low, high, worlds`` in fresh worlds."""
        return _by_plan(self.found.fresh, self.found.fresh.level)

    @property
    def parameters(self) -> dict[str, float]:
        """What the winner sets, by path; empty when no trial kept every constraint."""
        return self.found.parameters

    def series(self) -> Mapping[str, pl.DataFrame]:
        """Return the trials, and the daily series and other tables of the fresh worlds."""
        return self.found.tables()

    @property
    def plot(self) -> Plots:
        """Charts of the status quo, the equal split and the winner in fresh worlds."""
        from forerun.plots import Plots

        return Plots(self.found.fresh, self.scenario)


@dataclass(frozen=True, repr=False)
class Fitted(Result):
    """Behaviour fitted to a history.

    Attributes
    ----------
    calibration
        The fit, its error on the holdout, and the behaviour.
    """

    command: ClassVar[str] = "calibrate"

    calibration: Calibration

    @property
    def summary(self) -> str:
        """How many parameters were fitted."""
        return f"{len(self.calibration.fit['values'])} parameters fitted"

    def as_json(self) -> dict[str, Any]:
        """Return ``{"fit": {...}, "holdout": {"weeks", "error", "naive_error", ...}, ...}``."""
        return self.calibration.as_json()

    def table(self) -> pl.DataFrame:
        """Return the behaviour in use, a row a parameter, with grade and source."""
        import polars as pl

        return pl.DataFrame(assumed(self.scenario))

    def save(self, folder: str | Path, form: Format = "parquet") -> Path:
        """Write a run folder with ``behaviour.json`` in it, which a scenario can name."""
        folder = super().save(folder, form)
        self.calibration.write(folder / "behaviour.json")
        return folder


def _by_plan(
    found: Comparison, figure: Callable[[str, int], Mapping[str, float | None]], first: int = 0
) -> pl.DataFrame:
    """Return ``plan, measure, ...``: a figure of each measure, of the plans from `first` on."""
    import polars as pl

    return pl.concat(
        _tidy({name: figure(name, place) for name in found.measured}).select(
            pl.lit(plan).alias("plan"), pl.all()
        )
        for place, plan in enumerate(found.plans)
        if place >= first
    )


def _tidy(measures: Mapping[str, Mapping[str, float | None]]) -> pl.DataFrame:
    import polars as pl

    rows = [{"measure": name, **entry} for name, entry in measures.items()]
    columns = dict.fromkeys(list(rows[0])[1:] if rows else [], pl.Float64)
    whole = {"worlds": pl.Int64} if "worlds" in columns else {}
    return pl.DataFrame(rows, schema={"measure": pl.String, **columns, **whole})
