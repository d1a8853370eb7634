"""What a virtual study is: a published experiment, and how it is run in the simulation."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sim.behaviour.register import PARAMETER
from worlds.statistics import Interval

Kind = Literal["trial", "observational", "planted"]
"""A randomised or natural experiment; the naive analysis of a log; what was really planted."""

Values = Mapping[str, float]
Outcome = Mapping[str, float]
"""Figures of one world by name; NaN where one is not defined."""

SEEDS: Final = 10
"""Worlds of a study when nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a study publishes.

    Attributes
    ----------
    name, title, title_zh
        What it is called.
    unit
        ``%``, ``points`` (percentage points), ``x`` (ratio), ``d`` (standard deviations) or
        ``days``.
    low, high
        What was published: one number twice, a range, or a direction with one infinite end.
    kind
        Where the number comes from.
    sets
        Parameters whose typical values were set from this number: no confirmation of them.
    confirms
        Parameters with values from elsewhere that this number puts to the test.
    level
        Whether the study's own world was laid out so that it has this number (a base rate).
    """

    name: str
    title: str
    title_zh: str
    unit: str
    low: float
    high: float
    kind: Kind = "trial"
    sets: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()
    level: bool = False

    def __post_init__(self) -> None:
        unknown = [name for name in self.sets + self.confirms if name not in PARAMETER]
        assert not unknown, f"{self.name}: no parameters {unknown}"
        assert self.low <= self.high, self.name

    @property
    def published(self) -> str:
        """The number as it was published, with its unit."""
        if self.low == self.high:
            return f"{self.low:g} {self.unit}"
        if math.isinf(self.low):
            return f"below {self.high:g} {self.unit}"
        if math.isinf(self.high):
            return f"above {self.low:g} {self.unit}"
        return f"{self.low:g} to {self.high:g} {self.unit}"

    def holds(self, found: Interval) -> bool:
        """Return whether the simulated interval agrees with what was published.

        It must contain a published number, and must lie within a published range or direction.
        """
        if self.low == self.high:
            return found.low <= self.low <= found.high
        return self.low <= found.low and found.high <= self.high


@dataclass(frozen=True, slots=True)
class Study:
    """One published study.

    Attributes
    ----------
    name, title, title_zh
        What it is called.
    evidence, grade
        Its row of the evidence table, and how good that evidence is, A to D.
    source
        Who published it, or where.
    design
        How it is run here, in one or two sentences.
    figures
        The published numbers.
    measure
        Runs one world: ``measure(seed, planted)`` returns the figures by name. `planted` replaces
        behaviour values, on top of the study's own.
    seeds
        Worlds when nobody says otherwise.
    """

    name: str
    title: str
    title_zh: str
    evidence: str
    grade: Literal["A", "B", "C", "D"]
    source: str
    design: str
    figures: tuple[Figure, ...]
    measure: Callable[[int, Values], Outcome]
    seeds: int = SEEDS


def number(value: float, unit: str = "") -> str:
    """Return a number to three significant digits, with its unit if one is given."""
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    digits = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    return f"{value:.{digits}f} {unit}".rstrip()
