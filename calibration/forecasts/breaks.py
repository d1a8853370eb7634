"""Breaks: weeks from which a community stands at another level than before, and stays there."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts.levels import HALF

NEAR: Final = 4
"""Weeks to either side between which a break is a step."""

FAR: Final = 13
"""Weeks to either side, as many as there are after it, over which it holds; and weeks from one
break to the next."""

LEAST: Final = math.log(1.5)
"""Smallest step, of logarithms."""

TIMES: Final = 4.0
"""A step is so many times the usual change from four weeks to the next four, by the median: a level
that wanders has no breaks."""

HOLDS: Final = 0.7
"""Part of the step by which the quarters to either side differ; what comes back was no break."""

_SD: Final = 1.4826
"""Standard deviation for each median absolute deviation of a normal distribution."""


class Break(NamedTuple):
    """A break.

    Attributes
    ----------
    week
        Weeks before it.
    ratio
        Level of the quarter after it for that of the quarter before.
    """

    week: int
    ratio: float


def breaks(weekly: NDArray[np.float64]) -> list[Break]:
    """Return the breaks of a history, the earliest first; none of less than half a year.

    Of sixteen histories seven have one or more: the end of a shop's campaign, a bridge to another
    chat, holes in a log. In made communities whose level wanders by 6 % a week one in sixty was
    found where there was none.

    Parameters
    ----------
    weekly
        What came, shape ``(weeks,)``.
    """
    if len(weekly) < 2 * FAR:
        return []
    sums = np.concatenate([[0.0], np.cumsum(weekly)])
    places = np.arange(NEAR, len(weekly) - NEAR + 1)

    def step(reach: int) -> NDArray[np.float64]:
        low, high = np.maximum(places - reach, 0), np.minimum(places + reach, len(weekly))
        before = (sums[places] - sums[low]) / (places - low)
        after = (sums[high] - sums[places]) / (high - places)
        return np.asarray(np.log((after + HALF) / (before + HALF)))

    near, far = step(NEAR), step(FAR)
    usual = _SD * float(np.median(np.abs(near - np.median(near))))
    large = np.abs(near) > max(LEAST, TIMES * usual)
    stays = far * np.sign(near) >= HOLDS * np.abs(near)
    left = np.flatnonzero(large & stays & (places >= FAR))
    found = []
    while len(left):
        best = left[np.argmax(np.abs(near[left]))]
        found.append(Break(int(places[best]), float(np.exp(far[best]))))
        left = left[np.abs(places[left] - places[best]) >= FAR]
    return sorted(found)
