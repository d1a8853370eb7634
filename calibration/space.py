"""The parameters that are fitted, and the cube in which they are searched."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.draws import decision_key


@dataclass(frozen=True, slots=True)
class Dimension:
    """One fitted parameter and its search range.

    Parameters
    ----------
    name
        A name of the register.
    low, high
        Search range, within the register's.
    log
        Whether the range is searched on a logarithmic scale.
    start
        Part of the range, about the first value, over which the first trials spread.
    centre
        The first value, if a history asks for another than what is expected before any fit.
    """

    name: str
    low: float
    high: float
    log: bool = False
    start: float = 0.9
    centre: float | None = None

    def value(self, u: float) -> float:
        """Return the value at a place in the range, ``u`` from 0 to 1."""
        if self.log:
            value = math.exp(math.log(self.low) + u * math.log(self.high / self.low))
        else:
            value = self.low + u * (self.high - self.low)
        return min(max(value, self.low), self.high)

    def place(self, value: float) -> float:
        """Return where in the range a value stands, cut to 0 .. 1."""
        if self.log:
            u = math.log(max(value, 1e-12) / self.low) / math.log(self.high / self.low)
        else:
            u = (value - self.low) / (self.high - self.low)
        return min(max(u, 0.0), 1.0)


LEVELS: Final = (
    Dimension("visit_base", -9.0, 2.0),
    Dimension("visit_spread", 0.3, 4.0),
    Dimension("newcomer_pull", 0.0, 8.0),
    Dimension("newcomer_days", 0.7, 60.0, log=True),
    Dimension("habit_pull", 0.0, 6.0),
    Dimension("habit_decay", 0.001, 0.1, log=True),
    Dimension("cohort_slope", -2.0, 1.0),
    Dimension("community_slope", -1.0, 1.0),
    Dimension("write_rate", 0.2, 20.0, log=True),
    Dimension("write_spread", 0.1, 3.0),
)
"""The levels that a history of activity identifies, with the widest values worth trying."""

BUY_RATE: Final = Dimension("buy_rate", 1e-4, 1.0, log=True, start=0.2)
"""How often a visit is a purchase: fitted where members buy."""

ORDER_AGAIN: Final = Dimension("order_again", 0.001, 0.9, start=0.2)
"""How many orders a visit has: fitted where weekly figures have purchases and no visits."""

BUYING: Final = (
    Dimension("buy_rate", 1e-4, 0.3, log=True, start=0.2),
    Dimension("buy_shape", 0.02, 20.0, log=True, start=0.2),
    Dimension("buy_quit_a", 0.02, 20.0, log=True, start=0.2),
    Dimension("buy_quit_b", 0.02, 50.0, log=True, start=0.2),
    Dimension("newcomer_pull", 0.0, 8.0),
    Dimension("newcomer_days", 0.7, 60.0, log=True),
    Dimension("cohort_slope", -0.5, 0.5),
    Dimension("community_slope", -0.5, 0.5),
)
"""The levels that a history of purchases alone identifies: visits are the preset's, as nobody
counted them.

They stay many and purchases on them few, whatever the trend: a purchase on every visit would leave
a lower price nothing to sell.
"""

SHOWN: Final = ("visit_base", "community_slope", "write_rate", "buy_rate")
"""What figures without a triangle show of them: level, trend, posts; who comes again, nobody knows.

The others then keep the preset's values.
"""

RHYTHM: Final = (
    Dimension("weekend_pull", -1.0, 1.0, start=0.1),
    Dimension("season_pull", 0.0, 1.0, start=0.1),
)
"""Pulls whose first values `calibration.measured` reads off the history."""

PRIOR_SD: Final = 0.4
"""Standard deviation of the prior about the first value, as a part of the search range.

