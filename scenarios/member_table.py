"""A table of a user's own members: ``community: {member_table: {file: members.csv}}``.

A CSV with a row a member, or a row a kind of member and how many there are. What its columns say is
drawn together for each member of the community (`sim.profiles`). A column whose cells are all
numbers is a number, any other holds names. Nothing of a single row is ever told but its place.
"""

from __future__ import annotations

import csv
import io
import keyword
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
from pydantic import StringConstraints

from scenarios.setting import Section, setting
from scenarios.yaml_text import read_text
from sim.errors import InputError
from sim.facts import CATALOGUE
from sim.profiles import Column, Profiles
from sim.visible import excerpt, headings

MAX_BYTES: Final = 64 << 20
MAX_ROWS: Final = 1_000_000
MAX_COLUMNS: Final = 16
MAX_NAMES: Final = 200
"""Names in a column; a column of more is likely to say who somebody is."""

MAX_CELL: Final = 64
"""Characters of a cell."""

SEGMENT: Final = "segment"
"""The column that names the segment, if there is one."""

_FORMULA: Final = ("=", "+", "-", "@")

Heading = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CELL)]


class MemberTable(Section):
    """A table of a user's own members."""

    file: str = setting(
        ..., "File", "文件", "",
        "CSV (UTF-8) beside the scenario file: a row a member, or a row a kind of member",
    )  # fmt: skip
    columns: tuple[Heading, ...] | None = setting(
        None, "Columns", "列", "",
        "those that are read; none: all but the count. A column `segment` ties the rows to the "
        "scenario's segments",
    )  # fmt: skip
    count: Heading | None = setting(
        None, "Count", "人数列", "",
        "the column that says how many members a row stands for; none: one",
    )  # fmt: skip
    missing: Heading | None = setting(
        None, "Missing", "缺失值", "",
        "the name that an empty cell is taken for, such as unknown; none: it is refused",
    )  # fmt: skip

    def read(self, folder: Path, segments: tuple[str, ...], taken: frozenset[str]) -> Profiles:
        """Return what the table says.

        Parameters
        ----------
        folder
            The scenario's.
        segments
            Names of the community's segments.
        taken
            Names of its attributes, which no column may have.

        Raises
        ------
        InputError
            If it cannot be read; with file, line and column.
        """
        path = folder / self.file
        try:
            lines = _Reader(self, str(path), taken).lines(path)
        except InputError as error:
            if error.line is not None or error.field is not None:
                raise
            # Of a file that is missing or no text, the field that names it.
            place = "community.member_table.file"
            raise InputError(f"{error.file}: {error.message}", field=place) from None
        return _profiles(lines, segments, str(path))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Different rows, with how many members each stands for and where it first stood."""

    names: tuple[str, ...]
    counts: dict[tuple[str, ...], float]
    first: dict[tuple[str, ...], int]


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, section: MemberTable, file: str, taken: frozenset[str]) -> None:
        self.section, self.file, self.taken = section, file, taken

    def lines(self, path: Path) -> _Lines:
        """Return the rows, equal ones together."""
        rows = csv.reader(io.StringIO(read_text(path, MAX_BYTES), newline=""), strict=True)
        try:
            header = [name.strip() for name in next(rows, [])]
            names, places, count_at = self._columns(header)
            counts: dict[tuple[str, ...], float] = {}
            first: dict[tuple[str, ...], int] = {}
            for number, (line, row) in enumerate(_filled(rows)):
                if number >= MAX_ROWS:
                    raise self._wrong(f"is longer than the {MAX_ROWS:,} rows allowed", line)
                if len(row) != len(header):
                    raise self._wrong(
                        f"has {len(row)} columns where the first line names {len(header)}", line
                    )
                weight = 1.0 if count_at is None else self._count(row[count_at].strip(), line)
                cells = tuple(
                    self._cell(row[place].strip(), line, name)
                    for name, place in zip(names, places, strict=True)
                )
                if weight > 0:
                    counts[cells] = counts.get(cells, 0.0) + weight
                    first.setdefault(cells, line)
        except csv.Error as error:
            raise self._wrong(f"is not CSV: {error}", rows.line_num) from None
        if not counts:
            raise self._wrong("holds no members; give one row a member, or a row a kind")
        return _Lines(names, counts, first)

    def _columns(self, header: Sequence[str]) -> tuple[tuple[str, ...], list[int], int | None]:
        """Return the names of the columns that are read, their places, and that of the count."""
        if len(set(header)) < len(header):
            raise self._wrong("names a column twice", 1)
        count = self.section.count
        wanted = self.section.columns
        if wanted is None:
            wanted = tuple(name for name in header if name != count)
        for name in (*wanted, *(() if count is None else (count,))):
            if name not in header:
                raise self._wrong(
                    f"has no column {excerpt(name)} (its first line holds "
                    f"{headings(list(header))})",
                    1,
                )
        if count in wanted:
            raise self._wrong("is the count of members, and nothing that they are", 1, count)
        if not 1 <= len(wanted) <= MAX_COLUMNS:
            raise self._wrong(
                f"has {len(wanted)} columns; name 1 to {MAX_COLUMNS} of them in columns:", 1
            )
        for name in wanted:
            self._check_name(name)
        place = None if count is None else header.index(count)
        return tuple(wanted), [header.index(name) for name in wanted], place

    def _check_name(self, name: str) -> None:
        if name == SEGMENT:
            return
        if not name.isidentifier() or keyword.iskeyword(name):
            raise self._wrong(
                f"{excerpt(name)} cannot stand in a rule; letters, digits and _ can: rename it, or "
                "leave it out of columns:",
                1,
            )
        kind = "fact" if name in CATALOGUE else "attribute"
        if name in CATALOGUE or name in self.taken:
            raise self._wrong(
                f"there is {'an' if kind == 'attribute' else 'a'} {kind} {name} already; rename "
                "it, or leave it out of columns:",
                1,
                name,
            )

    def _cell(self, text: str, line: int, name: str) -> str:
        if not text:
            if self.section.missing is None:
                raise self._wrong(
                    "is empty; fill it in, or say by missing: what an empty cell is taken for",
                    line,
                    name,
                )
            return self.section.missing
        if len(text) > MAX_CELL:
            raise self._wrong(
                f"holds {len(text)} characters; at most {MAX_CELL} are allowed", line, name
            )
        if text.startswith(_FORMULA) and _number(text) is None:
            raise self._wrong(
                "looks like a formula; names that begin with = + - @ are not read", line, name
            )
        return text

    def _count(self, text: str, line: int) -> float:
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise self._wrong(
                f"{excerpt(text)} is not a count; whole numbers from 0 are allowed",
                line,
                self.section.count,
            )
        return float(text)

    def _wrong(self, message: str, line: int | None = None, field: str | None = None) -> InputError:
        return InputError(message, file=self.file, line=line, field=field)


def _filled(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield line and cells of each row that is not empty."""
    for row in rows:
        if row:
            yield rows.line_num, row  # type: ignore[attr-defined]


