"""What a measure is: a number read off a run, and everything a reader needs to trust it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.ledger import Ledger
from sim.trajectory import Trajectory

Better = Literal["higher", "lower", "neutral"]

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
        The measure of a run; NaN where it is undefined.
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of a run against a baseline run of the same seed; fields as in `Metric`."""

    name: str
    title: str
    title_zh: str
    formula: str
    unit: str
    window: str
    source: str
    better: Better
    compute: Callable[[Recorded, Recorded], float]


def ratio(numerator: float, denominator: float) -> float:
    """Return a quotient, NaN when there is nothing to divide by."""
    return float(numerator) / float(denominator) if denominator else float("nan")


def mean(values: NDArray[np.int64]) -> float:
    """Return the mean, NaN of nothing."""
    return float(values.mean()) if values.size else float("nan")


def total(name: str) -> Callable[[Recorded], float]:
    """Return the measure that adds one count of the trajectory over all days and segments."""
    return lambda run: float(run.trajectory.total(name))


def quotient(numerator: str, denominator: str) -> Callable[[Recorded], float]:
    """Return the measure that divides one count's total by another's."""
    return lambda run: ratio(run.trajectory.total(numerator), run.trajectory.total(denominator))
