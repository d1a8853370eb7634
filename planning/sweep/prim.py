"""Where a plan fails: a box of inputs in which most of the failing runs lie, by PRIM.

The patient rule induction method (Friedman and Fisher 1999) peels a twentieth of what is left off
the side that raises the share of cases most, again and again. Of the boxes on the way the one with
the best harmonic mean of coverage and density is taken (Bryant and Lempert 2010); a limit without
which the share is not clearly lower is given up; and a box is told only if cases dealt by chance
over the same points hardly ever make one as good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PEEL: Final = 0.05
"""Share of the runs in a box that a peel takes off."""

LEAST: Final = 0.05
"""Share of all points below which a box is not peeled further."""

LEAST_POINTS: Final = 8

SHUFFLES: Final = 39
"""Deals of the cases by chance that a box is held against."""

MOST_BY_CHANCE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Box:
    """Limits within which most cases lie.

    Attributes
    ----------
    limits
        By place of the input its low and high end, both included; an input without limits is not
        there, and an end that is the range's own is infinite.
    coverage
        Share of all cases that lie in it.
    density
        Share of the runs in it that are cases.
    share
        Share of all runs that are cases.
    runs, cases
        In it.
    by_chance
        Share of deals by chance that made a box as good, the one at hand counted.
    labelled
        Points with a surrogate's labels that its limits are of; 0: they are of the runs.
    """

    limits: dict[int, tuple[float, float]]
    coverage: float
    density: float
    share: float
    runs: int
    cases: int
    by_chance: float
    labelled: int = 0


def find_box(x: Floats, cases: Flags, points: int, seed: int = 0) -> Box | None:
    """Return the box of the cases, None where there is none that chance would not make.

    Parameters
    ----------
    x
        Inputs of the runs, shape ``(runs, inputs)``.
    cases
        Which runs are cases, shape ``(runs,)``.
    points
        Number of points, of which each has equally many runs, one after another. They are no
        independent witnesses, and are dealt together.
    seed
        Seed of the deals.
    """
    if not 0 < int(cases.sum()) < len(cases):
        return None
    limits = peeled(x, cases)
    goodness = _goodness(inside(x, limits), cases)
    rng = np.random.Generator(np.random.Philox(key=seed))
    blocks = cases.reshape(points, -1)
    better = 1
    for _ in range(SHUFFLES):
        dealt = rng.permutation(blocks, axis=0).reshape(-1)
        better += _goodness(inside(x, peeled(x, dealt)), dealt) >= goodness
        if better > MOST_BY_CHANCE * (SHUFFLES + 1):
            return None
    by_chance = better / (SHUFFLES + 1)
    limits = _plainest(x, cases, limits)
    if not limits:
        return None
    there = inside(x, limits)
    runs, hits = int(there.sum()), int(cases[there].sum())
    share = float(cases.mean())
    return Box(limits, hits / int(cases.sum()), hits / runs, share, runs, hits, by_chance)


def peeled(x: Floats, cases: Flags | Floats) -> dict[int, tuple[float, float]]:
    """Return the limits of the best box on the way of peeling.

    Parameters
    ----------
    x
        Inputs, shape ``(runs, inputs)``.
    cases
        Which runs are cases, or how likely each is one, shape ``(runs,)``.
    """
    least = max(LEAST * len(x), LEAST_POINTS)
    left = np.ones(len(x), np.bool_)
    limits: dict[int, tuple[float, float]] = {}
    best = (_goodness(left, cases), limits)
    while (peel := _next(x, cases, left, least)) is not None:
        place, low, high = peel
        old = limits.get(place, (-np.inf, np.inf))
        limits = {**limits, place: (max(low, old[0]), min(high, old[1]))}
        left = left & (x[:, place] >= low) & (x[:, place] <= high)
        goodness = _goodness(left, cases)
        if goodness > best[0]:
            best = goodness, limits
    return best[1]


def _next(
    x: Floats, cases: Flags | Floats, within: Flags, least: float
) -> tuple[int, float, float] | None:
    """Return the peel that raises the share of cases most: input, low and high end that stay."""
    here, hits = x[within], cases[within]
    found: list[tuple[float, int, int, float, float]] = []
    for place in range(x.shape[1]):
        column = np.sort(here[:, place])
        taken = max(int(PEEL * len(column)), 1)
        # The nearest value that stays on either side: of equal values all go, or none.
        above = column[np.searchsorted(column, column[taken - 1], "right") :]
        below = column[: np.searchsorted(column, column[-taken], "left")]
        ends = [(float(above[0]), np.inf)] if above.size else []
        ends += [(-np.inf, float(below[-1]))] if below.size else []
        for low, high in ends:
            stays = (here[:, place] >= low) & (here[:, place] <= high)
            left = int(stays.sum())
            if left >= least:
                found.append((float(hits[stays].mean()), left, place, low, high))
    if not found:
        return None
    _, _, place, low, high = max(found, key=lambda one: (one[0], one[1], -one[2]))
    return place, low, high


def _plainest(
    x: Floats, cases: Flags, limits: dict[int, tuple[float, float]]
) -> dict[int, tuple[float, float]]:
    """Give up the limits without which the share of cases is not clearly lower, one by one."""
    from scipy.stats import binom

    kept = dict(limits)
    for place in limits:
        for end, free in enumerate((-np.inf, np.inf)):
            low, high = kept[place]
            without = {**kept, place: (free, high) if end == 0 else (low, free)}
            wider, there = inside(x, without), inside(x, kept)
            hits, runs = int(cases[there].sum()), int(there.sum())
            if binom.sf(hits - 1, runs, float(cases[wider].mean())) > MOST_BY_CHANCE:
                kept = without
    return {place: ends for place, ends in kept.items() if ends != (-np.inf, np.inf)}


def inside(x: Floats, limits: dict[int, tuple[float, float]]) -> Flags:
    """Return which runs lie within limits, shape ``(runs,)``."""
    found = np.ones(len(x), np.bool_)
    for place, (low, high) in limits.items():
        found &= (x[:, place] >= low) & (x[:, place] <= high)
    return found


def _goodness(within: Flags, cases: Flags | Floats) -> float:
    """Return the harmonic mean of coverage and density."""
    hits = float(cases[within].sum())
    return 2 * hits / (int(within.sum()) + float(cases.sum()))
