"""Rows of a log beside the history, of referrals or tickets: columns found, times read, faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from calibration.history.cells import quoted
from calibration.history.columns import Columns, match
from calibration.history.identities import is_nobody, trimmed
from calibration.history.reading import Reading
from calibration.history.rows import Fault, kept
from calibration.history.rules import Rules
from calibration.history.table import Table, Uneven, require_columns
from calibration.history.times import ALLOWED, moments
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

MAX_ROWS: Final = 50_000_000

_YEARS: Final = (1970, 2200)


@dataclass(frozen=True, slots=True)
class Form:
    """What a log is made of.

    Attributes
    ----------
    kind
        What it is called in the reading.
    words
        Headings of each role.
    needed
        Roles that it must have.
    times
        Roles that are times; the first one every row needs, the others may be empty.
    """

    kind: str
    words: Mapping[str, Sequence[str]]
    needed: tuple[str, ...]
    times: tuple[str, ...]


def sums(daily: pl.DataFrame, start: date, end: date, *names: str) -> tuple[int, ...]:
    """Return the sums of some columns over the days from `start` to `end`, not included."""
    rows = daily.filter(daily["date"].is_between(start, end, closed="left"))
    return tuple(int(rows[name].sum()) for name in names)


def read_rows(
    source: Table, form: Form, rules: Rules, reading: Reading
) -> tuple[pl.DataFrame, Columns]:
    """Read a log.

    Parameters
    ----------
    source
        The table.
    form
        What it is made of.
    rules
        The zone, the order of dates, and headings by role; roles of other logs are not looked at.
    reading
        Takes down what is found.

    Returns
    -------
    tuple
        ``row``, times as datetimes on the local clock (null where empty), other roles as text, in
        the order of the first time; and the columns.

    Raises
    ------
    InputError
        If it is no such log, or too much of it is bad; names the line.
    """
    import polars as pl

    reading.kind = form.kind
    names = [name for name in source.columns() if name != "row"]
    given = {role: name for role, name in rules.columns.items() if role in form.words}
    columns = match(names, tuple(form.words), given, source.name, form.words, source.header_line)
    have = [role for role in form.needed if role in columns]
    left = [name for name in names if name not in columns.used.values()]
    require_columns([*have, *left], form.needed, source.name, source.header_line)
    reading.add(source.notes())
    reading.notes.append(columns.note())
    reading.columns = tuple(columns.used.values())
    scan = source.scan()
    kinds = scan.collect_schema()
    picked = [
        (pl.col(heading) if role in form.times and kinds[heading] != pl.String
         else trimmed(pl.col(heading))).alias(role)
        for role, heading in columns.used.items()
    ]  # fmt: skip
    try:
        raw = source.collect(scan.select("row", *picked))
    except Uneven as uneven:
        raise uneven.refused(source) from None
    raw = raw.filter(~pl.all_horizontal(pl.exclude("row").is_null()))
    reading.rows = raw.height
    if not 0 < raw.height <= MAX_ROWS:
        raise InputError(f"{raw.height:,} rows; 1 to {MAX_ROWS:,} are allowed", file=source.name)
    read = raw
    for role in form.times:
        if role in columns:
            stamps = moments(raw[role], rules.timezone, day_first=rules.day_first, file=source.name)
            reading.add(note for note in stamps.notes if note not in reading.notes)
            read = read.with_columns(stamps.local.alias(role))

    def refuse(place: int, fault: Fault, added: str) -> InputError:
        text = quoted(raw[fault.field][place]) if fault.field in raw.columns else ""
        return InputError(
            fault.message.format(text=text) + added,
            file=source.name,
            line=source.line(int(raw["row"][place])),
            field=columns.used.get(fault.field, fault.field),
        )

    # A fault needs the text as it stood beside what was read of it.
    both = read.with_columns(raw[role].is_null().alias(f"no {role}") for role in columns.used)
    rows, notes = kept(both, list(_faults(form, columns)), refuse)
    reading.add(notes)
    return rows.select("row", *columns.used).sort(form.times[0], maintain_order=True), columns


def _faults(form: Form, columns: Columns) -> list[Fault]:
    import polars as pl

    found = []
    for role in columns.used:
        empty = pl.col(f"no {role}")
        if role in form.times:
            wrong = pl.col(role).is_null() & ~empty
            years = ~pl.col(role).dt.year().is_between(*_YEARS)
            found.append(Fault(
                f"{role}: not a timestamp", f"{role}：时间无法识别", role,
                (wrong | years).fill_null(False),
                f"{{text}} is not a timestamp in the form of the others; {ALLOWED}",
            ))  # fmt: skip
        if role in form.needed:
            nobody = empty if role in form.times else empty | is_nobody(pl.col(role))
            found.append(Fault(
                f"no {role}", f"缺少 {role}", role, nobody.fill_null(True),
                f"empty; every row needs {role}",
            ))  # fmt: skip
    return found


def every_day(counted: pl.DataFrame) -> pl.DataFrame:
    """Return counts by ``date`` with a row for each day from the first to the last, in order."""
    import polars as pl

    dates = counted["date"].sort()
    days = pl.date_range(dates[0], dates[-1], "1d", eager=True)
    found = pl.DataFrame({"date": days}).join(counted, on="date", how="left")
    return found.with_columns(pl.exclude("date").fill_null(0)).sort("date")
