"""Figures that begin in the middle of a community's life: who had joined before."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.history.reading import Reading

FIRST: Final = 28
"""First days of the figures whose joiners are taken for those before."""

RETURNING: Final = {1: 0.25, 7: 1.0}
"""Members who come again, on a day or in a week, for each joiner a day, by the square root of the
days that members have been joining: 0.24 on a day in the median of thirteen real logs, 91, 364 and
1,456 days after they began (quartiles 0.15 and 0.47), and four times that in a week."""

MOST_DAYS: Final = 5 * 364
"""Days before that are thought of at most."""

FEWEST: Final = {1: 10.0, 7: 2.5}
"""Members for each one who comes again, at least."""

STRAY: Final = 0.25
"""Who comes again in the first figure must be so large a part of what the first week has: where a
launch is told, nobody does on its first day."""


def before(
    active: NDArray[np.int64],
    joiners: NDArray[np.int64],
    step: int,
    total: int | None,
    reading: Reading,
) -> NDArray[np.int64]:
    """Return the members who joined before the first day, and tell.

    They are as many as are said, or joined as in the first weeks for as long as it takes to make
    those who come again.

    Parameters
    ----------
    active
        Members active by day or week, shape ``(days / step,)``.
    joiners
        Members who joined by day, shape ``(days,)``.
    step
        1, or 7 where `active` is by week.
    total
        Members in all when the first day, or week, was over; None if nobody says.
    reading
        Is told.

    Returns
    -------
    NDArray
        Joiners on each of the days before, int64, shape ``(days before,)``; none of a launch.
    """
    fresh = joiners[: len(active) * step].reshape(-1, step).sum(axis=1)
    again = np.maximum(active - fresh, 0)[: 7 // step].astype(np.float64)
    rate = float(joiners[:FIRST].mean())
    if total is not None:
        members = max(total - int(fresh[0]), 0)
        days = min(max(math.ceil(members / max(rate, 1e-9)), 1), MOST_DAYS) if members else 0
    elif again[0] <= STRAY * again.mean():
        return np.zeros(0, np.int64)
    else:
        came = float(again.mean())
        ratio = came / max(rate * RETURNING[step], 1e-9)
        days = int(min(max(math.ceil(min(ratio, 1e3) ** 2), 7), MOST_DAYS))
        members = round(max(rate * days, FEWEST[step] * came))
    if not members:
        return np.zeros(0, np.int64)
    guessed = "" if total is not None else "guessed "
    guessed_zh = "" if total is not None else "（推测）"
    hint = "" if total is not None else "; a column total_members tells"
    reading.note(
        "earlier members",
        f"members come again from the first row on: {members:,} joined before it, {guessed}"
        f"over {days:,} days{hint}",
        f"首行已有老成员活跃：此前 {days:,} 天内加入 {members:,} 人{guessed_zh}"
        + ("" if total is not None else "；可提供“累计会员”列"),
        warning=total is None,
        rows=members,
    )
    return np.diff(members * np.arange(days + 1) // days)
