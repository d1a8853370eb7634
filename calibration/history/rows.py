"""Rows that cannot be read: counted by kind, told, and refused above a stated share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calibration.history.reading import ALLOWED, Note
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of row that cannot be read.

    Attributes
    ----------
    kind, kind_zh
        What it is called when such rows are counted.
    field
        The role of the column at fault.
    found
        Whether a row is of this kind.
    message
        What is wrong and what is allowed; ``{text}`` is the cell.
    always
        Whether already one is an error: to leave these out would bend the figures.
    """

    kind: str
    kind_zh: str
    field: str
    found: pl.Expr
    message: str
    always: bool = False


def kept(
    rows: pl.DataFrame,
    faults: Sequence[Fault],
    refuse: Callable[[int, Fault, str], InputError],
) -> tuple[pl.DataFrame, list[Note]]:
    """Leave out the rows with a fault.

    Parameters
    ----------
    rows
        The rows; a row counts for the first fault that it has.
    faults
        The kinds looked for.
    refuse
        Makes the error of a row (its place in ``rows``), its fault, and what is to be added.

    Returns
    -------
    tuple
        The rows without a fault, and how many were left out of each kind.

    Raises
    ------
    InputError
        If more than `ALLOWED` of the rows have a fault, or one has a fault that is never left out.
    """
    import polars as pl

    which = pl.lit(None, dtype=pl.UInt8)
    for number in reversed(range(len(faults))):
        which = pl.when(faults[number].found).then(pl.lit(number, pl.UInt8)).otherwise(which)
    fault = rows.select(fault=which)["fault"]
    bad = fault.is_not_null().arg_true()
    if bad.is_empty():
        return rows, []
    share = len(bad) / rows.height
    found = fault.gather(bad)
    never = [number for number, one in enumerate(faults) if one.always]
    grave = bad.filter(found.is_in(never))
    if not grave.is_empty():
        place = int(grave[0])
        raise refuse(place, faults[fault[place]], "")
    if share > ALLOWED:
        place = int(bad[0])
        added = (
            f" ({len(bad):,} of {rows.height:,} rows cannot be read; at most "
            f"{ALLOWED:.0%} may be left out)"
        )
        raise refuse(place, faults[fault[place]], added if rows.height > 1 else "")
    counts = dict(found.value_counts().iter_rows())
    notes = [
        Note(
            f"dropped: {one.kind}",
            f"{counts[number]:,} rows left out: {one.kind}",
            f"{counts[number]:,} 行未采用：{one.kind_zh}",
            warning=True,
            rows=counts[number],
        )
        for number, one in enumerate(faults)
        if number in counts
    ]
    return rows.filter(fault.is_null()), notes
