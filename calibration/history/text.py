"""Tables in text: CSV in any usual dialect and encoding, also gzipped."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from calibration.history.decoding import Decoded, decoded, text_of
from calibration.history.dialect import LOOKED_AT, Dialect, dialect
from calibration.history.opening import open_text
from calibration.history.reading import Note
from calibration.history.table import Table, Uneven, tidy
from calibration.history.titles import left_out
from sim.errors import InputError
from sim.visible import excerpt

if TYPE_CHECKING:
    import polars as pl

MAX_UNEVEN: Final = 2_000_000
"""Rows of a file that has to be read row by row."""


class Text(Table):
    """A table in a text file.

    Parameters
    ----------
    path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self._whole: Decoded | None = None
        self._recoded: bytes | None = None

    def columns(self) -> list[str]:
        """Return the headings, without reading the rest."""
        names = tidy(self._header())
        # Columns without a heading, as Excel leaves them behind the last, are told by their place.
        return [name or f"column {place}" for place, name in enumerate(names, 1)]

    @property
    def decimal_comma(self) -> bool:
        """Whether ``12,50`` is a number."""
        return self._dialect.decimal_comma

    @property
    def header_line(self) -> int:
        """The line of the headings."""
        return self._dialect.above + 1

    def notes(self) -> list[Note]:
        """Return the encoding and what parts the fields."""
        separator, separator_zh = self._dialect.told()
        encoding = self._how.told
        return [
            Note(
                "text",
                f"text in {encoding}, fields parted by a {separator}",
                f"文本编码 {encoding}，以{separator_zh}分隔",
            ),
            *left_out(self._dialect.titles),
        ]

    def scan(self) -> pl.LazyFrame:
        """Return the table, fields as text, with the row's number in ``row``."""
        import polars as pl

        if self._whole is None:
            self._whole = decoded(self.path, whole=True)
        names = self.columns()
        for name in names:
            if names.count(name) > 1:
                raise InputError(
                    f"the column {excerpt(name)} stands twice; keep one",
                    file=self.name,
                    line=self.header_line,
                )
        try:
            frame = pl.scan_csv(
                self._scanned(self._whole),
                infer_schema=False,
                has_header=False,
                skip_lines=self._dialect.above,
                new_columns=names,
                eol_char=self._whole.ending,
                separator=self._dialect.separator,
            )
            frame.collect_schema()
        except pl.exceptions.PolarsError:
            raise InputError("cannot be read as a table", file=self.name, line=1) from None
        # The header is read as a row, since its fields may hold anything.
        return frame.slice(1).drop("row", strict=False).with_row_index("row")

    def collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        """Run a query on `scan`.

        Raises
        ------
        Uneven
            If rows have more fields than the header, or quotes stand within fields.
        InputError
            If it cannot be read as a table.
        """
        import polars as pl

        try:
            return frame.collect(engine="streaming")
        except pl.exceptions.PolarsError:
            # What went wrong may quote any part of the file, so it is not told.
            raise self._uneven() from None

    def _uneven(self) -> Uneven:
        """Read row by row what cannot be read by columns."""
        import polars as pl

        names = self.columns()
        rows: list[list[str | None]] = []
        widths = {}
        for number, (line, fields) in enumerate(self._rows()):
            if number == MAX_UNEVEN:
                raise InputError(
                    f"cannot be read as a table, and more than {MAX_UNEVEN:,} rows; mend quotes "
                    "and surplus fields, or give Parquet",
                    file=self.name,
                )
            if any("\n" in field or "\r" in field for field in fields):
                raise InputError(
                    "a quote opens and is not closed in its line", file=self.name,
                    line=line - sum(map(_line_ends, fields)),
                )  # fmt: skip
            if len(fields) > len(names):
                widths[number] = len(fields)
            cells = [field or None for field in fields[: len(names)]]
            rows.append(cells + [None] * (len(names) - len(cells)))
        schema = dict.fromkeys(names, pl.String)
        frame = pl.DataFrame(rows, schema=schema, orient="row").lazy()
        return Uneven(frame.drop("row", strict=False).with_row_index("row"), widths, len(names))

    def line(self, row: int) -> int:
        """Return the line of a row."""
        return next(line for number, (line, _) in enumerate(self._rows()) if number == row)

    @cached_property
    def _how(self) -> Decoded:
        return decoded(self.path, whole=False)

    @cached_property
    def _dialect(self) -> Dialect:
        with self._open() as stream:
            # As `csv` wants it, a line may end in any way.
            lines = stream.read(1 << 16).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return dialect(lines[:LOOKED_AT])

    def _scanned(self, how: Decoded) -> Path | IO[bytes]:
        """What polars reads: the path, or UTF-8 where the file or its name is not."""
        if not how.is_utf8:
            if self._recoded is None:
                self._recoded = text_of(self.path, how)
            return io.BytesIO(self._recoded)
        try:
            self.name.encode()
        except UnicodeEncodeError:
            return io.BytesIO(self.path.read_bytes())
        return self.path

    def _open(self) -> io.TextIOWrapper:
        encoding = "utf-8-sig" if self._how.is_utf8 else self._how.encoding
        # Whether all of it is text is told elsewhere, with the line.
        return io.TextIOWrapper(
            open_text(self.path), encoding=encoding, errors="replace", newline=""
        )

    def _header(self) -> list[str]:
        _, names = next(self._records(), (1, []))
        return names

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        return islice(self._records(), 1, None)

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        with self._open() as stream:
            reader = csv.reader(stream, delimiter=self._dialect.separator)
            try:
                for fields in reader:
                    if reader.line_num > self._dialect.above:
                        yield reader.line_num, fields
            except csv.Error as error:
                raise InputError(
                    f"cannot be read as a row: {error}", file=self.name, line=reader.line_num
                ) from None


def _line_ends(field: str) -> int:
    return len(field.splitlines()) - 1
