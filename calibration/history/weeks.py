"""Figures by week: how their rows are told from days, which weeks are whole, days from weeks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from calibration.history.columns import plain
from calibration.history.figure_cells import refuse_first
from calibration.history.reading import Reading
from calibration.history.table import Table

if TYPE_CHECKING:
    import polars as pl

WEEK: Final = 7

MONTH: Final = (28, 31)
"""Days from one row to the next by which figures are monthly."""

COMPARED: Final = 8
"""Weeks before the last one that tell whether it is over."""

PART: Final = 0.6
"""A last week with less than this part of the least of these, in every figure, is not over."""

LEAST: Final = 10.0
"""Mean actives of these weeks, below which chance alone may do that."""

_ISO: Final = re.compile(r"\s*(\d{4})(?:-?W|年第|-第|[年-](?=\d{1,2}周))(\d{1,2})周?\s*")
_RANGE: Final = r"^\s*(.*?\d)\s*(?:~|～|至|–|—|\.\.| - | to )\s*\d.*$"
_END: Final = ("week_ending", "week_end", "周结束", "周结束日期")
_DAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def refuse_numbers(source: Table, table: pl.DataFrame) -> None:
    """Refuse weeks or days by their number alone: nobody knows of which year.

    Raises
    ------
    InputError
        With the line of the first.
    """
    import polars as pl

    numbers = table["date"].cast(pl.String).cast(pl.Int64, strict=False)
    few = numbers.is_between(0, 366).fill_null(False).arg_true()
    refuse_first(
        source, table, few, "date",
        lambda row: f"{numbers[row]} is no date; write the first day, like 2024-01-29, or the "
        "week, like 2024-W05",
    )  # fmt: skip


def first_days(column: pl.Series, reading: Reading) -> pl.Series:
    """Return dates where weeks are written like ``2024-W05`` or ``2024-01-29 ~ 2024-02-04``."""
    import polars as pl

    if column.dtype != pl.String or column.is_null().all():
        return column
    texts = column.to_list()
    found = [_monday(text) for text in texts]
    if all(found):
        reading.note(
            "iso weeks", "weeks by number are those of ISO 8601, from Monday on",
            "周次按 ISO 8601 计，自周一起",
        )  # fmt: skip
        return pl.Series(column.name, found, pl.Date)
    first = column.str.extract(_RANGE, 1)
    return column if first.has_nulls() else first


def _monday(text: str | None) -> date | None:
    found = _ISO.fullmatch(text or "")
    try:
        return found and date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None


def step_of(source: Table, table: pl.DataFrame, days: pl.Series) -> int:
    """Return the days from one row to the next, 1 or 7, by what is usual.

    Raises
    ------
    InputError
        If rows are months, or a day or week is missing; names the line.
    """
    steps = days.diff().dt.total_days()
    usual = int(steps.median() or 1)  # type: ignore[arg-type]
    months = (steps >= 0).arg_true()[: MONTH[0] <= usual <= MONTH[1]]
    refuse_first(source, table, months, "date", lambda _: f"a row a month; {_NEEDED}")
    if usual != WEEK:
        refuse_first(
            source, table, (steps > 1).arg_true(), "date",
            lambda row: f"no row for {days[row] - timedelta(days=1)}; every day needs one, with 0 "
            "where nothing happened",
        )  # fmt: skip
        return 1
    whole = steps.to_numpy()[1:] == WEEK
    # The first and the last row may be the parts of a week that the figures begin and end in.
    ends = np.zeros(len(whole), np.bool_)
    ends[[0, -1]] = steps.to_numpy()[1:][[0, -1]] < WEEK
    refuse_first(
        source, table, np.flatnonzero(~whole & ~ends) + 1, "date",
        lambda row: f"{days[row]} is {steps[row]} days after {days[row - 1]}; every week needs a "
        "row, with 0 where nothing happened",
    )  # fmt: skip
    return WEEK


_NEEDED: Final = (
    "figures need a row for every day or every week; or give an event log (member,timestamp,event)"
)


def begin(days: pl.Series, heading: str, reading: Reading) -> pl.Series:
    """Return the first day of each week, and tell what was taken for it."""
    import polars as pl

    at_end = plain(heading) in _END
    days = days.dt.offset_by("-6d") if at_end else days
    first: date = days[1] if len(days) > 2 else days[0]
    name = f"{first:%A}"
    why = " (each date is a week's last day)" if at_end else ""
    why_zh = "（日期为每周最后一天）" if at_end else ""
    reading.note(
        "weekly",
        f"a row a week, from {name} on{why}; actives are the members of a week",
        f"每周一行，自{_DAYS[first.weekday()]}起{why_zh}；活跃人数按周计",
    )
    return days.cast(pl.Date)


def whole_weeks(weekly: pl.DataFrame, reading: Reading, *, keep_last: bool) -> pl.DataFrame:
    """Leave out a first and a last week that are not whole, and tell.

    A row is a part of a week where the next one begins before seven days are over; the last one
    also where every figure falls short of all the weeks before by much.

    Parameters
    ----------
    weekly
        A row a week: ``date, active_members, new_members`` and others.
    reading
        Is told.
    keep_last
        Whether a last week that falls short counts all the same.
    """
    steps = weekly["date"].diff().dt.total_days().to_numpy()[1:]
    first = int(len(steps) > 1 and steps[0] < WEEK)
    last = weekly.height - int(len(steps) > 1 and steps[-1] < WEEK)
    if last == weekly.height and not keep_last and _falls_short(weekly[first:]):
        last -= 1
    left = [weekly["date"][row] for row in (*range(first), *range(last, weekly.height))]
    if left:
        shown = ", ".join(str(day) for day in left)
        reading.note(
            "partial week",
            f"the week of {shown} is not whole and does not count",
            f"始于 {shown} 的一周不完整，不计入",
            warning=True,
            rows=len(left),
        )
    return weekly[first:last]


def _falls_short(weekly: pl.DataFrame) -> bool:
    """Whether the last row has far less of everything than each of those before."""
    names = [name for name in ("active_members", "new_members", "contributions")
             if name in weekly.columns]  # fmt: skip
    if weekly.height <= COMPARED or float(weekly["active_members"][-COMPARED:].mean()) < LEAST:  # type: ignore[arg-type]
        return False
    recent = weekly.select(names).tail(COMPARED + 1).to_numpy()
    return bool((recent[-1] < PART * recent[:-1].min(axis=0)).all())


def spread(weekly: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of days that make those of weeks, actives left out.

    Counts stay whole: of seven joiners each day has one, of three every other.
    """
    import polars as pl

    first: date = weekly["date"][0]
    days = [first + timedelta(days=k) for k in range(WEEK * weekly.height)]
    columns: dict[str, pl.Series | list[date]] = {"date": days}
    for name in weekly.columns:
        if name in ("date", "active_members"):
            continue
        sums = weekly[name].to_numpy()
        columns[name] = pl.Series(
            name, np.repeat(sums / WEEK, WEEK) if sums.dtype.kind == "f" else _shared(sums)
        )
    return pl.DataFrame(columns)


def _shared(sums: NDArray[np.int64]) -> NDArray[np.int64]:
    upto = (sums[:, None] * np.arange(WEEK + 1) + WEEK // 2) // WEEK
    return np.diff(upto, axis=1).ravel()
