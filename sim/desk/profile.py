"""When in the day members ask: an hourly profile, gathered into the windows of cohorts."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import Final

HOURLY: Final = (
    30, 18, 11, 7, 6, 8, 14, 26, 38, 47, 52, 53,
    53, 52, 51, 51, 52, 53, 56, 62, 74, 80, 62, 44,
)  # fmt: skip
"""Tickets asked in each hour of the day, per thousand of the day's, from midnight on.

Assumed: the form that circadian activity usually takes (evidence M3), with its low at four in the
morning, a plateau through office hours and its peak in the evening. Weekends are not different."""


@cache
def cumulative(window_hours: int) -> tuple[float, ...]:
    """Return the share of a day's tickets asked before each edge of a window.

    Parameters
    ----------
    window_hours
        Width of a window, a divisor of 24. Inside a window the profile is flat.

    Returns
    -------
    tuple of float
        ``24 / window_hours + 1`` shares, from 0.0 to 1.0.
    """
    running = (0, *accumulate(HOURLY))
    return tuple(running[hour] / running[-1] for hour in range(0, 25, window_hours))
