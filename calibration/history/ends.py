"""Where a log begins and ends: stray dates, empty stretches, a last day that is cut off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, cast

import numpy as np

from calibration.history.reading import Note, Reading
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from calibration.history.table import Table

LastDay = Literal["told", "keep"]
"""Whether the last day counts: as the log tells, or in any case."""

Stray = Literal["refuse", "drop", "keep"]
"""What becomes of events that a long empty stretch parts from the rest."""

LONG: Final = 365
"""Days of emptiness that part a handful of events from the rest."""

HANDFUL: Final = 100
"""Events that are a handful at most, if they are no more than `FEW` of all."""

FEW: Final = 0.01

MAX_DAYS: Final = 36_600
"""Days of a log: a century."""

SILENT: Final = 28
"""Empty days within a log that are told."""

COMPARED: Final = 28
"""Days before the last one that tell whether it is over."""

_LEAST_DAYS: Final = 7
_LEAST_LATER: Final = 5.0


@dataclass(frozen=True, slots=True)
class Strays:
    """Events far from the rest.

    Attributes
    ----------
    first, last
        The days of the rest, both included.
    events
        How many lie outside.
    gap
        Days of emptiness between them and the rest.
    day
        One of their days.
    """

    first: date
    last: date
    events: int
    gap: int
    day: date


def strays(days: pl.Series) -> Strays | None:
    """Find events that a long empty stretch parts from the rest.

    Parameters
    ----------
    days
        The day of each event, in any order.

    Returns
    -------
    Strays or None
        None where there are none: no stretch of `LONG` days, or no mere handful beyond it.
    """
    counted = days.value_counts().sort(days.name)
    dates, counts = counted[days.name].to_list(), counted["count"].to_numpy()
    gaps = np.array([(b - a).days - 1 for a, b in pairwise(dates)], np.int64)
    handful = max(1, min(HANDFUL, int(FEW * len(days))))
    before = np.cumsum(counts)[:-1]
    low = np.flatnonzero((gaps >= LONG) & (before <= handful))
    high = np.flatnonzero((gaps >= LONG) & (len(days) - before <= handful))
    if len(days) <= 2 or not (len(low) or len(high)):
        return None
    start = int(low[-1]) + 1 if len(low) else 0
    end = int(high[0]) if len(high) else len(dates) - 1
    if start > end:
        return None
    return Strays(
        first=dates[start],
        last=dates[end],
        events=int(counts[:start].sum() + counts[end + 1 :].sum()),
        gap=int(max(gaps[start - 1] if start else 0, gaps[end] if end < len(gaps) else 0)),
        day=dates[start - 1] if start else dates[end + 1],
    )


def silences(days: pl.Series) -> list[Note]:
    """Tell of long empty stretches within a log."""
    dates = days.unique().sort().to_list()
    gaps = [
        (a + timedelta(days=1), (b - a).days - 1)
        for a, b in pairwise(dates)
        if (b - a).days > SILENT
    ]
    if not gaps:
        return []
    longest = sorted(gaps, key=lambda gap: -gap[1])[:3]
    shown = ", ".join(f"{first} ({length:,} d)" for first, length in longest)
    shown_zh = "，".join(f"{first}（{length:,} 天）" for first, length in longest)
    return [
        Note(
            "silence",
            f"no event at all for {SILENT} days or more, {len(gaps):,} times: from {shown}; they "
            "count as days on which nobody came",
            f"至少 {SILENT} 天没有任何事件，共 {len(gaps):,} 次：始于 {shown_zh}；"
            "这些天按无人活跃计",
            warning=True,
        )
    ]


def cut_short(local: pl.Series) -> tuple[date, str] | None:
    """Tell whether the log ends within its last day.

    It does if on every one of the `COMPARED` days before (`_LEAST_DAYS` at least) events went on
    after the clock at which the log ends, five a day or more in the mean: less is left to chance.

    Parameters
    ----------
    local
        The local clock of each event.

    Returns
    -------
    tuple or None
        The unfinished day and the clock of its last event.
    """
    import polars as pl

    first, end = cast("datetime", local.min()), cast("datetime", local.max())
    last = end.date()
    recent = local.filter(local.dt.date() >= last - timedelta(days=COMPARED)).to_frame("at")
    later = (
        recent.group_by(day=pl.col("at").dt.date())
        .agg(later=(pl.col("at").dt.time() > end.time()).sum())
        .filter(pl.col("day") < last)
    )
    compared = min(COMPARED, (last - first.date()).days)
    counts = later["later"].to_numpy()
    if compared < _LEAST_DAYS or len(counts) < compared or not counts.all():
        return None
    if counts.mean() < _LEAST_LATER:
        return None
    return last, f"{end:%H:%M}"


def without_strays(
    source: Table, table: pl.DataFrame, stray: Stray, reading: Reading
) -> pl.DataFrame:
    """Refuse, leave out or keep events far from the rest, and tell what is silent.

    Raises
    ------
    InputError
        If there are such events and they are refused, or the log is longer than `MAX_DAYS`.
    """
    import polars as pl

    found = strays(table["day"])
    if found is not None:
        inside = pl.col("day").is_between(found.first, found.last)
        if stray == "refuse":
            row = int(table.filter(pl.col("day") == found.day)["row"][0])
            raise InputError(
                f"{found.day} lies {found.gap:,} empty days from the rest, {found.first} to "
                f"{found.last} ({found.events:,} of {table.height:,} events do); mend the date, or "
                "allow it: stray dates drop or keep",
                file=source.name,
                line=source.line(row),
                field="timestamp",
            )
        drop = stray == "drop"
        reading.note(
            "dropped: stray date" if drop else "stray",
            f"{found.events:,} events {'left out' if drop else 'kept'}: {found.gap:,} empty days "
            f"from the rest, {found.first} to {found.last}",
            f"{found.events:,} 个事件{'未采用' if drop else '予以保留'}：与其余数据"
            f"（{found.first} 至 {found.last}）相隔 {found.gap:,} 天",
            warning=True,
            rows=found.events,
        )
        if drop:
            table = table.filter(inside)
    days: pl.Series = table["day"]
    first, last = cast("date", days.min()), cast("date", days.max())
    if (last - first).days > MAX_DAYS:
        raise InputError(f"from {first} to {last}: more than a century", file=source.name)
    reading.add(silences(days))
    return table


def is_over(local: pl.Series, last_day: LastDay, reading: Reading) -> bool:
    """Whether the last day counts: the log reaches its end, or it does in any case."""
    cut = None if last_day == "keep" else cut_short(local)
    if cut is None:
        return True
    day, clock = cut
    reading.note(
        "partial last day",
        f"the log ends on {day} at {clock}, and on the days before events went on after that "
        "time: this day is not over and does not count",
        f"日志止于 {day} {clock}，而此前每天在该时刻之后仍有事件：最后一天不完整，不计入",
        warning=True,
    )
    return False
