"""A history from an event log: ``member,timestamp,event[,value]``, one row an event, UTC."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from calibration.history import measure
from calibration.history.record import History
from calibration.history.text import Source, require_columns
from calibration.history.vocabulary import (
    BOUNTIES,
    COMMENTS,
    POSTS,
    REGISTRATION,
    Active,
    is_active,
    is_contribution,
)
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

COLUMNS: Final = ("member", "timestamp", "event")
"""Columns that a log must have; ``value`` may follow."""

MAX_EVENTS: Final = 200_000_000
MAX_EVENT_NAMES: Final = 200
MAX_DAYS: Final = 36_600
"""Bounds of a log: events, distinct event names, days (a century)."""

_EARLIEST, _LATEST = date(1970, 1, 1), date(2200, 1, 1)
_FORMS: Final = (
    (re.compile(r"\d+(\.\d+)?"), None),
    (re.compile(r"\d{4}-\d\d-\d\d"), "%Y-%m-%d"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?"), "%Y-%m-%dT%H:%M:%S%.f"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?"), "%Y-%m-%d %H:%M:%S%.f"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)"),
     "%Y-%m-%dT%H:%M:%S%.f%#z"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)"),
     "%Y-%m-%d %H:%M:%S%.f%#z"),
)  # fmt: skip
_ALLOWED = "allowed are ISO (2016-07-04T10:15:00, also with Z or +02:00) and Unix seconds"


def read_log(path: Path, activity: Active = "contribution") -> History:
    """Read an event log.

    Parameters
    ----------
    path
        CSV, gzipped CSV or Parquet. ``timestamp`` is ISO or Unix seconds, in one form throughout
        and never going backwards; without a zone it is UTC. ``member`` and ``event`` are names or
        numbers; capitals in ``event`` do not matter. ``value`` is a number, not negative.
    activity
        Which events make a member active; see `calibration.history.vocabulary.is_active`.

    Returns
    -------
    History
        Days run from the first to the last event of any kind.

    Raises
    ------
    InputError
        If the file is not such a log; names the line.
    """
    source = Source(path)
    events = _events(source)
    _check_joined_first(source, events)
    return _history(source, events, activity)


def member_days(events: pl.DataFrame, activity: Active) -> pl.DataFrame:
    """One row for each member and day of activity: ``member, day, joined, contributions``."""
    import polars as pl

    names = events["event"].unique().to_list()
    active = [name for name in names if is_active(name, activity)]
    acts = [name for name in names if is_contribution(name)]
    return (
        events.lazy()
        .filter(pl.col("event").is_in(active))
        .group_by("member", "day")
        .agg(contributions=pl.col("event").is_in(acts).sum().cast(pl.Int64))
        .with_columns(joined=pl.col("day").min().over("member"))
        .sort("day", "member")
        .collect()
    )


def _events(source: Source) -> pl.DataFrame:
    """The log's rows, checked and compact: ``row, member, moment, day, event``."""
    import polars as pl

    scan = source.scan()
    names = scan.collect_schema().names()
    require_columns(names, COLUMNS, source.name)
    kept = [*COLUMNS, *(["value"] if "value" in names else [])]
    # A blank line is no event.
    raw = scan.select("row", *kept).filter(~pl.all_horizontal(pl.col(kept).is_null()))
    first = source.collect(raw.head(1))
    if first.is_empty():
        raise InputError("the log is empty: a header and no event", file=source.name)
    event = pl.col("event").cast(pl.String).str.strip_chars().str.to_lowercase()
    columns = {
        # Numbers instead of names, so that ten million events fit into a few hundred megabytes.
        "member": pl.col("member").cast(pl.String).cast(pl.Categorical).to_physical(),
        "moment": _moment(source, first),
        "event": event.cast(pl.Categorical),
    }
    if "value" in kept:
        number = pl.col("value").cast(pl.Float64, strict=False)
        columns["value"] = pl.when(pl.col("value").is_null()).then(0.0).otherwise(number)
    events = source.collect(raw.select("row", **columns))
    _check_rows(source, raw, events)
    return events.select("row", "member", "moment", "event", day=pl.col("moment").dt.date())


def _moment(source: Source, first: pl.DataFrame) -> pl.Expr:
    """How the timestamps are read, told by the first one."""
    import polars as pl

    column = pl.col("timestamp")
    kind = first.schema["timestamp"]
    if kind.is_temporal():
        if isinstance(kind, pl.Datetime) and kind.time_zone is not None:
            column = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        return column.cast(pl.Datetime("us"))
    text = str(first["timestamp"][0])
    for form, layout in _FORMS:
        if form.fullmatch(text) is None:
            continue
        if layout is None:
            seconds = column.cast(pl.Float64, strict=False)
            return (seconds * 1e6).cast(pl.Int64, strict=False).cast(pl.Datetime("us"))
        moment = column.str.to_datetime(layout, time_unit="us", strict=False)
        return moment.dt.replace_time_zone(None) if "z" in layout else moment
    raise InputError(
        f"{text!r} is not a timestamp; {_ALLOWED}",
        file=source.name,
        line=source.line(int(first["row"][0])),
        field="timestamp",
    )


