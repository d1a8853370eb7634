"""The forecast that goes from the last weeks' level part of the way back to half a year's."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts.levels import HALF

LATEST: Final = 2
"""Weeks whose mean is where it begins."""

USUAL: Final = 26
"""Weeks, or as many as there are, to whose mean of logarithms it may return."""

LEFT: Final = 0.9
"""Part of the way that is left every week after."""

FEWEST: Final = 4
"""Weeks from which a level is told, as in the naive forecast."""

FIRST: Final = 8
"""Weeks from which it forecasts, as the other methods do."""

THOUGHT: Final = 0.3
"""Part of the way that is gone in the end, before anything is known."""

WEIGHT: Final = 3.0
"""Weight of that beside the summed squares, of logarithms, by which a history tells it."""

HALF_LIFE: Final = 104.0
"""Weeks after which what was seen counts half."""

LEAST, MOST = -1.0, 1.5
"""A part may be negative, where levels go on as they went, or more than all."""


def reverting(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast a return to the usual level, from eight weeks on (`scenarios.forecasts`).

    Communities swing about a level that changes slowly. With the level of the last two weeks ``l``
    and that of half a year ``m`` in logarithms, the forecast ``h`` weeks ahead is

        l + b (m - l) (1 - LEFT^h)

    with the part ``b`` that would have been right before, by least squares with a prior. Steady
    chats have a ``b`` near 1, launches and declines one near 0 or below. Of eight histories its
    error at all weeks was 0.91 times the naive one 4 and 13 weeks ahead, of eight others 0.97 and
    1.02 times: alone the best of all here.
    """
    found = np.full((len(weekly) + 1, weeks), np.nan)
    logs = np.log(np.maximum(weekly, 0.0) + HALF)
    level, usual = (_logs_of_means(weekly, LATEST), _means(logs, USUAL))
    ahead = 1.0 - LEFT ** np.arange(1, weeks + 1)
    fade, seen, right = 0.5 ** (1 / HALF_LIFE), 0.0, 0.0
    for end in range(FIRST, len(weekly) + 1):
        seen, right = fade * seen, fade * right
        made = end - weeks
        if made >= FIRST:
            way = (usual[made] - level[made]) * ahead
            seen += float((way**2).mean())
            right += float((way * (logs[made:end] - level[made])).mean())
        part = np.clip((THOUGHT * WEIGHT + right) / (WEIGHT + seen), LEAST, MOST)
        path = level[end] + part * (usual[end] - level[end]) * ahead
        found[end] = np.maximum(np.exp(path) - HALF, 0.0)
    return found


def _logs_of_means(weekly: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.asarray(np.log(np.maximum(_means(weekly, count), 0.0) + HALF))


def _means(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Mean of the last values at each end, as many as there are; 0 before `FEWEST`."""
    sums, ends = np.concatenate([[0.0], np.cumsum(values)]), np.arange(len(values) + 1)
    begin = np.maximum(ends - count, 0)
    means = (sums - sums[begin]) / np.maximum(ends - begin, 1)
    return np.where(ends >= FEWEST, means, 0.0)
