"""A history from an event log: ``member,timestamp,event[,value]``, one row an event."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from calibration.history import measure, midlife
from calibration.history.audit import audited
from calibration.history.buying import buying
from calibration.history.events import Events, read_events
from calibration.history.hourly import hourly
from calibration.history.reading import Reading
from calibration.history.record import History
from calibration.history.rules import Rules
from calibration.history.sources import table_of
from calibration.history.table import Table
from calibration.history.vocabulary import (
    BOUNTIES,
    COMMENTS,
    POSTS,
    PURCHASE,
    REFUNDS,
    REGISTRATION,
    Active,
    is_active,
    is_written,
)
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

ACT_FIRST: Final = 0.2
"""Share of the registered members who may act before they register."""


def read_log(
    source: Table | str | Path,
    activity: Active = "contribution",
    rules: Rules | None = None,
    command: str | None = None,
) -> History:
    """Read an event log, or purchases.

    Parameters
    ----------
    source
        A table with a member, a timestamp, an event and perhaps a value. ``member`` and ``event``
        are names or numbers; capitals in ``event`` do not matter. ``value`` is a number, negative
        only where the event is a refund (`calibration.history.vocabulary.REFUNDS`). Without an
        event each row is a purchase if it has a value.
    activity
        Which events make a member active; see `calibration.history.vocabulary.is_active`.
    rules
        The zone, the columns and the choices of the caller.

    Returns
    -------
    History
        Days run from the first to the last event of any kind; a last day that is not over is
        left out.

    Raises
    ------
    InputError
        If the table is not such a log; names the line.
    """
    source = source if isinstance(source, Table) else table_of(source)
    reading = Reading(source.name)
    with audited(source, reading, command), _unquoted(source):
        rules = rules or Rules()
        events = read_events(source, rules, reading)
        _tell_early(source, events.table, reading)
        return _history(source, events, activity, reading, told=rules.begins == "told")


@contextmanager
def _unquoted(source: Table) -> Iterator[None]:
    """Keep what polars says of a fault to itself: it may quote any cell."""
    import polars as pl

    try:
        yield
    except pl.exceptions.PolarsError as error:
        raise RuntimeError(f"{type(error).__name__} over {source.name}").with_traceback(
            error.__traceback__
        ) from None


def member_days(events: pl.DataFrame, activity: Active) -> pl.DataFrame:
    """One row for each member and day of activity: ``member, day, joined, contributions``."""
    import polars as pl

    names = events["event"].unique().to_list()
    active = [name for name in names if is_active(name, activity)]
    acts = [name for name in names if is_written(name)]
    return (
        events.lazy()
        .filter(pl.col("event").is_in(active))
        .group_by("member", "day")
        .agg(contributions=pl.col("event").is_in(acts).sum().cast(pl.Int64))
        .with_columns(joined=pl.col("day").min().over("member"))
        .sort("day", "member")
        .collect()
    )


def _tell_early(source: Table, events: pl.DataFrame, reading: Reading) -> None:
    """Tell of members who do anything before they register; refuse a log where many do."""
    import polars as pl

    joined = (
        events.lazy()
        .filter(pl.col("event") == REGISTRATION)
        .group_by("member")
        .agg(joined=pl.col("moment").min())
        .collect()
    )
    early = (
        events.lazy()
        .join(joined.lazy(), on="member")
        .filter(pl.col("moment") < pl.col("joined"))
        .sort("row")
        .collect()
    )
    if early.is_empty():
        return
    members = early["member"].n_unique()
    if members > ACT_FIRST * joined.height:
        event = early["event"][0]
        raise InputError(
            f"{event!r} on {early['moment'][0]} is before this member's registration on "
            f"{early['joined'][0]}; a member acts only after joining ({members:,} of "
            f"{joined.height:,} registered members act before, at most {ACT_FIRST:.0%} may)",
            file=source.name,
            line=source.line(int(early["row"][0])),
            field="member",
        )
    reading.note(
        "registered late",
        f"{members:,} members act before they register; they join with their first act",
        f"{members:,} 个成员在注册之前已有行为；以首次行为作为加入",
        warning=True,
        rows=members,
    )


def _history(
    source: Table, events: Events, activity: Active, reading: Reading, *, told: bool
) -> History:
    import polars as pl

    rows = events.table
    start, last = cast("date", rows["day"].min()), cast("date", rows["day"].max())
    end = last + timedelta(days=1) if events.complete else last
    rows = rows.filter(pl.col("day") < end)
    table = member_days(rows, activity)
    if table.is_empty():
        names = ", ".join(sorted(rows["event"].unique().to_list()))
        raise InputError(
            f"no event makes a member active (activity: {activity}); there are {names}",
            file=source.name,
        )
    daily = _daily(rows, table, start, end, valued=events.valued)
    cohorts = measure.triangle(table, start, end)
    seen = daily["new_members"].to_numpy()
    return History(
        source=source.name,
        daily=daily,
        triangle=cohorts,
        windows=measure.windows(table, start, end),
        reading=reading,
        purchases=buying(rows, activity),
        hours=hourly(rows),
        earlier=midlife.of_log(cohorts, seen, reading) if told else midlife.nobody(),
    )


def _revenue(events: pl.DataFrame) -> pl.DataFrame:
    """What purchases brought on each day, less what refunds took back."""
    import polars as pl

    event, value = pl.col("event").cast(pl.String), pl.col("value")
    taken = pl.when(event.is_in(REFUNDS)).then(-value.abs())
    brought = taken.otherwise(pl.when(event == PURCHASE).then(value).otherwise(0.0))
    return events.group_by("day").agg(revenue=brought.sum())


def _daily(
    events: pl.DataFrame, table: pl.DataFrame, start: date, end: date, *, valued: bool
) -> pl.DataFrame:
    import polars as pl

    names = sorted(events["event"].unique().to_list())
    groups: dict[str, Collection[str]] = {
        "registrations": {REGISTRATION},
        "posts": POSTS,
        "comments": COMMENTS,
        "bounties": BOUNTIES,
        "contributions": [name for name in names if is_written(name)],
    }
    grouped = {REGISTRATION} | POSTS | COMMENTS | BOUNTIES
    groups |= {f"event_{name}": {name} for name in names if name not in grouped}
    counted = events.group_by("day").agg(
        pl.col("event").is_in(list(group)).sum().cast(pl.Int64).alias(column)
        for column, group in groups.items()
    )
    worth: list[str] = []
    if valued and {PURCHASE, *REFUNDS} & set(names):
        worth = ["revenue"]
        counted = counted.join(_revenue(events), on="day", how="left")
    active = table.group_by("day").agg(
        active_members=pl.len().cast(pl.Int64),
        new_members=(pl.col("day") == pl.col("joined")).sum().cast(pl.Int64),
    )
    days = pl.date_range(start, end, "1d", closed="left", eager=True)
    return (
        pl.DataFrame({"date": days})
        .join(active, left_on="date", right_on="day", how="left")
        .join(counted, left_on="date", right_on="day", how="left")
        .select("date", pl.col("active_members", "new_members", *groups, *worth).fill_null(0))
        .sort("date")
    )
