"""What a measure is: a number read off a run, and everything a reader needs to trust it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, Literal, NamedTuple, ParamSpec, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.ledger import Ledger
from sim.trajectory import Trajectory

Better = Literal["higher", "lower", "neutral"]

Runs = ParamSpec("Runs")

LAST_DAYS: Final = 28
"""Days at the end of a plan over which a level is averaged: four whole weeks."""


class Recorded(Protocol):
    """A finished run, as far as a measure needs it."""

    @property
    def trajectory(self) -> Trajectory:
        """What happened."""
        ...

    @property
    def ledger(self) -> Ledger:
        """What it cost and earned."""
        ...


class Parts(NamedTuple):
    """What one world adds to a measure; a measure that is no ratio is over 1.

    Several worlds add up part by part, so that a world counts by how much happened in it.
    """

    numerator: float
    denominator: float = 1.0

    @property
    def value(self) -> float:
        """The measure in this world alone; NaN where there is nothing to divide by."""
        return ratio(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Ratio(Generic[Runs]):
    """The way to compute a measure that divides: over worlds it is a ratio of sums.

    The mean of the ratios of single worlds would weigh a world in which hardly anything happened
    like any other, and leave out those in which nothing did, so that what is told is true of no
    total that a reader can add up. See `worlds.statistics.over_worlds`.

    Parameters
    ----------
    parts
        Numerator and denominator of one world.
    positive
        Whether it has a meaning only where the denominator is above 0, as return on extra cost.
    """

    parts: Callable[Runs, tuple[float, float]]
    positive: bool = False

    def __call__(self, *args: Runs.args, **kwargs: Runs.kwargs) -> float:
        """Return the ratio in one world; NaN where it is undefined."""
        numerator, denominator = self.parts(*args, **kwargs)
        defined = denominator > 0 if self.positive else denominator != 0
        return ratio(numerator, denominator) if defined else math.nan


def parts_of(compute: Callable[Runs, float], *args: Runs.args, **kwargs: Runs.kwargs) -> Parts:
    """Return what one world adds to a measure."""
    if isinstance(compute, Ratio):
        numerator, denominator = compute.parts(*args, **kwargs)
        return Parts(float(numerator), float(denominator))
    return Parts(float(compute(*args, **kwargs)))


def any_horizon(_start: date) -> int:
    """Return the horizon that a measure of all days needs, in days."""
    return 1


def last_days(_start: date) -> int:
    """Return the horizon that a level over the last `LAST_DAYS` needs, in days."""
    return LAST_DAYS


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure of a run.

    Parameters
    ----------
    name
        Its name in files and on the command line.
    title, title_zh
        Its name for a reader, in English and Chinese.
    formula
        How it is computed, in words and symbols.
    unit
        Its unit; ``share`` is a number from 0 to 1, ``currency`` the scenario's.
    window
        The days that it looks at.
    source
        Where the definition comes from.
    better
        Whether an operator wants more of it, less of it, or neither.
    compute
        The measure of a run; NaN where it is undefined. A `Ratio` if it divides.
    needs
        The shortest horizon in days that holds its window, by the first day of the plan. In a
        shorter one it is undefined: it would silently be read off other days or other members.
    life
        The least that the community must have lived when the plan ends, in days, its past
        included; with less it is undefined, too.
    of_deeds
        Whether it asks for what each member has done (`sim.spec.CommunitySpec.deeds`).
    """

    name: str
    title: str
    title_zh: str
    formula: str
    unit: str
    window: str
    source: str
    better: Better
    compute: Callable[[Recorded], float]
    needs: Callable[[date], int] = any_horizon
    life: int = 1
    of_deeds: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of a run against a baseline run of the same seed; fields as in `Metric`.

    Parameters
    ----------
    break_even
        Its value for a plan that neither gains nor loses.
    """

    name: str
    title: str
    title_zh: str
    formula: str
    unit: str
    window: str
    source: str
    better: Better
    compute: Callable[[Recorded, Recorded], float]
    needs: Callable[[date], int] = any_horizon
    life: int = 1
    break_even: float = 0.0


def domain(unit: str) -> tuple[float, float]:
    """Return between which ends a level in a unit lies: a share, a count; money has none."""
    if unit in ("share", "0 to 1"):
        return 0.0, 1.0
    if unit == "points, -100 to 100":
        return -100.0, 100.0
    signed = unit == "1" or unit.startswith("currency")
    return -math.inf if signed else 0.0, math.inf


def ratio(numerator: float, denominator: float) -> float:
    """Return a quotient, NaN when there is nothing to divide by."""
    return float(numerator) / float(denominator) if denominator else float("nan")


def mean(values: NDArray[np.int64]) -> float:
    """Return the mean, NaN of nothing."""
    return float(values.mean()) if values.size else float("nan")


def total(name: str) -> Callable[[Recorded], float]:
    """Return the measure that adds one count of the trajectory over all days and segments."""
    return lambda run: float(run.trajectory.total(name))


def quotient(numerator: str, denominator: str) -> Ratio[[Recorded]]:
    """Return the measure that divides one count's total by another's."""
    return Ratio(lambda run: (run.trajectory.total(numerator), run.trajectory.total(denominator)))
