"""The forecast of a season: what the same weeks of earlier years were to the weeks before them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts.levels import HALF, RECENT

YEAR: Final = 52
"""Weeks after which the season comes round."""

SIDE: Final = 1
"""Weeks to either side whose mean takes the noise out of a week of an earlier year."""

YEARS: Final = 3
"""Years back that are looked at, each half as much as the one after it."""

STEEP: Final = 2.0
"""As a logarithm: no index moves the level farther, up or down."""


def seasonal(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast the last four weeks' level times the season's index (`scenarios.forecasts`).

    The index of a week is what the same week was to the same four weeks a year before, up to
    three years back. NaN until 56 weeks are known.
    """
    found = np.full((len(weekly) + 1, weeks), np.nan)
    for end in range(YEAR + RECENT, len(weekly) + 1):
        level = weekly[end - RECENT : end].mean()
        logs, weight = np.zeros(weeks), 0.0
        for years in range(1, YEARS + 1):
            then = end - YEAR * years
            if then < RECENT:
                break
            part = 0.5 ** (years - 1)
            logs += part * np.log(_index(weekly[:end], then, weeks))
            weight += part
        found[end] = level * np.exp(np.clip(logs / weight, -STEEP, STEEP))
    return found


def _index(known: NDArray[np.float64], then: int, weeks: int) -> NDArray[np.float64]:
    """What the weeks after ``then`` were to the four before it; a year's come round again."""
    ahead = then + np.arange(weeks) % YEAR
    low, high = np.maximum(ahead - SIDE, 0), np.minimum(ahead + SIDE + 1, len(known))
    sums = np.concatenate([[0.0], np.cumsum(known)])
    smooth = (sums[high] - sums[low]) / (high - low)
    return np.asarray((smooth + HALF) / (known[then - RECENT : then].mean() + HALF))
