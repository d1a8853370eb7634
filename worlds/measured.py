"""A measure over many worlds: one value a world, what is behind it, and why it may be undefined."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.metrics import MEASURES, Better, Measures, Parts, Ratio, horizon_needed
from sim.metrics.base import domain
from worlds.statistics import Floats, Interval, interval, over_worlds

Reason = Literal["horizon", "cost", "division", "observed"]


@dataclass(frozen=True)
class Measured:
    """One measure of several plans that met the same worlds.

    Attributes
    ----------
    values
        One value a plan and world, shape ``(plans, seeds)``, whose mean over worlds is the figure:
        of a ratio the linearised ratio of sums (`worlds.statistics.over_worlds`). NaN where
        undefined.
    counted
        The worlds that tell something of it, same shape: of a ratio those with something to
        divide by.
    better
        Whether an operator wants more of it, less of it, or neither.
    ends
        Between which it lies by its unit. Of a user's own measure nobody knows: no world may lie
        outside.
    parts
        What each world adds, numerator and denominator, shape ``(plans, seeds, 2)``.
    """

    values: Floats
    counted: NDArray[np.bool_]
    better: Better = "neutral"
    ends: tuple[float, float] = (-math.inf, math.inf)
    parts: Floats | None = None

    @classmethod
    def of(cls, name: str, parts: Sequence[Sequence[Parts]], measures: Measures = MEASURES) -> Self:
        """Return a measure from what each world adds to it, by plan and world."""
        own = np.array(parts, np.float64).reshape(len(parts), -1, 2)
        above, below = own[:, :, 0], own[:, :, 1]
        told = measures[name]
        low, high = domain(told.unit)
        alone = np.divide(above, below, out=np.full_like(above, math.nan), where=below != 0)
        inside = name in MEASURES or not ((alone < low) | (alone > high)).any()
        about = (told.better, (low, high) if inside else cls.ends)
        compute = told.compute
        if not isinstance(compute, Ratio):
            return cls(above, ~np.isnan(above), *about, own)
        values = np.stack(
            [
                over_worlds(n, d, positive=compute.positive)
                for n, d in zip(above, below, strict=True)
            ]
        )
        return cls(values, ~np.isnan(values) & (below != 0), *about, own)

    def alike(self, plan: int, other: int) -> NDArray[np.bool_] | None:
        """Return the worlds in which two plans, by place, left the very same, shape ``(seeds,)``.

        Their values may differ: of a ratio a world stands beside that of all worlds. None where it
        is not known what is behind the values.
        """
        if self.parts is None:
            return None
        return np.asarray((self.parts[plan] == self.parts[other]).all(axis=-1), np.bool_)

    def interval(self, plan: int) -> Interval:
        """Return the mean over worlds under one plan, by its place, with its interval."""
        return interval(self.values[plan], counted=self.counted[plan]).within(*self.ends)


@dataclass(frozen=True)
class Undefined:
    """Why a measure is undefined under some plans.

    Attributes
    ----------
    plans
        The plans.
    reason
        ``horizon``: shorter than the measure's window; ``cost``: no extra cost to divide by;
        ``division``: nothing else to divide by; ``observed``: nothing was observed.
    needed_days
        The horizon that it needs, where that is the reason.
    horizon_days
        The horizon that there is.
    formula
        The measure's.
    """

    plans: tuple[str, ...]
    reason: Reason
    needed_days: int | None
    horizon_days: int
    formula: str

    @classmethod
    def of(
        cls,
        name: str,
        calendar: Calendar,
        plans: Sequence[str],
        measures: Measures = MEASURES,
    ) -> Self:
        """Return why a measure is undefined."""
        compute, needed = measures[name].compute, horizon_needed(name, calendar, measures)
        reason: Reason = "observed"
        if needed is not None:
            reason = "horizon"
        elif isinstance(compute, Ratio):
            reason = "cost" if compute.positive else "division"
        return cls(tuple(plans), reason, needed, calendar.days, measures[name].formula)

    @property
    def text(self) -> str:
        """The reason in a line."""
        return {
            "horizon": f"needs a horizon of {self.needed_days} days, and this one has "
            f"{self.horizon_days}",
            "cost": "no more was spent than under the baseline, so there is nothing to divide by",
            "division": f"nothing to divide by: {self.formula}",
            "observed": "nothing was observed",
        }[self.reason]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        found: dict[str, Any] = {"plans": list(self.plans), "reason": self.reason}
        if self.needed_days is not None:
            found |= {"needed_days": self.needed_days, "horizon_days": self.horizon_days}
        return {**found, "text": self.text}
