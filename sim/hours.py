"""When in the day members come: an hourly profile."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from sim.errors import InputError

HOURS: Final = 24

HOURLY: Final = (
    30, 18, 11, 7, 6, 8, 14, 26, 38, 47, 52, 53,
    53, 52, 51, 51, 52, 53, 56, 62, 74, 80, 62, 44,
)  # fmt: skip
"""What comes in each hour of the day, per thousand of the day's, from midnight on.

Assumed: the form that circadian activity usually takes (evidence M3), with its low at four in the
morning, a plateau through office hours and its peak in the evening. Weekends are not different."""


def check_hours(hours: Sequence[float], field: str) -> None:
    """Raise `InputError`, naming the field, unless it is empty or 24 weights, not all of them 0."""
    if not hours:
        return
    if len(hours) != HOURS:
        raise InputError(
            f"{len(hours)} hours; give {HOURS}, from midnight on, or none", field=field
        )
    if not all(0 <= each < math.inf for each in hours) or not sum(hours) > 0:
        raise InputError("weights must be 0 or more, and one of them above 0", field=field)


def response(hour: int | None, loss: float, hours: Sequence[float] = ()) -> float:
    """Return the share of its pull that a message has by the hour at which it is sent.

        1 - loss (1 - v(hour) / max v)

    v is the profile of visits. In the busiest hour, or where no hour is said, it is 1: what was
    measured of messages was of such as were sent when their senders thought best, so that no hour
    is better than that. No figure is known of what a send time gains: the form and `loss` are
    assumed, and bounded so that nothing is gained by choosing.

    Parameters
    ----------
    hour
        0 to 23; None: not said.
    loss
        Share of its pull that is lost in an hour in which nobody comes, 0 to 1.
    hours
        Profile of visits, 24 weights; empty: `HOURLY`.
    """
    if hour is None:
        return 1.0
    profile = hours or HOURLY
    return 1.0 - loss * (1.0 - profile[hour] / max(profile))
