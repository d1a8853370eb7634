"""Figures and logs that begin in the middle of a community's life: who had joined before."""

from __future__ import annotations

import math
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from calibration.history.reading import Reading

Begins = Literal["told", "launch"]

LEAST: Final = 5.0
"""Members a week of whom anything is told."""

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

TOLD_WEEKS: Final = 8
"""Weeks of a log by which it is told whether it begins in mid-life, whatever comes later."""

SEEN_WEEKS: Final = 4
"""Weeks in which nearly all are seen who had joined before a log and are active."""

STAYS: Final = 0.65
"""Who is seen in the first two weeks of a log in mid-life comes so much in the last weeks that are
looked at, beside the third to the fifth."""

FEW: Final = 0.5
"""New faces in the weeks that follow, beside the first ones, at most."""

SLOWLY: Final = 0.2
"""Of the new faces that the first weeks have above the usual, so many are seen after the first week
at least: who visits seldom is seen late, where founders of a launch come at once."""

STEADY: Final = 1.6
"""Times by which a community in mid-life is larger or smaller after those weeks, at most."""

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
        return nobody()
    else:
        members, days = _guessed(float(again.mean()), rate, step)
    if not members:
        return nobody()
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
    return _spread(members, days)


def of_log(
    triangle: NDArray[np.int64], seen: NDArray[np.int64], reading: Reading
) -> NDArray[np.int64]:
    """Return the members who joined before the first day of a log, and tell; nobody of a launch.

    A log shows when members are seen first, not when they joined. Whoever is seen first in the
    first weeks of a log that begins in mid-life had mostly joined before, and comes on as before;
    of a launch the first ones come less by the week. What tells them apart is known after
    `TOLD_WEEKS`; a younger log is taken for a launch.

    Parameters
    ----------
    triangle
        As `calibration.history.History.triangle`.
    seen
        Members seen first by day, shape ``(days,)``.
    reading
        Is told.

    Returns
    -------
    NDArray
        As `before`; who joined on the days of the log is `usual`.
    """
    if len(triangle) < TOLD_WEEKS:
        return nobody()
    week = triangle[:TOLD_WEEKS, :TOLD_WEEKS].astype(np.float64)
    fresh, total, first = np.diag(week), week.sum(axis=0), week[:2].sum(axis=0)
    soon, late = first[2:5].mean(), first[-3:].mean()
    level = total[-3:].mean() / max(total[1:4].mean(), 1.0)
    few = fresh[SEEN_WEEKS:].mean() <= FEW * fresh[:2].max()
    if soon < LEAST or late < STAYS * soon or not few or not 1 / STEADY <= level <= STEADY:
        return nobody()
    rate = _usual(seen)
    above = seen[: 7 * SEEN_WEEKS] - rate
    chance = 2 * math.sqrt(len(above[7:]) * rate)
    if above[7:].sum() < max(SLOWLY * float(above.sum()), chance):
        return nobody()
    came = float((total - fresh)[SEEN_WEEKS:].mean())
    members, days = _guessed(came, rate, 7, seen=float(above.sum()))
    reading.note(
        "earlier members",
        f"the log begins in mid-life: who is seen first in its first {SEEN_WEEKS} weeks comes on "
        f"as before; {members:,} joined before it, guessed over {days:,} days (--begins launch: "
        "nobody had)",
        f"日志始于社区中期：前 {SEEN_WEEKS} 周首次出现者的活跃并不衰减；推测此前 {days:,} 天内"
        f"加入 {members:,} 人（--begins launch：此前无人）",
        warning=True,
        rows=members,
    )
    return _spread(members, days)


def usual(seen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return who joined on each day of a log that begins in mid-life, of whom it saw first.

    In the first `SEEN_WEEKS` weeks, where nearly all who are seen first had joined before, as many
    as in the weeks that follow.

    Parameters
    ----------
    seen
        As `of_log` takes them; of `TOLD_WEEKS` weeks at least.
    """
    days = 7 * SEEN_WEEKS
    joined = np.floor(_usual(seen) * np.arange(days + 1) + 0.5).astype(np.int64)
    return np.concatenate([np.diff(joined), seen[days:]])


def _usual(seen: NDArray[np.int64]) -> float:
    # The last week may end six days early: the first day's week counts from its Monday.
    return float(seen[7 * SEEN_WEEKS : 7 * TOLD_WEEKS - 6].mean())


def _guessed(came: float, rate: float, step: int, seen: float = 0.0) -> tuple[int, int]:
    """Return how many had joined before, and over how many days, to make those who come again."""
    ratio = came / max(rate * RETURNING[step], 1e-9)
    days = int(min(max(math.ceil(min(ratio, 1e3) ** 2), 7), MOST_DAYS))
    return round(max(rate * days, FEWEST[step] * came, seen)), days


def nobody() -> NDArray[np.int64]:
    """Return that nobody joined before: a launch."""
    return np.zeros(0, np.int64)


def _spread(members: int, days: int) -> NDArray[np.int64]:
    return np.diff(members * np.arange(days + 1) // days)
