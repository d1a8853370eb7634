"""A history from figures: daily counts, with the cohort triangle and trailing windows beside."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from calibration.history.measure import WINDOW_COLUMNS
from calibration.history.record import History, monday
from calibration.history.text import Source, require_columns
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

REQUIRED: Final = ("date", "active_members", "new_members")
"""Columns that daily figures must have; other columns of whole numbers are kept."""

MAX_DAYS: Final = 36_600

TRIANGLE_FILE: Final = "triangle.csv"
WINDOWS_FILE: Final = "windows.csv"
"""Files looked for beside the daily figures."""


def read_figures(path: Path) -> History:
    """Read daily figures and what lies beside them.

    Parameters
    ----------
    path
        CSV (also gzipped) with at least ``date, active_members, new_members``, one row for every
        day, in order. Beside it ``triangle.csv`` (``cohort``, then one column for each age in
        weeks; blank means not observed) and, optionally, ``windows.csv`` (columns
        `calibration.history.measure.WINDOW_COLUMNS`).

    Returns
    -------
    History
        ``contributions`` is posts plus comments where the figures do not give it.

    Raises
    ------
    InputError
        If a file is not such a table, or the two disagree; names the line.
    """
    import polars as pl

    daily = _daily(Source(path))
    if "contributions" not in daily.columns and {"posts", "comments"} <= set(daily.columns):
        daily = daily.with_columns(contributions=pl.col("posts") + pl.col("comments"))
    windows = path.with_name(WINDOWS_FILE)
    return History(
        source=str(path),
        daily=daily,
        triangle=_triangle(Source(path.with_name(TRIANGLE_FILE)), daily),
        windows=_windows(Source(windows)) if windows.exists() else None,
    )


def _dates(source: Source, table: pl.DataFrame, column: str) -> pl.Series:
    """A column of dates, checked to be dates in strictly increasing order."""
    import polars as pl

    days = table[column].cast(pl.String).str.to_date("%Y-%m-%d", strict=False)
    unread = days.is_null()
    bad = (unread | (days.diff().dt.total_days() <= 0).fill_null(False)).arg_true()
    if not len(bad):
        return days
    row = int(bad[0])
    if unread[row]:
        message = f"{table[column][row]!r} is not a date like 2016-07-04"
    else:
        message = f"{days[row]} is not after {days[row - 1]}; sort the rows by {column}"
    line = source.line(int(table["row"][row]))
    raise InputError(message, file=source.name, line=line, field=column)


def _whole(source: Source, table: pl.DataFrame, column: str) -> pl.Series:
    """A column of whole numbers, at least 0."""
    import polars as pl

    text = table[column].cast(pl.String)
    numbers = text.cast(pl.Int64, strict=False)
    bad = (numbers.is_null() | (numbers < 0)).arg_true()
    if len(bad):
        row = int(bad[0])
        raise InputError(
            f"{text[row]!r} is not a whole number of at least 0",
            file=source.name,
            line=source.line(int(table["row"][row])),
            field=column,
        )
    return numbers


def _table(source: Source, wanted: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    scan = source.scan()
    names = [name for name in scan.collect_schema().names() if name != "row"]
    require_columns(names, wanted, source.name)
    table = source.collect(scan.filter(~pl.all_horizontal(pl.col(names).is_null())))
    if table.is_empty():
        raise InputError("empty: a header and no row", file=source.name)
    if table.height > MAX_DAYS:
        raise InputError(f"{table.height:,} rows; at most {MAX_DAYS:,}", file=source.name)
    return table


def _daily(source: Source) -> pl.DataFrame:
    import polars as pl

    table = _table(source, REQUIRED)
    days = _dates(source, table, "date")
    gap = (days.diff().dt.total_days() > 1).arg_true()
    if len(gap):
        row = int(gap[0])
        raise InputError(
            f"no row for {days[row] - timedelta(days=1)}; every day needs one, with 0 where "
            "nothing happened",
            file=source.name,
            line=source.line(int(table["row"][row])),
            field="date",
        )
    counts = [name for name in table.columns if name not in ("row", "date")]
    daily = pl.DataFrame({"date": days, **{name: _whole(source, table, name) for name in counts}})
    above = (daily["new_members"] > daily["active_members"]).arg_true()
    if len(above):
        row = int(above[0])
        raise InputError(
            f"{daily['new_members'][row]} new members of {daily['active_members'][row]} active; "
            "a new member is active on the first day",
            file=source.name,
            line=source.line(int(table["row"][row])),
            field="new_members",
        )
    return daily


def _triangle(source: Source, daily: pl.DataFrame) -> NDArray[np.int64]:
    """The triangle by calendar week, checked against the daily figures."""
    import polars as pl

    if not source.path.exists():
        raise InputError(
            f"daily figures need the weekly cohort triangle beside them: no {TRIANGLE_FILE}; "
            "or give an event log (member,timestamp,event)",
            file=source.name,
        )
    table = _table(source, ("cohort", "0"))
    cohorts = _dates(source, table, "cohort")
    first: date = daily["date"][0]
    origin = monday(first)
    weeks = ((first + timedelta(days=daily.height)) - origin).days // 7
    expected = [origin + timedelta(weeks=k) for k in range(weeks)]
    if cohorts.to_list() != expected:
        raise InputError(
            f"{len(cohorts)} cohorts from {cohorts[0]} to {cohorts[-1]}; the daily figures have "
            f"{weeks} whole weeks from {origin}, one cohort for each Monday",
            file=source.name,
            field="cohort",
        )
    ages = [str(age) for age in range(weeks)]
    require_columns(table.columns, ages, source.name)
    cells = table.select(pl.col(ages).cast(pl.String)).to_numpy()
    counts = np.zeros((weeks, weeks), np.int64)
    for row in range(weeks):
        for age in range(weeks - row):
            text = cells[row, age]
            if text is None or not text.isdecimal():
                raise InputError(
                    f"{text!r} is not a whole number of at least 0; this week was observed",
                    file=source.name,
                    line=source.line(int(table["row"][row])),
                    field=str(age),
                )
            counts[row, row + age] = int(text)
    return _check_joiners(source, table, counts, daily)


def _check_joiners(
    source: Source, table: pl.DataFrame, counts: NDArray[np.int64], daily: pl.DataFrame
) -> NDArray[np.int64]:
    """Every cohort's size must be the new members of its week."""
    lead = daily["date"][0].weekday()
    joined = np.concatenate([np.zeros(lead, np.int64), daily["new_members"].to_numpy()])
    weekly = joined[: 7 * len(counts)].reshape(-1, 7).sum(axis=1)
    wrong = np.flatnonzero(np.diag(counts) != weekly)
    if len(wrong):
        row = int(wrong[0])
        raise InputError(
            f"{counts[row, row]} members in this cohort, but the daily figures have "
            f"{weekly[row]} new members in its week",
            file=source.name,
            line=source.line(int(table["row"][row])),
            field="0",
        )
    return counts


def _windows(source: Source) -> pl.DataFrame:
    import polars as pl

    table = _table(source, WINDOW_COLUMNS)
    columns: dict[str, pl.Series] = {"until": _dates(source, table, "until")}
    for name in WINDOW_COLUMNS[1:]:
        if name in ("days", "contributors", "contributions", "joiners"):
            columns[name] = _whole(source, table, name)
            continue
        text = table[name].cast(pl.String)
        share = text.cast(pl.Float64, strict=False)
        good = text.is_null() | share.is_between(0, 1).fill_null(False)
        bad = (~good).arg_true()
        if len(bad):
            row = int(bad[0])
            raise InputError(
                f"{text[row]!r} is not a share from 0 to 1",
                file=source.name,
                line=source.line(int(table["row"][row])),
                field=name,
            )
        columns[name] = share
    return pl.DataFrame(columns)
