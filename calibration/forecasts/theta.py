"""The theta method (Assimakopoulos and Nikolopoulos 2000): smoothed level and half the drift."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.forecasts.smoothing import simple

LEAST: Final = 8
"""Weeks from which a line's slope is believed."""


def theta(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast by the standard theta method, from eight weeks on (`calibration.forecasts`).

    As Hyndman and Billah (2003) have shown, it is simple exponential smoothing with half the slope
    of a line through all weeks as its drift.
    """
    level, alpha = simple(weekly)
    found = np.full((len(weekly) + 1, weeks), np.nan)
    ahead = np.arange(weeks)
    for end in range(LEAST, len(weekly) + 1):
        place = np.arange(end) - (end - 1) / 2
        slope = float(place @ weekly[:end] / (place @ place))
        rate = alpha[end]
        reach = ahead + (1 - (1 - rate) ** end) / rate
        found[end] = np.maximum(level[end] + 0.5 * slope * reach, 0.0)
    return found
