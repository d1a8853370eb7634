"""A history from figures: a row a day or a week, perhaps with the cohort triangle beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from calibration.history import midlife, weeks
from calibration.history.cohorts import read_triangle
from calibration.history.columns import ROLES, Columns, match, plain
from calibration.history.figure_cells import (
    dates,
    is_whole,
    money,
    refuse_first,
    rows_of,
    share,
    whole,
)
from calibration.history.measure import WINDOW_COLUMNS
from calibration.history.reading import Reading
from calibration.history.record import History
from calibration.history.rules import Rules
from calibration.history.sources import table_of
from calibration.history.table import Table, require_columns
from calibration.history.times import moments
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

REQUIRED: Final = ("date", "active_members", "new_members")
"""Columns that figures must have; other columns of whole numbers are kept."""

SAID: Final = ("posts", "comments", "contributions", "purchases", "revenue", "acts",
               "total_members")  # fmt: skip
"""Columns that say more."""

WRITTEN: Final = ("questions", "answers", "threads", "replies", "提问数", "回答数", "回复数")
"""Headings that make the posts together, where none has them all."""

COUNTS: Final = {*REQUIRED[1:], *SAID, "registrations", "bounties"} - {"revenue"}
"""Columns that must be counts; others are kept if they are."""

MOST: Final = 10**9
"""Members of a day or week at most; a longer number is no count."""

TRIANGLE_FILE: Final = "triangle.csv"
WINDOWS_FILE: Final = "windows.csv"
"""Files looked for beside the figures."""


def are_figures(names: list[str], rules: Rules, file: str) -> bool:
    """Whether headings are those of figures: a date and actives or joiners."""
    found = match(names, (*REQUIRED, "weekly_active"), rules.columns, file)
    return "date" in found and len(found.used) > 1


def read_figures(source: Table | str | Path, rules: Rules | None = None) -> History:
    """Read daily or weekly figures and what lies beside them.

    Parameters
    ----------
    source
        A table with at least ``date, active_members, new_members`` (headings as in
        `calibration.history.columns.ROLES`), one row for every day, or for every week: then the
        actives are those of a week. Beside the file may lie ``triangle.csv``: wide (``cohort``,
        then one column for each age in weeks; blank means not observed) or long (``cohort, age,
        members``); and ``windows.csv`` (columns `calibration.history.measure.WINDOW_COLUMNS`).
    rules
        The columns, the order of dates, and whether a last week that falls short counts.

    Returns
    -------
    History
        ``contributions`` is posts and comments where the figures do not give it; ``event_purchase``
        their purchases.

    Raises
    ------
    InputError
        If a file is not such a table, or the two disagree; names the line.
    """
    source = source if isinstance(source, Table) else table_of(source)
    rules = rules or Rules()
    reading = Reading(source.name, "daily figures")
    reading.add(source.notes())
    rows, step = _rows(source, rules, reading)
    found = match(source.columns(), ("date", *SAID), rules.columns, source.name)
    figures = _acts(rows, found, reading)
    active = None
    if step == weeks.WEEK:
        reading.kind = "weekly figures"
        figures = weeks.whole_weeks(figures, reading, keep_last=rules.last_day == "keep")
        active = figures["active_members"].to_numpy()
    daily = figures if active is None else weeks.spread(figures)
    beside = Path(getattr(source, "path", TRIANGLE_FILE))
    triangle, windows = beside.with_name(TRIANGLE_FILE), beside.with_name(WINDOWS_FILE)
    past = History(
        source=source.name,
        daily=daily.drop("total_members", strict=False),
        triangle=_triangle(triangle, daily, step) if triangle.exists() else None,
        windows=_windows(table_of(windows)) if windows.exists() else None,
        reading=reading,
        weekly=active,
    )
    if past.triangle is not None:
        return past
    _tell_alone(reading)
    if rules.begins == "launch":
        return past
    total = int(figures["total_members"][0]) if "total_members" in figures.columns else None
    seen = past.counts("new_members")
    return replace(past, earlier=midlife.before(past.active, seen, past.step, total, reading))


def _triangle(path: Path, daily: pl.DataFrame, step: int) -> NDArray[np.int64]:
    first: date = daily["date"][0]
    if step == weeks.WEEK and first.weekday():
        raise InputError(
            f"the weeks of a triangle begin on Monday, those of the figures on {first:%A}: give "
            "figures of such weeks, or leave the triangle out",
            file=str(path),
        )
    return read_triangle(table_of(path), daily)


def _tell_alone(reading: Reading) -> None:
    reading.note(
        "no triangle",
        "these figures show level, trend and posts, not who comes again: retention stays the "
        f"preset's ({TRIANGLE_FILE} beside them, or an event log, would show it)",
        f"这些数据显示水平、趋势和发帖，但看不出谁会再来：留存沿用预设值（旁附 {TRIANGLE_FILE} "
        "或提供事件日志即可拟合）",
        warning=True,
    )


def _rows(source: Table, rules: Rules, reading: Reading) -> tuple[pl.DataFrame, int]:
    """Return the figures by their roles in order of time, and the days from row to row."""
    names = source.columns()
    line = source.header_line
    when = match(names, ("date",), rules.columns, source.name, line=line)
    require_columns([*when.used, *names], ("date",), source.name, line)
    _columns(names, rules, source, weeks.WEEK if _has_weeks(names, rules, source) else 1)
    table = rows_of(source, (when["date"],)).rename({when["date"]: "date"})
    reading.rows = table.height
    weeks.refuse_numbers(source, table)
    stamps = moments(
        weeks.first_days(table["date"], reading), "UTC", day_first=rules.day_first,
        file=source.name,
    )  # fmt: skip
    reading.add(stamps.notes)
    days = stamps.local.dt.date()
    if not days.has_nulls():
        table = table.with_columns(date=days)
        if days.n_unique() == len(days) and not days.is_sorted():
            table = table.sort("date")
            reading.note("sorted", "the rows were not in order; sorted", "各行不按时间排列，已排序")
    days = dates(source, table, "date")
    step = weeks.step_of(source, table, days)
    columns = _columns(names, rules, source, step)
    reading.notes.insert(len(source.notes()), columns.note())
    heading = {heading: role for role, heading in columns.used.items() if role != "date"}
    if step == weeks.WEEK:
        days = weeks.begin(days, when["date"], reading)
    return _numbers(source, table.rename(heading).with_columns(date=days), reading), step


def _has_weeks(names: list[str], rules: Rules, source: Table) -> bool:
    return "weekly_active" in match(names, ("weekly_active",), rules.columns, source.name)


def _columns(names: list[str], rules: Rules, source: Table, step: int) -> Columns:
    """Find the roles of the headings; of weekly figures the actives are those of a week.

    Raises
    ------
    InputError
        If a column is missing, or a row a week holds the actives of a day: it would be taken for
        seven times what it is.
    """
    file, line = source.name, source.header_line
    by_week = match(
        names, ("date", "weekly_active", *REQUIRED[2:], *SAID), rules.columns, file, line=line
    )
    if step == weeks.WEEK and "weekly_active" in by_week:
        used = {
            "active_members" if role == "weekly_active" else role: heading
            for role, heading in by_week.used.items()
        }
        found = Columns(used, by_week.mapped, by_week.left)
        require_columns([*found.used, *found.left], REQUIRED, file, line)
        return found
    found = match(names, (*REQUIRED, *SAID), rules.columns, file, line=line)
    require_columns([*found.used, *found.left], REQUIRED, file, line)
    heading = found.used.get("active_members", "active_members")
    if step == weeks.WEEK and "active_members" not in rules.columns and plain(heading) in OF_A_DAY:
        raise InputError(
            f"a row a week, and {heading!r} holds the actives of a day; give the members active in "
            f"each week (wau), or a row a day; if they are of a week: --column "
            f"weekly_active={heading}",
            file=file,
            line=line,
        )
    return found


OF_A_DAY: Final = {word for word in ROLES["active_members"]
                   if word.startswith(("dau", "daily", "日活"))}  # fmt: skip
"""Headings of actives that are of a day beyond doubt."""


def _numbers(source: Table, table: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    import polars as pl

    names = [name for name in table.columns if name not in ("row", "date", "revenue")]
    left = [name for name in names if name not in COUNTS and not is_whole(source, table[name])]
    if left:
        shown = ", ".join(left)
        reading.note(
            "left", f"columns left, since they are no counts: {shown}",
            f"未采用的列（不是计数）：{shown}",
        )  # fmt: skip
    series = {name: whole(source, table, name) for name in names if name not in left}
    if "revenue" in table.columns:
        series["revenue"] = money(source, table, "revenue")
    figures = pl.DataFrame({"date": table["date"], **series})
    for name in [name for name in (*REQUIRED[1:], "total_members") if name in figures.columns]:
        refuse_first(
            source, table, (figures[name] > MOST).arg_true(), name,
            lambda _: f"a number too long to be one of members; at most {MOST:,}",
        )  # fmt: skip
    above = (figures["new_members"] > figures["active_members"]).arg_true()
    refuse_first(
        source, table, above, "new_members",
        lambda row: f"{figures['new_members'][row]} new members of "
        f"{figures['active_members'][row]} active; a new member is active on the first day",
    )  # fmt: skip
    return figures


def _acts(figures: pl.DataFrame, found: Columns, reading: Reading) -> pl.DataFrame:
    """Return figures with ``contributions`` and ``event_purchase`` as far as they are known."""
    import polars as pl

    parts = [name for name in figures.columns if plain(name) in WRITTEN]
    if "posts" not in figures.columns and parts:
        figures = figures.with_columns(posts=pl.sum_horizontal(parts))
        _tell(reading, "posts", " + ".join(parts))
    if "acts" in figures.columns:
        sold = "revenue" in figures.columns and "purchases" not in figures.columns
        taken = "purchases" if sold else "contributions"
        if not {"posts", "comments", "contributions", "purchases"} & set(figures.columns):
            figures = figures.with_columns(pl.col("acts").alias(taken))
            _tell(reading, taken, "acts")
            if not sold:
                _tell_unsold(reading, found["acts"])
    figures = figures.rename({"purchases": "event_purchase"}, strict=False)
    if "revenue" in figures.columns and "event_purchase" not in figures.columns:
        figures = figures.drop("revenue")
        reading.note(
            "revenue", "revenue is left: without a column of purchases nobody knows of how many",
            "收入未采用：没有购买次数列", warning=True,
        )  # fmt: skip
    written: list[str] = [n for n in ("contributions", "posts", "comments") if n in figures.columns]
    if "contributions" in written or not written:
        return figures
    return figures.with_columns(contributions=pl.sum_horizontal(written))


def _tell(reading: Reading, role: str, what: str) -> None:
    reading.note("guessed", f"{role} are {what} (guessed)", f"{role} 取自 {what}（推测）")


def _tell_unsold(reading: Reading, heading: str) -> None:
    """Say what to do where acts that were taken for posts were orders: no figure tells them."""
    reading.note(
        "acts",
        f"nothing tells posts from orders here; if {heading!r} counts orders: "
        f"--column purchases={heading}",
        f"数据看不出是发帖还是订单；若 {heading!r} 是订单数：--column purchases={heading}",
        warning=True,
    )


def _windows(source: Table) -> pl.DataFrame:
    import polars as pl

    table = rows_of(source, WINDOW_COLUMNS)
    columns: dict[str, pl.Series] = {"until": dates(source, table, "until")}
    for name in WINDOW_COLUMNS[1:]:
        counted = name in ("days", "contributors", "contributions", "joiners")
        columns[name] = (whole if counted else share)(source, table, name)
    return pl.DataFrame(columns)
