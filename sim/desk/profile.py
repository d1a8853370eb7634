"""When in the day members ask: an hourly profile, gathered into the windows of cohorts."""

from __future__ import annotations

from functools import cache
from itertools import accumulate

from sim.hours import HOURLY


@cache
def cumulative(window_hours: int, hours: tuple[float, ...] = ()) -> tuple[float, ...]:
    """Return the share of a day's tickets asked before each edge of a window.

    Parameters
    ----------
    window_hours
        Width of a window, a divisor of 24. Inside a window the profile is flat.
    hours
        When in the day members come, 24 weights; empty: `sim.hours.HOURLY`.

    Returns
    -------
    tuple of float
        ``24 / window_hours + 1`` shares, from 0.0 to 1.0.
    """
    running = (0, *accumulate(hours or HOURLY))
    return tuple(running[hour] / running[-1] for hour in range(0, 25, window_hours))
