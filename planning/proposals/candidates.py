"""Points that may be proposed, and the one among them from which most is hoped.

Far ones over the whole space, near ones in a trust region around the plan believed best (Eriksson
and others 2019), and that plan with one lever or one strategy taken off, since many are best off.
The best are then moved a little for as long as it helps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from planning.proposals.space import Floats, Space

FAR: Final = 384
NEAR: Final = 512
CLIMBERS: Final = 6
STEPS: Final = 24
"""Points tried around each climber in a round."""

ROUNDS: Final = (0.15, 0.08, 0.04, 0.02, 0.01)
"""How far a round goes, as a share of the trust region's length."""

OFF: Final = 0.25
"""Chance that a far point gives a strategy, or a lever that has a zero, nothing."""


def anywhere(space: Space, rng: np.random.Generator, count: int) -> Floats:
    """Return points over the whole space: money as shares that add up to at most all of it."""
    points = rng.random((count, len(space.dimensions)))
    off = rng.random(points.shape) < OFF * rng.random((count, 1))
    points = np.where(off & space.has_zero & ~space.money, space.neutral, points)
    if space.money.any():
        parts = rng.exponential(size=(count, int(space.money.sum())))
        parts = np.where(rng.random(parts.shape) < OFF * rng.random((count, 1)), 0.0, parts)
        # Half of them spend all, since money that is left seldom helps.
        left = np.where(rng.random((count, 1)) < 0.5, 0.0, rng.exponential(size=(count, 1)))
        whole = parts.sum(axis=1, keepdims=True) + left
        points[:, space.money] = parts / np.where(whole > 0, whole, 1.0)
    return space.proposable(points)


def around(
    space: Space, rng: np.random.Generator, leader: Floats, lengths: Floats, reach: float,
    count: int,
) -> Floats:  # fmt: skip
    """Return points in the trust region around a plan, most of them with few levers moved."""
    dimensions = len(space.dimensions)
    wide = lengths / np.exp(np.log(lengths).mean())
    wide = np.clip(reach * np.clip(wide, 0.25, 4.0), 0.0, 1.0)
    few = np.minimum(1.0, rng.choice([1.0, 2.0, 4.0, dimensions], size=(count, 1)) / dimensions)
    moved = rng.random((count, dimensions)) < few
    moved[np.arange(count), rng.integers(dimensions, size=count)] = True
    jump = (rng.random((count, dimensions)) - 0.5) * wide
    return space.proposable(_stretched(space, leader + np.where(moved, jump, 0.0), leader))


def plainer(space: Space, leader: Floats) -> Floats:
    """Return a plan with each lever and each strategy off in turn, and with money moved over."""
    found = []
    for place in np.flatnonzero(space.has_zero):
        own = leader.copy()
        own[place] = space.neutral[place]
        found.append(own)
        if space.money[place]:
            for other in np.flatnonzero(space.money):
                if other != place:
                    given = own.copy()
                    given[other] += leader[place]
                    found.append(given)
    return space.proposable(np.array(found).reshape(-1, len(leader)))


def best_of(
    space: Space,
    rng: np.random.Generator,
    points: Floats,
    wanted: Callable[[Floats], Floats],
    tried: Floats,
    reach: float,
) -> Floats:
    """Return the point of which most is wanted, of some and those near the best of them.

    Parameters
    ----------
    space
        Where the points lie.
    rng
        Moves them.
    points
        To begin with.
    wanted
        Says how much is wanted of each.
    tried
        Points that are not to be returned.
    reach
        Length of the trust region.
    """
    points = untried(np.unique(points, axis=0), tried)
    if not len(points):
        points = untried(anywhere(space, rng, FAR), tried)
        if not len(points):
            return np.asarray(tried[-1], np.float64)
    value = wanted(points)
    order = np.argsort(-value, kind="stable")[:CLIMBERS]
    points, value = points[order], value[order]
    for share in ROUNDS:
        move = rng.normal(size=(len(points), STEPS, points.shape[1])) * share * reach
        few = rng.random(move.shape) < rng.choice([1.0, 3.0, points.shape[1]], size=(
            len(points), STEPS, 1)) / points.shape[1]  # fmt: skip
        steps = (points[:, None, :] + np.where(few, move, 0.0)).reshape(-1, points.shape[1])
        base = np.repeat(points, STEPS, axis=0)
        steps = untried(space.proposable(_stretched(space, steps, base)), tried)
        both = np.vstack([points, steps])
        worth = np.concatenate([value, wanted(steps)]) if len(steps) else value
        _, first = np.unique(both, axis=0, return_index=True)
        first = np.sort(first)
        order = first[np.argsort(-worth[first], kind="stable")[:CLIMBERS]]
        points, value = both[order], worth[order]
    return np.asarray(points[0], np.float64)


def _stretched(space: Space, points: Floats, leader: Floats) -> Floats:
    """Keep what a plan spends as it was where all of it was spent: money moves between strategies.

    Otherwise a strategy that gets more would be scaled down with all others, and one that gets less
    would leave money lying.
    """
    if not space.money.any():
        return points
    points = np.clip(points, 0.0, 1.0)
    shares = points[:, space.money]
    spent = shares.sum(axis=1, keepdims=True)
    led = np.broadcast_to(leader, points.shape)[:, space.money].sum(axis=1, keepdims=True)
    full = (led >= 1.0 - 1e-3) & (spent > 0)
    points[:, space.money] = np.where(full, shares / np.where(spent > 0, spent, 1.0), shares)
    return points


def untried(points: Floats, tried: Floats) -> Floats:
    """Return the points that are not among those tried."""
    if not len(tried) or not len(points):
        return points
    apart = np.abs(points[:, None, :] - tried[None, :, :]).max(axis=2).min(axis=1)
    return np.asarray(points[apart >= 1e-9], np.float64)
