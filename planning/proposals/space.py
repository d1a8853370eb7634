"""The space of a search as a surrogate sees it: money as shares of the budget, the rest in units.

Three things make plans that do the same look the same. Budgets that add up to more than the plan's
are scaled as they will run. A strategy without money does nothing, so that its levers count as
neutral. And money has diminishing returns, so that a surrogate sees the root of its share.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planning.first import is_budget, nearest, strategy_of
from strategies import SearchDimension

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DIGITS: Final = 4
"""Decimals of a proposed share or unit: nobody carries out more."""

DECADE: Final = 10.0
"""Ratio of a range's ends from which on it is looked at by ratios, whatever its grid."""

LEAST_SHARE: Final = 0.005
"""A share of the budget below which a proposal gives a strategy nothing."""


@dataclass(frozen=True)
class Space:
    """Points are rows of numbers from 0 to 1, one for each dimension.

    Attributes
    ----------
    dimensions
        What is turned.
    """

    dimensions: tuple[SearchDimension, ...]

    @cached_property
    def money(self) -> Flags:
        """Which dimensions are a strategy's money."""
        return np.array([is_budget(d.path) for d in self.dimensions])

    @cached_property
    def neutral(self) -> Floats:
        """The point that does nothing."""
        (point,) = self.points([{d.path: d.neutral for d in self.dimensions}], settled=False)
        return np.asarray(point, np.float64)

    @cached_property
    def has_zero(self) -> Flags:
        """Which dimensions have a value at which they do nothing."""
        return np.array([d.low <= 0 <= d.high for d in self.dimensions])

    @cached_property
    def payer(self) -> NDArray[np.int64]:
        """For each lever the place of the money that it lives on; its own where there is none."""
        money = {strategy_of(d.path): i for i, d in enumerate(self.dimensions) if is_budget(d.path)}
        own = [money.get(strategy_of(d.path), i) for i, d in enumerate(self.dimensions)]
        return np.array(own, np.int64)

    def points(self, values: Sequence[Mapping[str, float]], *, settled: bool = True) -> Floats:
        """Return the points of values by path, as they run unless `settled` is off."""
        raw = np.array([[own[d.path] for d in self.dimensions] for own in values], np.float64)
        raw = raw.reshape(len(values), len(self.dimensions))
        for column, d in enumerate(self.dimensions):
            raw[:, column] = _places(d, raw[:, column])
        return self.settled(raw) if settled else raw

    def settled(self, points: Floats) -> Floats:
        """Return points as they run: money within the whole, levers without money neutral."""
        points = points.copy()
        if self.money.any():
            shares = points[:, self.money]
            points[:, self.money] = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1.0)
            idle = (points[:, self.payer] <= 0) & self.money[self.payer] & ~self.money
            points = np.where(idle, self.neutral, points)
        return points

    def features(self, points: Floats) -> Floats:
        """Return what a surrogate sees of settled points."""
        return np.asarray(np.where(self.money, np.sqrt(points), points), np.float64)

    def proposable(self, points: Floats) -> Floats:
        """Return settled points of values that a plan may have: on grids, of few digits."""
        points = np.clip(points, 0.0, 1.0)
        if self.money.any():
            shares = np.where(points[:, self.money] < LEAST_SHARE, 0.0, points[:, self.money])
            shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1.0)
            # Down, so that the whole is kept to.
            points[:, self.money] = np.floor(shares * 10**DIGITS + 1e-6) / 10**DIGITS
        points = np.where(self.money, points, np.round(points, DIGITS))
        for column, d in enumerate(self.dimensions):
            if d.step is not None:
                count = (d.high - d.low) / d.step
                steps = (_at(d, points[:, column]) - d.low) / d.step
                steps = np.minimum(np.round(steps), np.floor(count + 1e-9))
                points[:, column] = _places(d, d.low + steps * d.step)
        return self.settled(points)

    def values(self, point: Floats) -> dict[str, float]:
        """Return the values of a point by path, on their grids."""
        found = {}
        for d, own in zip(self.dimensions, point.tolist(), strict=True):
            found[d.path] = float(nearest(d, float(_at(d, np.array(own)))))
        return found


def _by_ratio(d: SearchDimension) -> bool:
    """Whether steps of a dimension are ratios: of a price from 20 to 1,000 half lies below 140."""
    return d.log or 0 < d.low <= d.high / DECADE


def _places(d: SearchDimension, values: Floats) -> Floats:
    """Return where values lie between the ends of a dimension, from 0 to 1."""
    low, high, own = d.low, d.high, np.clip(values, d.low, d.high)
    if _by_ratio(d):
        low, high, own = math.log(low), math.log(high), np.log(own)
    return np.asarray((own - low) / (high - low))


def _at(d: SearchDimension, places: Floats) -> Floats:
    """Return the values that lie at some places."""
    if _by_ratio(d):
        return np.asarray(d.low * (d.high / d.low) ** places)
    return np.asarray(d.low + places * (d.high - d.low))
