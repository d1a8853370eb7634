"""Tables in files that are not text: Parquet, and the first sheet of a workbook."""

from __future__ import annotations

import io
import logging
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from calibration.history.dialect import LOOKED_AT
from calibration.history.opening import BROKEN_ZIP
from calibration.history.reading import Note
from calibration.history.table import Table, tidy
from calibration.history.titles import header, left_out
from sim.errors import InputError
from sim.files import open_file

if TYPE_CHECKING:
    import fastexcel
    import polars as pl

MAX_WORKBOOK: Final = 1 << 30
"""Bytes of a workbook, unpacked: 1 GiB."""


class Parquet(Table):
    """A table in a Parquet file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def columns(self) -> list[str]:
        """Return the headings."""
        return [name for name in self.scan().collect_schema().names() if name != "row"]

    def scan(self) -> pl.LazyFrame:
        """Return the table with the row's number in ``row``."""
        import polars as pl

        try:
            frame = pl.scan_parquet(self._scanned())
            names = frame.collect_schema().names()
        except (pl.exceptions.PolarsError, OSError):
            raise InputError("not a whole Parquet file", file=self.name) from None
        frame = frame.rename(dict(zip(names, tidy(names), strict=True)))
        return frame.drop("row", strict=False).with_row_index("row")

    def notes(self) -> list[Note]:
        """Return the kind of file."""
        return [Note("text", "a Parquet file", "Parquet 文件")]

    def _scanned(self) -> Path | IO[bytes]:
        try:
            self.name.encode()
        except UnicodeEncodeError:
            return io.BytesIO(self.path.read_bytes())
        return self.path


class Workbook(Table):
    """The first sheet of an XLSX file that has rows; its first row, or that below its titles."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self.sheet = ""
        self._above: list[list[str]] = []
        self._frame: pl.DataFrame | None = None

    def columns(self) -> list[str]:
        """Return the headings."""
        return self._read().columns

    def scan(self) -> pl.LazyFrame:
        """Return the table with the row's number in ``row``."""
        return self._read().lazy().drop("row", strict=False).with_row_index("row")

    def line(self, row: int) -> int:
        """Return the row as the sheet counts."""
        return self.header_line + row + 1

    @property
    def header_line(self) -> int:
        """The row of the headings; 1 unless titles stand above."""
        return len(self._above) + 1

    def notes(self) -> list[Note]:
        """Return the sheet."""
        self._read()
        return [
            Note("text", f"sheet {self.sheet!r} of a workbook", f"工作簿的工作表「{self.sheet}」"),
            *left_out(self._above),
        ]

    def _read(self) -> pl.DataFrame:
        import fastexcel
        import polars as pl

        if self._frame is not None:
            return self._frame
        self._refuse_bombs()
        # It warns of every column of mixed cells, which become text.
        logging.getLogger("fastexcel").setLevel(logging.ERROR)
        try:
            with open_file(self.path) as stream:
                book = fastexcel.read_excel(stream.read())
            for sheet in book.sheet_names:
                loaded = book.load_sheet(sheet, schema_sample_rows=None)
                if loaded.height:
                    break
            else:
                raise InputError("no sheet holds a row", file=self.name)
            frame = self._below_titles(book, sheet, loaded.to_polars())
        except (fastexcel.FastExcelError, pl.exceptions.PolarsError, OSError):
            raise InputError("not a whole XLSX file", file=self.name) from None
        self.sheet = sheet
        self._frame = frame.rename(dict(zip(frame.columns, tidy(frame.columns), strict=True)))
        return self._frame

    def _below_titles(
        self, book: fastexcel.ExcelReader, sheet: str, frame: pl.DataFrame
    ) -> pl.DataFrame:
        """Read a sheet anew from the header on, where titles stand above it."""
        shown = book.load_sheet(
            sheet, header_row=None, n_rows=LOOKED_AT, dtypes="string", schema_sample_rows=None
        ).to_polars()
        rows = [[cell or "" for cell in row] for row in shown.rows()]
        place = header(rows)
        if not place:
            return frame
        # Blank rows at the top are not among those shown, but count.
        for blank in range(LOOKED_AT):
            below = book.load_sheet(sheet, header_row=place + blank, schema_sample_rows=None)
            if below.to_polars().columns == rows[place]:
                self._above = [[""]] * blank + rows[:place]
                return below.to_polars()
        return frame

    def _refuse_bombs(self) -> None:
        try:
            with open_file(self.path) as stream, zipfile.ZipFile(stream) as archive:
                size = sum(entry.file_size for entry in archive.infolist())
        except BROKEN_ZIP:
            raise InputError("not a whole XLSX file", file=self.name) from None
        if size > MAX_WORKBOOK:
            raise InputError(
                f"more than {MAX_WORKBOOK >> 30} GiB unpacked; save the sheet as CSV",
                file=self.name,
            )
