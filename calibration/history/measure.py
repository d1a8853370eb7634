"""What a table of member-days says: the cohort triangle, retention, concentration."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from calibration.history.record import monday

if TYPE_CHECKING:
    import polars as pl

WINDOW_DAYS: Final = 364
"""Length of a trailing window: 52 whole weeks."""

RETENTION: Final = {"d1": (1, 1), "d7": (7, 7), "w1": (7, 13), "w4": (28, 34)}
"""Retention measures: active on any of the days from .. to after the first (both included)."""

WINDOW_COLUMNS: Final = (
    "until",
    "days",
    "contributors",
    "contributions",
    "top1_share",
    "top10_share",
    "joiners",
    *RETENTION,
)
"""Columns of a trailing window."""


def triangle(member_days: pl.DataFrame, start: date, end: date) -> NDArray[np.int64]:
    """Members active by week of first activity and calendar week.

    Parameters
    ----------
    member_days
        One row for each member and day of activity: ``member, day, joined``; ``joined`` is the
        member's first such day.
    start, end
        First day of the history; the date after its last day.

    Returns
    -------
    NDArray
        int64, shape ``(weeks, weeks)``: the weeks from the Monday of `start` that ended by `end`.
    """
    import polars as pl

    origin = monday(start)
    weeks = (end - origin).days // 7
    cells = (
        member_days.select(
            "member",
            cohort=(pl.col("joined") - origin).dt.total_days() // 7,
            week=(pl.col("day") - origin).dt.total_days() // 7,
        )
        .filter(pl.col("week") < weeks)
        .unique()
        .group_by("cohort", "week")
        .len()
    )
    counts = np.zeros((weeks, weeks), np.int64)
    counts[cells["cohort"].to_numpy(), cells["week"].to_numpy()] = cells["len"].to_numpy()
    return counts


def top_share(counts: NDArray[np.integer], share: float) -> float:
    """Part of a total that its largest contributors make.

    Parameters
    ----------
    counts
        Contributions by member, shape ``(members,)``; zeros do not count as contributors.
    share
        How many of the contributors, 0 to 1; their number is rounded up.

    Returns
    -------
    float
        0 to 1; NaN when nobody contributed.
    """
    ordered = np.sort(counts[counts > 0])[::-1]
    if not len(ordered):
        return math.nan
    return float(ordered[: max(1, math.ceil(share * len(ordered)))].sum() / ordered.sum())


def retention(
    member_days: pl.DataFrame, begin: date, end: date, low: int, high: int
) -> float | None:
    """Share of joiners active on any of the days ``low .. high`` after their first.

    Parameters
    ----------
    member_days
        As in `triangle`.
    begin, end
        Joiners of the days ``begin <= joined`` whose day ``high`` was over when `end` began.
    low, high
        Days after the first, both included, at least 1.

    Returns
    -------
    float or None
        None when there were no such joiners.
    """
    import polars as pl

    joiners = member_days.filter(
        (pl.col("joined") >= begin) & (pl.col("joined") < end - timedelta(days=high))
    )
    if joiners.is_empty():
        return None
    age = (joiners["day"] - joiners["joined"]).dt.total_days()
    return joiners.filter(age.is_between(low, high))["member"].n_unique() / (
        joiners["member"].n_unique()
    )


def window(member_days: pl.DataFrame, begin: date, until: date) -> dict[str, object]:
    """Concentration and retention of one window of days, as known when ``until`` began.

    Parameters
    ----------
    member_days
        As in `triangle`, with ``contributions``, the member's contributions of the day.
    begin, until
        The window's first day and the day after its last.

    Returns
    -------
    dict
        One value for each of `WINDOW_COLUMNS`; None where undefined.
    """
    import polars as pl

    inside = member_days.filter((pl.col("day") >= begin) & (pl.col("day") < until))
    by_member = inside.group_by("member").agg(pl.col("contributions").sum())
    counts = by_member.filter(pl.col("contributions") > 0)["contributions"].to_numpy()
    seen = member_days.filter(pl.col("day") < until)
    return {
        "until": until,
        "days": (until - begin).days,
        "contributors": len(counts),
        "contributions": int(counts.sum()),
        "top1_share": top_share(counts, 0.01) if len(counts) else None,
        "top10_share": top_share(counts, 0.10) if len(counts) else None,
        "joiners": seen.filter(pl.col("joined") >= begin)["member"].n_unique(),
        **{
            name: retention(seen, begin, until, low, high)
            for name, (low, high) in RETENTION.items()
        },
    }


def windows(member_days: pl.DataFrame, start: date, end: date) -> pl.DataFrame:
    """One trailing window for the first day of each month, at most `WINDOW_DAYS` long."""
    import polars as pl

    firsts = [
        day
        for day in (start + timedelta(days=k) for k in range(1, (end - start).days + 1))
        if day.day == 1
    ]
    rows = [
        window(member_days, max(start, until - timedelta(days=WINDOW_DAYS)), until)
        for until in firsts
    ]
    whole = {"days", "contributors", "contributions", "joiners"}
    schema: dict[str, pl.DataType] = {
        name: pl.Date() if name == "until" else pl.Int64() if name in whole else pl.Float64()
        for name in WINDOW_COLUMNS
    }
    return pl.DataFrame(rows, schema=schema)
