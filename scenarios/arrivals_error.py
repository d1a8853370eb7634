"""How far a forecast of joiners may be off: by how far earlier ones of the same history were."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.arrivals import forecast

ORIGINS: Final = 8
"""Earlier forecasts whose errors tell."""

APART: Final = 28
"""Days from one to the next, or a quarter of what they forecast where that is more."""

FEWEST: Final = 56
"""Days that the first of them must know."""

QUARTER: Final = 91

THOUGHT: Final = 0.3
"""Standard deviation, of a logarithm, that is thought of 91 days before any error is known."""

GROWS: Final = 0.3
"""Power of the days by which it grows; and it is larger by as much as a quarter is of what is
known: twice of a history of 91 days."""

WEIGHT: Final = 2.0
"""Earlier forecasts that it weighs as much as."""

MOST: Final = 1.0
"""Largest that is told: a factor of 2.7 up or down in one world of three."""


def error(counts: NDArray[np.int64], start: date, horizon: int) -> float:
    """Return the standard deviation of the logarithm of joiners in all about their forecast.

    Up to eight forecasts from earlier days, each ``horizon`` days long and blind to what came after
    it, against who joined; beside these what is thought of a history before. From 91 days of
    sixteen histories known to all but the horizon, joiners of 4 to 52 weeks lay in the bands of 50,
    80 and 90 % that follow in 0.44 to 0.68, 0.69 to 0.84 and 0.69 to 0.88 of the forecasts, in the
    half by which this was chosen and in the other; it is worst of a year. With 0.25 for histories
    too short to tell, as it was before, in 0.31 to 0.61, 0.56 to 0.72 and 0.62 to 0.81.

    Parameters
    ----------
    counts
        Joiners a day, shape ``(days,)``; the last one on the day before ``start``.
    start
        First day forecast.
    horizon
        Days forecast, at least 1.
    """
    return _error(counts.astype(np.int64).tobytes(), start, horizon)


@lru_cache(maxsize=64)
def _error(known: bytes, start: date, horizon: int) -> float:
    counts = np.frombuffer(known, np.int64)
    squares, seen = 0.0, 0
    for origin in range(ORIGINS):
        cut = len(counts) - horizon - origin * max(horizon // 4, APART)
        if cut < max(horizon, FEWEST):
            break
        day = start - timedelta(days=len(counts) - cut)
        expected = forecast(counts[:cut], day, horizon).sum()
        came = counts[cut : cut + horizon].sum()
        squares += math.log((came + 1.0) / (expected + 1.0)) ** 2
        seen += 1
    young = 1.0 + QUARTER / max(len(counts), 1)
    thought = THOUGHT * (horizon / QUARTER) ** GROWS * young
    return min(math.sqrt((WEIGHT * thought**2 + squares) / (WEIGHT + seen)), MOST)
