"""Tables as files for other programs: Parquet, CSV, Excel."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, get_args

from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

Format = Literal["parquet", "csv", "xlsx"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet would run (OWASP, CSV injection), full-width forms too."""

UNDATED: Final = datetime(2000, 1, 1)
"""When a sheet says that it was made: no bytes hang on the clock."""

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet of Excel holds below its headings."""


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe is put before one."""
    return f"'{text}" if text.startswith(FORMULA) else text


def encoded(frame: pl.DataFrame, form: Format) -> bytes:
    """Return a table as the bytes of a file; equal tables give equal bytes.

    In CSV and Excel texts that begin like a formula are made neutral (`neutral`), headings too;
    numbers stay numbers, what is not defined is empty, and each place of a list, such as the ends
    of a range, is a column of its own.

    Parameters
    ----------
    frame
        The table.
    form
        One of `FORMATS`.

    Raises
    ------
    InputError
        If there is no such format, or Excel cannot hold so many rows.
    """
    if form not in FORMATS:
        raise InputError(f"no format {form!r}; there are {', '.join(FORMATS)}", field="format")
    if form == "xlsx" and len(frame) > MOST_ROWS:
        raise InputError(
            f"{len(frame):,} rows; a sheet of Excel holds {MOST_ROWS:,}: take csv or parquet",
            field="format",
        )
    return {"parquet": _parquet, "csv": _csv, "xlsx": _xlsx}[form](frame)


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def _csv(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    # With the mark of order, without which Excel reads Chinese as something else.
    _neutralised(frame).write_csv(buffer, include_bom=True)
    return buffer.getvalue()


def _neutralised(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    for name, kind in frame.schema.items():
        if isinstance(kind, pl.List):
            frame = _apart(frame, name)
    # Only what is defined: a NaN is no number of Excel's.
    frame = frame.fill_nan(None)
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        pl.when(pl.any_horizontal(pl.col(name).str.starts_with(mark) for mark in FORMULA))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    ).rename({name: neutral(name) for name in frame.columns if neutral(name) != name})


def _apart(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return a table in which each place of a column of lists is a column, ``name_1`` and on."""
    import polars as pl

    longest = frame[name].list.len().max()
    width = longest if isinstance(longest, int) else 0
    places = [
        pl.col(name).list.get(place, null_on_oob=True).alias(f"{name}_{place + 1}")
        for place in range(width)
    ]
    return frame.select(
        each for own in frame.columns for each in (places if own == name else [pl.col(own)])
    )


def _xlsx(frame: pl.DataFrame) -> bytes:
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": UNDATED})
    _neutralised(frame).write_excel(book, autofit=False)
    book.close()
    return buffer.getvalue()