It holds directions that the history does not identify (many short visits or few long ones) near
what is published or assumed.
"""


@dataclass(frozen=True, slots=True)
class Space:
    """The cube of one fit.

    Parameters
    ----------
    dimensions
        The fitted parameters.
    first
        Their first values: the preset's, or what was measured.
    """

    dimensions: tuple[Dimension, ...]
    first: Mapping[str, float]

    @classmethod
    def about(
        cls,
        first: Mapping[str, float],
        measured: Collection[str],
        *,
        retention: bool = True,
        bought: Collection[str] = (),
        purchases_alone: bool = False,
        writing: Mapping[str, Dimension] | None = None,
    ) -> Space:
        """Return the space about first values.

        Parameters
        ----------
        first
            First value of every parameter.
        measured
            What was measured directly; of the rhythm, that alone is fitted.
        retention
            Whether the history shows who came again; if not, no more than `SHOWN` is fitted.
        bought
            Parameters of buying that the history tells; of them that alone is fitted.
        purchases_alone
            Whether a purchase is what makes a member active.
        writing
            Ranges that the history asks for (`calibration.posting.dimensions`), in place of the
            usual ones.
        """
        writing = writing or {}
        kept = {"buy_rate", *bought}
        usual = BUYING if purchases_alone else (*LEVELS, *([BUY_RATE] if bought else []))
        levels = [
            d
            for d in usual
            if (retention or d.name in SHOWN or d.name in writing)
            and (d.name in kept or not d.name.startswith("buy_"))
        ]
        levels += [ORDER_AGAIN] if ORDER_AGAIN.name in bought else []
        levels = [writing.get(d.name, d) for d in levels]
        dimensions = (*levels, *(d for d in RHYTHM if d.name in measured))
        asked = {d.name: d.centre for d in dimensions if d.centre is not None}
        return cls(dimensions, {**first, **asked})

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fitted parameters."""
        return tuple(dimension.name for dimension in self.dimensions)

    @property
    def centre(self) -> NDArray[np.float64]:
        """The point of the first values, shape ``(dimensions,)``."""
        return self.point(self.first)

    def expected(self, dimension: Dimension) -> tuple[float, float]:
        """Return the range of a parameter that held 90 % before the history was looked at."""
        centre = dimension.place(self.first[dimension.name])
        within = NormalDist(centre, PRIOR_SD)
        low, high = within.cdf(0.0), within.cdf(1.0)
        ends = (within.inv_cdf(low + part * (high - low)) for part in (0.05, 0.95))
        first, last = (dimension.value(end) for end in ends)
        return first, last

    def values(self, u: NDArray[np.float64]) -> dict[str, float]:
        """Return the parameters at a point of the cube, shape ``(dimensions,)``."""
        return {d.name: d.value(float(x)) for d, x in zip(self.dimensions, u, strict=True)}

    def point(self, parameters: Mapping[str, float]) -> NDArray[np.float64]:
        """Return the point of the cube that stands for parameters."""
        return np.array([d.place(parameters[d.name]) for d in self.dimensions])

    def start_design(self, count: int, seed: int, share: float) -> list[NDArray[np.float64]]:
        """Choose the first points: a Latin hypercube about the first values, at the right level.

        A random visit propensity mostly gives a community a hundred times too busy or dead. So
        each point's ``visit_base`` is moved to where members past their first quarter would be
        active in as many weeks as the history's are, give or take 1, less 1/2 for their habits.

        Parameters
        ----------
        count
            Number of points.
        seed
            Seed of the design.
        share
            Part of the members that is active in a week (`calibration.targets.Targets.share`).
        """
        key = int(decision_key(seed, "start design", 0))
        rng = np.random.Generator(np.random.Philox(key=key))
        size = len(self.dimensions)
        strata = np.array([rng.permutation(count) for _ in range(size)]).T
        cube = (strata + rng.random((count, size))) / count
        width = np.array([dimension.start for dimension in self.dimensions])
        design = np.clip(self.centre + (cube - 0.5) * width, 0.02, 0.98)
        if "visit_base" not in self.names:
            return list(design)
        base = self.names.index("visit_base")
        for point, offset in zip(design, cube[:, base], strict=True):
            spread = self.values(point).get("visit_spread", self.first["visit_spread"])
            level = _base_for(share, spread) - 1.5 + 2.0 * offset
            point[base] = self.dimensions[base].place(level)
        return list(design)


def _base_for(weekly_share: float, spread: float) -> float:
    """Mean propensity at which a logit-normal daily visit gives a weekly active share."""
    quantiles = np.array([NormalDist().inv_cdf((k + 0.5) / 200) for k in range(200)])
    low, high = -12.0, 6.0
    for _ in range(40):
        middle = (low + high) / 2
        daily = 1 / (1 + np.exp(-(middle + spread * quantiles)))
        if float(np.mean(1 - (1 - daily) ** 7)) < weekly_share:
            low = middle
        else:
            high = middle
    return (low + high) / 2
