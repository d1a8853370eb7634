"""What a sweep found: its runs, shares, responses, and where in the inputs cases lie."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from planning.sweep.asked import Question
from planning.sweep.boxes import Runs, box_of
from planning.sweep.design import DRAW, LUCK, A, Asked, B
from planning.sweep.prim import Box
from planning.sweep.sensitivity import Shares, jansen, luck_of
from scenarios import Constraint, Scenario
from sim.metrics import Measures, Parts, Ratio, with_own
from worlds.measured import Measured
from worlds.statistics import Interval, finite

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]

LEVELS: Final = 10
"""Groups of runs along an input; of a grid its own levels."""


@dataclass(frozen=True)
class Level:
    """A measure among the runs that have an input near a value.

    Attributes
    ----------
    value
        The mean of the input there.
    found
        The measure's mean, and the interval in which one more run falls.
    runs
        How many.
    """

    value: float
    found: Interval
    runs: int


@dataclass(frozen=True)
class Sweep:
    """A sweep.

    Attributes
    ----------
    scenario, question
        What was asked.
    asked
        Every run, in the order of the design.
    done
        What each finished run adds to every measure.
    failed
        Why the others failed.
    cases
        The bound that says which runs are looked at together; None: none are.
    drawn
        Whether the behaviour draw was an input.
    """

    scenario: Scenario
    question: Question
    asked: tuple[Asked, ...]
    done: Mapping[Asked, Mapping[str, Parts]]
    failed: Mapping[Asked, str]
    cases: Constraint | None
    drawn: bool

    @cached_property
    def known(self) -> Measures:
        """The measures that are read off: the catalogue's and after them the scenario's own."""
        return with_own(self.scenario.own.measures)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """The measures that are defined in any run, in the order in which they are known."""
        return tuple(name for name in self.known if np.isfinite(self.values(name)).any())

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs by path, and after them what worlds draw."""
        drawn = (DRAW,) if self.drawn else ()
        return (*(one.path for one in self.question.inputs), *drawn, LUCK)

    def values(self, name: str) -> Floats:
        """Return a measure in every run, shape ``(runs,)``; NaN where it failed or is undefined."""
        compute = self.known[name].compute
        above, below = self._parts[name].T
        defined = below > 0 if isinstance(compute, Ratio) and compute.positive else below != 0
        values: Floats = np.divide(above, below, out=np.full(len(above), math.nan), where=defined)
        return values

    @cached_property
    def _parts(self) -> dict[str, Floats]:
        """What each run adds to a measure, shape ``(runs, 2)``; NaN where it failed."""
        nothing = Parts(math.nan, math.nan)
        return {
            name: np.array([own[name] if (own := self.done.get(one)) else nothing
                            for one in self.asked], np.float64)
            for name in self.known
        }  # fmt: skip

    @cached_property
    def points(self) -> Floats:
        """The inputs of every run, shape ``(runs, inputs)``."""
        return np.array([one.values for one in self.asked])

    @cached_property
    def shares(self) -> dict[str, Shares]:
        """Shares of the measures that vary, of a Sobol design; of another there are none."""
        if self.question.design != "sobol":
            return {}
        parts = (A, B, *self.names)
        places = np.arange(len(self.asked)).reshape(-1, len(parts))
        found = {}
        for name in self.measures:
            a, b, *mixed = self.values(name)[places].T
            shares = jansen(a, b, np.array(mixed))
            if shares is not None:
                found[name] = shares
        return found

    @cached_property
    def luck(self) -> dict[str, float]:
        """By measure the share that worlds make at the same point, of designs that repeat them."""
        if self.question.design == "sobol":
            return {}
        each = sum(one.point == 0 for one in self.asked)
        found = {name: luck_of(self.values(name).reshape(-1, each)) for name in self.measures}
        return {name: share for name, share in found.items() if share is not None}

    def response(self, name: str, place: int) -> list[Level]:
        """Return a measure along an input, by its place, the others as they come."""
        if (name, place) not in self._responded:
            self._responded[name, place] = self._response(name, place)
        return self._responded[name, place]

    @cached_property
    def _responded(self) -> dict[tuple[str, int], list[Level]]:
        return {}

    def _response(self, name: str, place: int) -> list[Level]:
        column, levels = self._levels(place)
        if self.question.design == "one-at-a-time":
            # Where another input is varied, this one only stands by.
            own = self.question.inputs[place].path
            levels = np.where([one.part in ("", own) for one in self.asked], levels, -1)
        found = []
        for level in np.unique(levels[levels >= 0]):
            here = levels == level
            mean = self._among(name, here)
            if mean is not None:
                found.append(Level(float(column[here].mean()), mean, int(here.sum())))
        return found

    def together(self, name: str, first: int, second: int, levels: int = 5) -> Floats:
        """Return a measure's mean by two inputs, shape ``(levels, levels)`` or fewer."""
        rows, columns = self._levels(first, levels)[1], self._levels(second, levels)[1]
        return np.array(
            [
                [
                    math.nan if own is None else own.mean
                    for column in np.unique(columns)
                    for own in [self._among(name, (rows == row) & (columns == column))]
                ]
                for row in np.unique(rows)
            ]
        )

    @cached_property
    def box(self) -> Box | None:
        """Where in the inputs the cases lie; None where nothing was asked or nothing stands out."""
        if self.cases is None:
            return None
        values = self.values(self.cases.metric)[self._independent]
        each = 1 if self.question.design == "sobol" else sum(one.point == 0 for one in self.asked)
        # A point of which a run is missing is left out.
        whole = np.isfinite(values).reshape(-1, each).all(axis=1).repeat(each)
        chosen = self._independent[whole]
        runs = Runs(
            self.question.inputs,
            self.points[chosen],
            values[whole],
            int(whole.sum()) // each,
            spread=self.question.design != "one-at-a-time",
        )
        return box_of(runs, self.cases)

    @cached_property
    def _independent(self) -> NDArray[np.int64]:
        """Places of the runs that are no mixtures of others."""
        mixed = set(self.names) if self.question.design == "sobol" else ()
        return np.array([p for p, one in enumerate(self.asked) if one.part not in mixed], np.int64)

    def _levels(self, place: int, most: int = LEVELS) -> tuple[Floats, NDArray[np.int64]]:
        """Return an input of every run, and the group along it that the run is in."""
        column = self.points[:, place]
        distinct, index = np.unique(column, return_inverse=True)
        if len(distinct) > most:
            one = self.question.inputs[place]
            scaled = np.log(column) if one.log else column
            low, high = (math.log(e) if one.log else e for e in (one.low, one.high))
            index = np.clip(((scaled - low) / (high - low) * most).astype(np.int64), 0, most - 1)
        return column, index

    def _among(self, name: str, here: NDArray[np.bool_]) -> Interval | None:
        """Return a measure over some runs: of a ratio the ratio of sums; None where undefined."""
        parts = self._parts[name][here & self._finished]
        if not len(parts):
            return None
        over = Measured.of(name, [cast("Sequence[Parts]", parts)], self.known)
        found = over.interval(0)
        return None if math.isnan(found.mean) else found

    @cached_property
    def _finished(self) -> NDArray[np.bool_]:
        return np.array([one in self.done for one in self.asked])

    def as_json(self) -> dict[str, Any]:
        """Return what was found as JSON values.

        ``asked`` is the question, ``runs`` and ``finished`` count; ``failed`` has the inputs of
        each run that failed and why. ``measures`` has by name ``mean``, ``low``, ``high`` over all
        runs, ``inputs`` (by path the ``response`` at both ends of its range and, of a Sobol design,
        ``first`` and ``total`` with intervals), ``luck`` and ``interaction``. ``box`` is where the
        cases lie.
        """
        found: dict[str, Any] = {
            "asked": self.question.as_json(),
            "runs": len(self.asked),
            "finished": len(self.done),
            "measures": {name: self._measure(name) for name in self.measures},
            "undefined": [name for name in self.known if name not in self.measures],
        }
        if self.cases is not None:
            found["where"] = str(self.cases)
            found["box"] = self._box()
        if self.failed:
            found["failed"] = [
                {**self._inputs(one), "error": self.failed[one]}
                for one in self.asked
                if one in self.failed
            ]
        return found

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables of a run folder: the runs, the shares, the responses."""
        return {"runs": self.runs(), "shares": self._shares_table(), "responses": self._responses()}

    def runs(self) -> pl.DataFrame:
        """Return a row a run: its inputs, every measure that is defined in any, why it failed."""
        import polars as pl

        inputs = {one.path: self.points[:, place] for place, one in enumerate(self.question.inputs)}
        return pl.DataFrame(
            {
                "run": np.arange(len(self.asked)),
                "point": [one.point for one in self.asked],
                "part": [one.part for one in self.asked],
                **inputs,
                "draw": [one.draw for one in self.asked],
                "seed": [one.seed for one in self.asked],
                **{name: self.values(name) for name in self.measures},
                "error": pl.Series([self.failed.get(one) for one in self.asked], dtype=pl.String),
            }
        ).fill_nan(None)

    def _inputs(self, one: Asked) -> dict[str, Any]:
        paths = [each.path for each in self.question.inputs]
        values = dict(zip(paths, one.values, strict=True))
        return {"inputs": values, "draw": one.draw, "seed": one.seed}

    def _measure(self, name: str) -> dict[str, Any]:
        everywhere = self._among(name, np.ones(len(self.asked), np.bool_))
        found: dict[str, Any] = {} if everywhere is None else everywhere.as_json()
        shares = self.shares.get(name)
        inputs: dict[str, dict[str, Any]] = {path: {} for path in self.names[: self._varied]}
        for place, path in enumerate(self.names):
            entry = inputs.get(path, {})
            if place < self._varied:
                ends = self.response(name, place)
                # A ratio may be defined in runs, and in no level of them added up.
                entry["response"] = [
                    {"at": end.value, **end.found.as_json(), "runs": end.runs}
                    for end in (*ends[:1], *ends[-1:])
                ]
            if shares is not None:
                entry["first"] = shares.first[place].as_json()
                entry["total"] = shares.total[place].as_json()
                inputs[path] = entry
        found["inputs"] = inputs
        if shares is not None:
            found |= {"interaction": shares.interaction.as_json(), "rows": shares.rows}
        elif name in self.luck:
            found["luck"] = self.luck[name]
        return found

    @property
    def _varied(self) -> int:
        return len(self.question.inputs)

    def _box(self) -> dict[str, Any] | None:
        if self.box is None:
            return None
        limits = {
            self.question.inputs[place].path: [finite(low), finite(high)]
            for place, (low, high) in sorted(self.box.limits.items())
        }
        names = ("coverage", "density", "share", "runs", "cases", "by_chance", "labelled")
        return {"limits": limits, **{name: getattr(self.box, name) for name in names}}

    def _shares_table(self) -> pl.DataFrame:
        """Return ``measure, input, first, first_low, ... , total_high, rows``."""
        import polars as pl

        rows: list[tuple[Any, ...]] = [
            (name, path, *_ends(first), *_ends(total), shares.rows)
            for name, shares in self.shares.items()
            for path, first, total in [
                *zip(self.names, shares.first, shares.total, strict=True),
                ("interaction", shares.interaction, Interval(math.nan, math.nan, math.nan)),
            ]
        ]
        rows += [(name, LUCK, share, *[math.nan] * 5, 0) for name, share in self.luck.items()]
        floats = [f"{of}{end}" for of in ("first", "total") for end in ("", "_low", "_high")]
        columns = {
            "measure": pl.String, "input": pl.String, **dict.fromkeys(floats, pl.Float64),
            "rows": pl.Int64,
        }  # fmt: skip
        return pl.DataFrame(rows, columns, orient="row").fill_nan(None)

    def _responses(self) -> pl.DataFrame:
        """Return ``measure, input, at, mean, low, high, runs``."""
        import polars as pl

        rows = [
            (name, one.path, level.value, *_ends(level.found), level.runs)
            for name in self.measures
            for place, one in enumerate(self.question.inputs)
            for level in self.response(name, place)
        ]
        columns = {
            "measure": pl.String, "input": pl.String,
            **dict.fromkeys(("at", "mean", "low", "high"), pl.Float64), "runs": pl.Int64,
        }  # fmt: skip
        return pl.DataFrame(rows, columns, orient="row").fill_nan(None)


def _ends(one: Interval) -> tuple[float, float, float]:
    return one.mean, one.low, one.high
