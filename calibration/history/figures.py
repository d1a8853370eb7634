"""A history from figures: daily counts, with the cohort triangle and trailing windows beside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from calibration.history.cells import quoted
from calibration.history.columns import Columns, match
from calibration.history.measure import WINDOW_COLUMNS
from calibration.history.reading import Reading
from calibration.history.record import History, monday
from calibration.history.rules import Rules
from calibration.history.sources import table_of
from calibration.history.table import Table, Uneven, require_columns
from calibration.history.times import moments
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

REQUIRED: Final = ("date", "active_members", "new_members")
"""Columns that daily figures must have; other columns of whole numbers are kept."""

KNOWN: Final = ("active_members", "new_members", "registrations", "posts", "comments", "bounties",
                "contributions")  # fmt: skip
"""Columns that must be counts; others are kept if they are."""

MAX_DAYS: Final = 36_600

TRIANGLE_FILE: Final = "triangle.csv"
WINDOWS_FILE: Final = "windows.csv"
"""Files looked for beside the daily figures."""


def read_figures(source: Table | str | Path, rules: Rules | None = None) -> History:
    """Read daily figures and what lies beside them.

    Parameters
    ----------
    source
        A table with at least ``date, active_members, new_members`` (headings as in
        `calibration.history.columns.ROLES`), one row for every day. Beside the file
        ``triangle.csv``: wide (``cohort``, then one column for each age in weeks; blank means not
        observed) or long (``cohort, age, members``); and, optionally, ``windows.csv`` (columns
        `calibration.history.measure.WINDOW_COLUMNS`).
    rules
        The columns and the order of dates.

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

    source = source if isinstance(source, Table) else table_of(source)
    rules = rules or Rules()
    reading = Reading(source.name, "daily figures")
    columns = match(source.columns(), REQUIRED, rules.columns, source.name)
    reading.add([*source.notes(), columns.note()])
    daily = _daily(source, columns, rules, reading)
    if "contributions" not in daily.columns and {"posts", "comments"} <= set(daily.columns):
        daily = daily.with_columns(contributions=pl.col("posts") + pl.col("comments"))
    beside = Path(getattr(source, "path", TRIANGLE_FILE))
    triangle, windows = beside.with_name(TRIANGLE_FILE), beside.with_name(WINDOWS_FILE)
    return History(
        source=source.name,
        daily=daily,
        triangle=read_triangle(table_of(triangle), daily) if triangle.exists() else None,
        windows=_windows(table_of(windows)) if windows.exists() else None,
        reading=reading,
    )


def _dates(source: Table, table: pl.DataFrame, column: str) -> pl.Series:
    """A column of dates, checked to be dates in strictly increasing order."""

    days = moments(table[column], "UTC", file=source.name).local.dt.date()
    unread = days.is_null()
    bad = (unread | (days.diff().dt.total_days() <= 0).fill_null(False)).arg_true()
    _refuse_first(
        source, table, bad, column,
        lambda row: f"{quoted(table[column][row])} is not a date like 2016-07-04"
        if unread[row]
        else f"{days[row]} is not after {days[row - 1]}; sort the rows by {column}",
    )  # fmt: skip
    return days


def _whole(source: Table, table: pl.DataFrame, column: str) -> pl.Series:
    """A column of whole numbers, at least 0."""
    import polars as pl

    text = table[column].cast(pl.String)
    numbers = text.str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
    bad = (numbers.is_null() | (numbers < 0)).arg_true()
    _refuse_first(
        source, table, bad, column,
        lambda row: f"{quoted(text[row])} is not a whole number of at least 0",
    )  # fmt: skip
    return numbers


def _share(source: Table, table: pl.DataFrame, column: str) -> pl.Series:
    """A column of shares, 0 to 1; may have gaps."""
    import polars as pl

    text = table[column].cast(pl.String)
    share = text.cast(pl.Float64, strict=False)
    good = text.is_null() | share.is_between(0, 1).fill_null(False)
    _refuse_first(
        source, table, (~good).arg_true(), column,
        lambda row: f"{quoted(text[row])} is not a share from 0 to 1",
    )  # fmt: skip
    return share


def _refuse_first(
    source: Table,
    table: pl.DataFrame,
    wrong: pl.Series | NDArray[np.int64],
    field: str,
    told: Callable[[int], str],
) -> None:
    """Raise `InputError` for the first of the rows that are wrong, if any are."""
    if len(wrong):
        row = int(wrong[0])
        line = source.line(int(table["row"][row]))
        raise InputError(told(row), file=source.name, line=line, field=field)


