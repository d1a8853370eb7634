"""Cells of figures: dates, counts, shares, money; the first that is none is told with its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from calibration.history.cells import quoted
from calibration.history.table import Table, Uneven, require_columns
from calibration.history.times import moments
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl

MAX_ROWS: Final = 36_600
"""A century of days."""


def dates(source: Table, table: pl.DataFrame, column: str) -> pl.Series:
    """A column of dates, checked to be dates in strictly increasing order."""

    days = moments(table[column], "UTC", file=source.name).local.dt.date()
    unread = days.is_null()
    bad = (unread | (days.diff().dt.total_days() <= 0).fill_null(False)).arg_true()
    refuse_first(
        source, table, bad, column,
        lambda row: f"{quoted(table[column][row])} is not a date like 2016-07-04"
        if unread[row]
        else f"{days[row]} is not after {days[row - 1]}; sort the rows by {column}",
    )  # fmt: skip
    return days


def whole(source: Table, table: pl.DataFrame, column: str) -> pl.Series:
    """A column of whole numbers, at least 0; thousands may be parted."""
    import polars as pl

    text = table[column].cast(pl.String)
    numbers = whole_number(source, text).cast(pl.Int64, strict=False)
    bad = (numbers.is_null() | (numbers < 0)).arg_true()
    refuse_first(
        source, table, bad, column,
        lambda row: f"{quoted(text[row])} is not a whole number of at least 0",
    )  # fmt: skip
    return numbers


def money(source: Table, table: pl.DataFrame, column: str) -> pl.Series:
    """A column of sums of money, refunds taken off; nothing stands for 0."""
    import polars as pl

    text = table[column].cast(pl.String)
    sums = plain_number(source, text).cast(pl.Float64, strict=False)
    good = text.is_null() | sums.is_finite().fill_null(False)
    refuse_first(
        source, table, (~good).arg_true(), column,
        lambda row: f"{quoted(text[row])} is not a number; write 1250.5, without a currency",
    )  # fmt: skip
    return sums.fill_null(0.0)


def is_whole(source: Table, column: pl.Series) -> bool:
    """Whether a column has whole numbers of at least 0 alone."""
    import polars as pl

    plain = whole_number(source, column).cast(pl.Int64, strict=False)
    return bool((plain >= 0).fill_null(False).all())


def plain_number(source: Table, text: pl.Series) -> pl.Series:
    """Numbers without what parts their thousands, and with a point."""
    mark, point = (".", ",") if source.decimal_comma else (",", ".")
    parted = rf"^-?\d{{1,3}}([{mark}'\u00a0\u202f ]\d{{3}})+([{point}]\d+)?$"
    text = text.str.strip_chars()
    bare = text.str.replace_all(rf"[{mark}'\u00a0\u202f ]", "")
    plain = bare.zip_with(text.str.contains(parted).fill_null(False), text)
    return plain.str.replace(",", ".", literal=True) if source.decimal_comma else plain


def whole_number(source: Table, column: pl.Series) -> pl.Series:
    """The same as text without a fraction of zero."""
    import polars as pl

    return plain_number(source, column.cast(pl.String)).str.replace(r"\.0+$", "")


def share(source: Table, table: pl.DataFrame, column: str) -> pl.Series:
    """A column of shares, 0 to 1; may have gaps."""
    import polars as pl

    text = table[column].cast(pl.String)
    share = text.cast(pl.Float64, strict=False)
    good = text.is_null() | share.is_between(0, 1).fill_null(False)
    refuse_first(
        source, table, (~good).arg_true(), column,
        lambda row: f"{quoted(text[row])} is not a share from 0 to 1",
    )  # fmt: skip
    return share


def refuse_first(
    source: Table,
    table: pl.DataFrame,
    wrong: pl.Series | NDArray[np.int64],
    field: str,
    told: Callable[[int], str],
) -> None:
    """Raise `InputError` for the first of the rows that are wrong, if any are."""
    if len(wrong):
        row = int(wrong[0])
        line = source.line(int(table["row"][row]))
        raise InputError(told(row), file=source.name, line=line, field=field)


def rows_of(source: Table, wanted: tuple[str, ...]) -> pl.DataFrame:
    """Return the rows that are not blank, with their numbers in ``row``.

    Raises
    ------
    InputError
        If a wanted column is missing, a row has other fields than the header, or there are none or
        too many.
    """
    import polars as pl

    scan = source.scan()
    names = [name for name in scan.collect_schema().names() if name != "row"]
    require_columns(names, wanted, source.name)
    try:
        table = source.collect(scan.filter(~pl.all_horizontal(pl.col(names).is_null())))
    except Uneven as uneven:
        raise uneven.refused(source) from None
    if table.is_empty():
        raise InputError("empty: a header and no row", file=source.name)
    if table.height > MAX_ROWS:
        raise InputError(f"{table.height:,} rows; at most {MAX_ROWS:,}", file=source.name)
    # What no text can be made of is refused where it is needed, by its kind, and left elsewhere.
    odd = {
        name: kind
        for name, kind in table.schema.items()
        if kind.is_nested() or kind in (pl.Duration, pl.Binary)
    }
    return table.with_columns(pl.lit(str(kind)).alias(name) for name, kind in odd.items())
