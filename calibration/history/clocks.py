"""Days and times of day in two columns: found by what stands in them, and read together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from calibration.history.columns import ROLES, Columns, match, plain
from calibration.history.identities import trimmed
from calibration.history.reading import Note
from calibration.history.rules import Rules
from calibration.history.table import Table, Uneven

if TYPE_CHECKING:
    import polars as pl

LOOKED_AT: Final = 200
"""Rows that tell what stands in a column."""

_CLOCK: Final = re.compile(r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?")
_MIDNIGHT: Final = r"[T ]0?0:00(?::00(?:\.0+)?)?$"
_WORDS: Final = frozenset(ROLES["timestamp"]) | frozenset(ROLES["clock"])


def with_clock(
    source: Table, names: Sequence[str], columns: Columns, rules: Rules
) -> tuple[Columns, list[Note]]:
    """Return the columns of a log with that of the time of day, if dates stand in another.

    Two columns named like times are looked into: if one holds nothing but times of day and the
    other dates, they are one timestamp. A mapping of ``timestamp`` or ``clock`` goes before.

    Parameters
    ----------
    source
        The table.
    names
        Its headings.
    columns
        As they were found by their headings alone.
    rules
        What the caller mapped; an empty ``clock`` leaves times of day out.
    """
    if "timestamp" not in columns or ("clock" in rules.columns and not rules.columns["clock"]):
        return columns, []
    said = {role: rules.columns[role] for role in ("timestamp", "clock") if role in rules.columns}
    mapped = match(names, tuple(said), said, source.name, line=source.header_line).used
    taken = {h for role, h in columns.used.items() if role not in ("timestamp", "clock")}
    able = [name for name in names if name not in taken and plain(name) in _WORDS]
    able = list(dict.fromkeys([columns["timestamp"], *mapped.values(), *able]))
    if len(able) < 2:
        return columns, []
    kinds = _kinds(source, able)
    day = mapped.get("timestamp") or next((one for one in able if kinds[one] == "day"), None)
    clock = mapped.get("clock") or next((one for one in able if kinds[one] == "clock"), None)
    if day is None or clock is None or day == clock or kinds[day] == "clock":
        return columns, []
    used = {role: day if role == "timestamp" else heading for role, heading in columns.used.items()}
    used["clock"] = clock
    found = replace(columns, used=used, left=[n for n in names if n not in used.values()])
    return found, [
        Note(
            "clock",
            f"days ({day}) and times of day ({clock}) stand in two columns and are read together",
            f"日期（{day}）与时刻（{clock}）分列两栏，合并读取",
        )
    ]


def joined(day: str, clock: str) -> pl.Expr:
    """Return both in one text; where there is no time of day, the day alone."""
    import polars as pl

    texts = [trimmed(pl.col(name).cast(pl.String)) for name in (day, clock)]
    date = texts[0].str.replace(_MIDNIGHT, "")
    # Workbooks keep a time of day as that of their first day.
    time = texts[1].str.replace(r"^1(?:899|900)-\d\d-\d\d[T ]", "").str.replace(r"\.0+$", "")
    return pl.when(time.is_null()).then(date).otherwise(date + " " + time)


def _kinds(source: Table, names: Sequence[str]) -> dict[str, str]:
    """By column ``day``, ``clock`` or neither, as most of the first rows have it."""
    import polars as pl

    texts = [trimmed(pl.col(name).cast(pl.String)).alias(name) for name in names]
    try:
        rows = source.collect(source.scan().select(texts).head(LOOKED_AT))
    except Uneven as uneven:
        rows = uneven.frame.select(texts).head(LOOKED_AT).collect()
    return {name: _kind([text for text in rows[name].to_list() if text]) for name in names}


def _kind(texts: Sequence[str]) -> str:
    clocks = sum(_is_clock(text) for text in texts)
    if 2 * clocks > len(texts):
        return "clock"
    days = sum(":" not in re.sub(_MIDNIGHT, "", text) for text in texts)
    return "day" if 2 * days > len(texts) else ""


def _is_clock(text: str) -> bool:
    text = re.sub(r"^1(?:899|900)-\d\d-\d\d[T ]", "", text)
    return _CLOCK.fullmatch(text) is not None