def _table(source: Table, wanted: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    scan = source.scan()
    names = [name for name in scan.collect_schema().names() if name != "row"]
    require_columns(names, wanted, source.name)
    try:
        table = source.collect(scan.filter(~pl.all_horizontal(pl.col(names).is_null())))
    except Uneven as uneven:
        row = min(uneven.widths, default=0)
        message = uneven.told(row) if uneven.widths else "quotes stand within fields"
        raise InputError(message, file=source.name, line=source.line(row)) from None
    if table.is_empty():
        raise InputError("empty: a header and no row", file=source.name)
    if table.height > MAX_DAYS:
        raise InputError(f"{table.height:,} rows; at most {MAX_DAYS:,}", file=source.name)
    return table


def _daily(source: Table, columns: Columns, rules: Rules, reading: Reading) -> pl.DataFrame:
    import polars as pl

    require_columns(
        [*columns.used, *(name for name in columns.left if name not in columns.used)],
        REQUIRED,
        source.name,
    )
    heading = {heading: role for role, heading in columns.used.items()}
    table = _table(source, tuple(heading)).rename(heading)
    stamps = moments(table["date"], "UTC", day_first=rules.day_first, file=source.name)
    reading.add(stamps.notes)
    reading.rows = table.height
    dates = stamps.local.dt.date()
    if not dates.has_nulls() and dates.n_unique() == len(dates) and not dates.is_sorted():
        table = table.with_columns(date=dates).sort("date")
        reading.note("sorted", "the rows were not in order; sorted", "各行不按时间排列，已排序")
    elif not dates.has_nulls():
        table = table.with_columns(date=dates)
    days = _dates(source, table, "date")
    _refuse_gaps(source, table, days)
    counts = [name for name in table.columns if name not in ("row", "date")]
    left = [name for name in counts if name not in KNOWN and not _is_whole(table[name])]
    if left:
        shown = ", ".join(left)
        reading.note(
            "left", f"columns left, since they are no counts: {shown}",
            f"未采用的列（不是计数）：{shown}",
        )  # fmt: skip
    series = {name: _whole(source, table, name) for name in counts if name not in left}
    daily = pl.DataFrame({"date": days, **series})
    above = (daily["new_members"] > daily["active_members"]).arg_true()
    _refuse_first(
        source, table, above, "new_members",
        lambda row: f"{daily['new_members'][row]} new members of {daily['active_members'][row]} "
        "active; a new member is active on the first day",
    )  # fmt: skip
    return daily


def _refuse_gaps(source: Table, table: pl.DataFrame, days: pl.Series) -> None:
    steps = days.diff().dt.total_days()
    gap = (steps > 1).arg_true()
    weekly = len(days) > 2 and (steps.drop_nulls() == 7).all()
    _refuse_first(
        source, table, gap, "date",
        lambda row: "a row a week; daily figures need a row for every day, or give an event log "
        "(member,timestamp,event)"
        if weekly
        else f"no row for {days[row] - timedelta(days=1)}; every day needs one, with 0 "
        "where nothing happened",
    )  # fmt: skip


def _is_whole(column: pl.Series) -> bool:
    import polars as pl

    whole = column.cast(pl.String).str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
    return bool((whole >= 0).fill_null(False).all())


def read_triangle(source: Table, daily: pl.DataFrame) -> NDArray[np.int64]:
    """Return the triangle by calendar week, checked against the daily figures.

    Parameters
    ----------
    source
        ``triangle.csv``, wide or long.
    daily
        The daily figures.

    Raises
    ------
    InputError
        If it is no triangle, or not this community's.
    """
    import polars as pl

    table = _wide(source)
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
                    f"{quoted(text)} is not a whole number of at least 0; this week was observed",
                    file=source.name,
                    line=source.line(int(table["row"][row])),
                    field=str(age),
                )
            counts[row, row + age] = int(text)
    return _check_joiners(source, table, counts, daily)


def _wide(source: Table) -> pl.DataFrame:
    """The triangle with a column for each age, whichever way it is written."""
    import polars as pl

    long = match(source.columns(), ("cohort", "age", "members"), {}, source.name)
    if "0" in source.columns() or len(long.used) < 3:
        return _table(source, ("cohort", "0"))
    table = _table(source, tuple(long.used.values()))
    age = _whole(source, table, long["age"])
    cells = table.select(
        "row", cohort=long["cohort"], age=age.cast(pl.String), members=long["members"]
    )
    twice = cells.select(pl.struct("cohort", "age").is_duplicated()).to_series().arg_true()
    _refuse_first(
        source, table, twice, long["age"],
        lambda row: f"cohort {quoted(cells['cohort'][row])} has the age {cells['age'][row]} twice",
    )  # fmt: skip
    first = cells.group_by("cohort").agg(pl.col("row").min())
    wide = cells.drop("row").pivot("age", index="cohort", values="members")
    return wide.join(first, on="cohort").sort("cohort")


def _check_joiners(
    source: Table, table: pl.DataFrame, counts: NDArray[np.int64], daily: pl.DataFrame
) -> NDArray[np.int64]:
    """Every cohort's size must be the new members of its week."""
    lead = daily["date"][0].weekday()
    joined = np.concatenate([np.zeros(lead, np.int64), daily["new_members"].to_numpy()])
    weekly = joined[: 7 * len(counts)].reshape(-1, 7).sum(axis=1)
    wrong = np.flatnonzero(np.diag(counts) != weekly)
    _refuse_first(
        source, table, wrong, "0",
        lambda row: f"{counts[row, row]} members in this cohort, but the daily figures have "
        f"{weekly[row]} new members in its week",
    )  # fmt: skip
    return counts


def _windows(source: Table) -> pl.DataFrame:
    import polars as pl

    table = _table(source, WINDOW_COLUMNS)
    columns: dict[str, pl.Series] = {"until": _dates(source, table, "until")}
    for name in WINDOW_COLUMNS[1:]:
        whole = name in ("days", "contributors", "contributions", "joiners")
        columns[name] = (_whole if whole else _share)(source, table, name)
    return pl.DataFrame(columns)
