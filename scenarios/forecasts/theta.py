"""The theta method (Assimakopoulos and Nikolopoulos 2000): smoothed level and half the drift."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts.smoothing import simple

LEAST: Final = 8
"""Weeks from which a line's slope is believed."""

DAMPED: Final = 0.8
"""Part of a week's drift that is left in the next one, where it is damped."""


def theta(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast by the standard theta method, from eight weeks on (`scenarios.forecasts`).

    As Hyndman and Billah (2003) have shown, it is simple exponential smoothing with half the slope
    of a line through all weeks as its drift.
    """
    return _drifting(weekly, np.arange(weeks, dtype=np.float64))


def theta_damped(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast by the same with a drift that dies out (`scenarios.forecasts`).

    A line through a launch of a few weeks goes on below nothing, and one through a rise for ever.
    """
    steps = DAMPED ** np.arange(1, weeks)
    return _drifting(weekly, np.concatenate([[0.0], np.cumsum(steps)]))


def _drifting(weekly: NDArray[np.float64], ahead: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smoothed level and half the slope of a line, times how far it has drifted since."""
    level, alpha = simple(weekly)
    found = np.full((len(weekly) + 1, len(ahead)), np.nan)
    for end in range(LEAST, len(weekly) + 1):
        place = np.arange(end) - (end - 1) / 2
        slope = float(place @ weekly[:end] / (place @ place))
        rate = alpha[end]
        # What the smoothed level lags behind a line (Hyndman and Billah's constant).
        lag = (1 - (1 - rate) ** end) / rate
        found[end] = np.maximum(level[end] + 0.5 * slope * (ahead + lag), 0.0)
    return found
