"""Forecasts from the last weeks alone: their level, and their level with a drift that dies out."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

RECENT: Final = 4
"""Weeks whose mean is today's level."""

HALF: Final = 0.5
"""Half a member, so that the logarithm of a week in which nobody came stays finite."""

DRIFT_WEEKS: Final = 13
"""Weeks back that the level is compared with for its drift: a quarter."""

DAMPED: Final = 0.9
"""Part of a week's drift that is left in the next one; Gardner and McKenzie (1985) damp so."""

MOST_DRIFT: Final = 0.05
"""Most that a drift moves the log of the level in its first week."""


def naive(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast the mean of the last four weeks, from every week on (`scenarios.forecasts`)."""
    return np.repeat(_recent(weekly)[:, None], weeks, axis=1)


def drift(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast the last four weeks' level with its damped drift over a quarter.

    The drift is the change of the log of the level a week, over 13 weeks or as many as there are,
    and a tenth of it is lost every week. From eight weeks on (`scenarios.forecasts`).
    """
    level = _recent(weekly)
    logs = np.log(level + HALF)
    found = np.full((len(level), weeks), np.nan)
    steps = np.cumsum(DAMPED ** np.arange(1, weeks + 1))
    for end in range(2 * RECENT, len(level)):
        back = min(DRIFT_WEEKS, end - RECENT)
        slope = np.clip((logs[end] - logs[end - back]) / back, -MOST_DRIFT, MOST_DRIFT)
        found[end] = np.maximum((level[end] + HALF) * np.exp(slope * steps) - HALF, 0.0)
    return found


def _recent(weekly: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of the last four weeks known at each end, NaN before there are four."""
    sums = np.concatenate([[0.0], np.cumsum(weekly)])
    found = np.full(len(weekly) + 1, np.nan)
    found[RECENT:] = (sums[RECENT:] - sums[:-RECENT]) / RECENT
    return np.asarray(np.maximum(found, 0.0))
