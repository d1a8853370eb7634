"""Tables from files that people send: what kind of file it is, and on which line the fault is."""

from __future__ import annotations

import codecs
import csv
import difflib
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

MAX_BYTES: Final = 16 << 30
"""Size of the text of a file, after unpacking: 16 GiB."""

_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"
_CHUNK = 1 << 22


@dataclass(frozen=True, slots=True)
class Source:
    """A table in a file: CSV, gzipped CSV or Parquet, told by its first bytes.

    Parameters
    ----------
    path
        The file.
    """

    path: Path

    @property
    def name(self) -> str:
        """The file as the user named it."""
        return str(self.path)

    def head(self) -> bytes:
        """Return the first bytes.

        Raises
        ------
        InputError
            If the file is missing, cannot be read or is a folder.
        """
        try:
            with self.path.open("rb") as stream:
                return stream.read(4)
        except FileNotFoundError:
            raise InputError("no such file", file=self.name) from None
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", file=self.name) from None

    def columns(self) -> list[str]:
        """Return the names of the columns, without reading the rest.

        Raises
        ------
        InputError
            As `scan`, as far as the header tells.
        """
        if self.head() == _PARQUET:
            return [name for name in self.scan().collect_schema().names() if name != "row"]
        self._check_text(whole=False)
        _, names = next(self._records())
        return names

    def scan(self) -> pl.LazyFrame:
        """Return the table, CSV fields as text, with the row's number in ``row``.

        Raises
        ------
        InputError
            If the file cannot be read, is not text, too large or empty.
        """
        import polars as pl

        head = self.head()
        if head == _PARQUET:
            try:
                frame = pl.scan_parquet(self.path)
                frame.collect_schema()
            except pl.exceptions.PolarsError as error:
                raise InputError(f"not a whole Parquet file: {error}", file=self.name) from None
        else:
            self._check_text(whole=True)
            frame = pl.scan_csv(self.path, infer_schema=False)
        return frame.with_row_index("row")

    def collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        """Run a query on `scan`.

        Raises
        ------
        InputError
            If the rows do not fit the header; names the line.
        """
        import polars as pl

        try:
            return frame.collect(engine="streaming")
        except pl.exceptions.PolarsError as error:
            records = self._records()
            _, header = next(records)
            for line, fields in records:
                if len(fields) > len(header):
                    raise InputError(
                        f"{len(fields)} fields, the header has {len(header)}",
                        file=self.name,
                        line=line,
                    ) from None
            raise InputError(f"cannot be read as a table: {error}", file=self.name) from None

    def line(self, row: int) -> int:
        """Return the line of a row (in a Parquet file, the row from 1)."""
        if self.head() == _PARQUET:
            return row + 1
        records = self._records()
        next(records)
        return next(line for number, (line, _) in enumerate(records) if number == row)

    def _open(self) -> IO[bytes]:
        if self.head()[:2] == _GZIP:
            return gzip.open(self.path, "rb")  # type: ignore[return-value]
        return self.path.open("rb")

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        with self._open() as stream:
            reader = csv.reader(codecs.iterdecode(stream, "utf-8-sig"))
            for fields in reader:
                yield reader.line_num, fields

    def _check_text(self, *, whole: bool) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")()
        size = lines = 0
        try:
            with self._open() as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > MAX_BYTES:
                        raise InputError(
                            f"larger than {MAX_BYTES >> 30} GiB of text; give a Parquet file or "
                            "daily figures",
                            file=self.name,
                        )
                    if "\0" in decoder.decode(chunk):
                        raise InputError(
                            "not text; allowed are CSV in UTF-8 (also gzipped) and Parquet",
                            file=self.name,
                        )
                    lines += chunk.count(b"\n")
                    if not whole:
                        return
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            lines += error.object[: error.start].count(b"\n")
            raise InputError(
                "not text in UTF-8; allowed are CSV in UTF-8 (also gzipped) and Parquet",
                file=self.name,
                line=lines + 1,
            ) from None
        except (EOFError, gzip.BadGzipFile, OSError) as error:
            raise InputError(f"not a whole gzip file: {error}", file=self.name) from None
        if size == 0:
            raise InputError("the file is empty", file=self.name)


def require_columns(have: Iterable[str], wanted: Iterable[str], file: str) -> None:
    """Raise `InputError` for the first wanted column that is missing, with the nearest name."""
    names = list(have)
    for column in wanted:
        if column not in names:
            near = difflib.get_close_matches(column, names, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise InputError(
                f"no column {column!r}; there are {', '.join(names)}{hint}", file=file, line=1
            )
