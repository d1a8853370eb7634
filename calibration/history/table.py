"""What readers need of a table, whatever it lies in."""

from __future__ import annotations

import difflib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from calibration.history.reading import Note
from sim.errors import InputError
from sim.visible import excerpt, headings

if TYPE_CHECKING:
    import polars as pl


class Uneven(Exception):
    """Not every row has the header's fields; the table that was read row by row.

    Attributes
    ----------
    frame
        As `Table.scan` gives it, the surplus fields cut.
    widths
        Fields of the rows that have more than the header, by the row's number.
    width
        Fields of the header.
    """

    def __init__(self, frame: pl.LazyFrame, widths: Mapping[int, int], width: int) -> None:
        super().__init__(len(widths))
        self.frame = frame
        self.widths = widths
        self.width = width

    def told(self, row: int) -> str:
        """Return what is wrong with a row."""
        return f"{self.widths[row]} fields, the header has {self.width}"

    def refused(self, source: Table) -> InputError:
        """Return the refusal of the first such row, or of quotes where no row is too wide."""
        row = min(self.widths, default=0)
        message = self.told(row) if self.widths else "quotes stand within fields"
        return InputError(message, file=source.name, line=source.line(row))


class Table(ABC):
    """A table with headings.

    Attributes
    ----------
    name
        The file or table as the user named it, without a password.
    """

    name: str

    @property
    def decimal_comma(self) -> bool:
        """Whether ``12,50`` is a number."""
        return False

    @property
    def header_line(self) -> int:
        """Where the headings stand, as the user counts."""
        return 1

    @abstractmethod
    def columns(self) -> list[str]:
        """Return the headings."""

    @abstractmethod
    def scan(self) -> pl.LazyFrame:
        """Return the table with the row's number, from 0, in ``row``.

        A column of that name in the file counts the rows too, and is left.

        Raises
        ------
        InputError
            If it cannot be read.
        """

    @abstractmethod
    def notes(self) -> list[Note]:
        """Return what is to be told of the form it lies in."""

    def collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        """Run a query on `scan`.

        Raises
        ------
        Uneven
            If a table in text has rows with more fields than the header.
        InputError
            If it cannot be read.
        """
        import polars as pl

        try:
            return frame.collect(engine="streaming")
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            # Polars panics over some damaged Parquet files.
            raise InputError("cannot be read as a table", file=self.name) from None

    def line(self, row: int) -> int:
        """Return where a row stands, as the user counts: the row from 1."""
        return row + 1


def tidy(names: Iterable[str]) -> list[str]:
    """Return headings without what surrounds them: blanks, quotes, a byte order mark."""
    return [name.strip().strip("\ufeff\"'").strip() for name in names]


def require_columns(have: Iterable[str], wanted: Iterable[str], file: str, line: int = 1) -> None:
    """Raise `InputError` for the first wanted column that is missing, with the nearest name."""
    names = list(have)
    for column in wanted:
        if column not in names:
            near = difflib.get_close_matches(column, names, n=1, cutoff=0.5)
            hint = f"; did you mean {excerpt(near[0])}?" if near else ""
            raise InputError(
                f"no column {column!r}; there are {headings(names)}{hint}", file=file, line=line
            )