def _check_rows(source: Source, raw: pl.LazyFrame, events: pl.DataFrame) -> None:
    import polars as pl

    if events.height > MAX_EVENTS:
        raise InputError(f"{events.height:,} events; at most {MAX_EVENTS:,}", file=source.name)
    moment, value = pl.col("moment"), pl.col("value")
    faults: list[tuple[str, pl.Expr, str]] = [
        ("member", pl.col("member").is_null(), "empty; every event needs a member"),
        ("event", pl.col("event").is_null() | (pl.col("event").cast(pl.String) == ""),
         "empty; every row needs the name of an event"),
        ("timestamp", moment.is_null(),
         f"{{text!r}} is not a timestamp in the form of the first one; {_ALLOWED}"),
        ("timestamp", ~moment.dt.date().is_between(_EARLIEST, _LATEST),
         f"{{text}} is outside {_EARLIEST.year} to {_LATEST.year}; {_ALLOWED}, not milliseconds"),
        ("timestamp", moment.diff().dt.total_microseconds() < 0,
         "{text} is earlier than the row before; sort the log by timestamp"),
    ]  # fmt: skip
    if "value" in events.columns:
        faults += [
            ("value", value.is_null() | ~value.is_finite(), "{text!r} is not a number"),
            ("value", value < 0, "{text} is negative; a value is at least 0"),
        ]
    for field, fault, message in faults:
        found = events.lazy().filter(fault).select("row").head(1).collect()
        if not found.is_empty():
            row = int(found["row"][0])
            text = source.collect(raw.filter(pl.col("row") == row))[field][0]
            raise InputError(
                message.format(text=text), file=source.name, line=source.line(row), field=field
            )
    kinds = events["event"].n_unique()
    if kinds > MAX_EVENT_NAMES:
        raise InputError(
            f"{kinds:,} different events; at most {MAX_EVENT_NAMES}",
            file=source.name,
            field="event",
        )
    first, last = events["moment"][0], events["moment"][-1]
    if (last - first).days > MAX_DAYS:
        raise InputError(
            f"from {first.date()} to {last.date()}: more than a century", file=source.name
        )


def _check_joined_first(source: Source, events: pl.DataFrame) -> None:
    """Refuse a log in which a member does anything before registering."""
    import polars as pl

    joined = (
        events.lazy()
        .filter(pl.col("event") == REGISTRATION)
        .group_by("member")
        .agg(joined=pl.col("moment").min())
    )
    early = (
        events.lazy()
        .join(joined, on="member")
        .filter(pl.col("moment") < pl.col("joined"))
        .sort("row")
        .head(1)
        .collect()
    )
    if early.is_empty():
        return
    row, event = int(early["row"][0]), early["event"][0]
    raise InputError(
        f"{event!r} on {early['moment'][0]} is before this member's registration on "
        f"{early['joined'][0]}; a member acts only after joining",
        file=source.name,
        line=source.line(row),
        field="member",
    )


def _history(source: Source, events: pl.DataFrame, activity: Active) -> History:
    start: date = events["day"][0]
    end: date = events["day"][-1] + timedelta(days=1)
    table = member_days(events, activity)
    if table.is_empty():
        names = ", ".join(sorted(events["event"].unique().to_list()))
        raise InputError(
            f"no event makes a member active (activity: {activity}); there are {names}",
            file=source.name,
        )
    return History(
        source=source.name,
        daily=_daily(events, table, start, end),
        triangle=measure.triangle(table, start, end),
        windows=measure.windows(table, start, end),
    )


def _daily(events: pl.DataFrame, table: pl.DataFrame, start: date, end: date) -> pl.DataFrame:
    import polars as pl

    names = sorted(events["event"].unique().to_list())
    groups: dict[str, Collection[str]] = {
        "registrations": {REGISTRATION},
        "posts": POSTS,
        "comments": COMMENTS,
        "bounties": BOUNTIES,
        "contributions": [name for name in names if is_contribution(name)],
    }
    grouped = {REGISTRATION} | POSTS | COMMENTS | BOUNTIES
    groups |= {f"event_{name}": {name} for name in names if name not in grouped}
    counted = events.group_by("day").agg(
        pl.col("event").is_in(list(group)).sum().cast(pl.Int64).alias(column)
        for column, group in groups.items()
    )
    active = table.group_by("day").agg(
        active_members=pl.len().cast(pl.Int64),
        new_members=(pl.col("day") == pl.col("joined")).sum().cast(pl.Int64),
    )
    days = pl.date_range(start, end, "1d", closed="left", eager=True)
    return (
        pl.DataFrame({"date": days})
        .join(active, left_on="date", right_on="day", how="left")
        .join(counted, left_on="date", right_on="day", how="left")
        .select("date", pl.col("active_members", "new_members", *groups).fill_null(0))
        .sort("date")
    )