def _number(text: str) -> float | None:
    """Return a plain number such as 31 or -0.5; None: it is a name."""
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _profiles(found: _Lines, segments: tuple[str, ...], file: str) -> Profiles:
    """Return the lines by segment and then by what they say, so that no order of rows matters."""
    at = found.names.index(SEGMENT) if SEGMENT in found.names else None
    places = {name: place for place, name in enumerate(segments)}
    if at is not None:
        _check_segments(found, at, places, file)
    lines = sorted(found.counts, key=lambda line: (0 if at is None else places[line[at]], line))
    columns = []
    for place, name in enumerate(found.names):
        if place == at:
            continue
        cells = [line[place] for line in lines]
        numbers = [_number(cell) for cell in cells]
        if all(number is not None for number in numbers):
            columns.append(Column(name, np.array(numbers, np.float64)))
            continue
        if (held := len(set(cells))) > MAX_NAMES:
            raise InputError(
                f"holds {held:,} different names; at most {MAX_NAMES} are allowed: leave out of "
                "columns: what says who somebody is",
                file=file,
                field=name,
            )
        columns.append(Column(name, np.array(cells)))
    return Profiles(
        tuple(columns),
        np.array([found.counts[line] for line in lines]),
        None if at is None else np.array([places[line[at]] for line in lines], np.int64),
    )


def _check_segments(found: _Lines, at: int, places: dict[str, int], file: str) -> None:
    for line, number in found.first.items():
        if line[at] not in places:
            raise InputError(
                f"{excerpt(line[at])} is no segment; there are {', '.join(places)}",
                file=file,
                line=number,
                field=SEGMENT,
            )
    held = {line[at] for line in found.counts}
    if lacking := [name for name in places if name not in held]:
        raise InputError(
            f"no row is of the segment {lacking[0]}; its members could be nobody",
            file=file,
            field=SEGMENT,
        )
