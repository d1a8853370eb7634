"""Rows that stand more than once: what was exported twice is mended, single repeats are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from calibration.history.reading import Note

if TYPE_CHECKING:
    import polars as pl

Repeats = Literal["keep", "drop"]
"""What becomes of single rows that repeat another."""

ENOUGH: Final = 10
"""Different rows, each of them there as often, that are no chance."""


def mended(rows: pl.DataFrame, repeats: Repeats) -> tuple[pl.DataFrame, list[Note]]:
    """Leave out what was exported twice.

    Where every row of the file stands twice (or k times), or every row of a day whose times have
    seconds, it was exported so often, and each is kept once. Single repeats may be two acts within
    a second, a minute or a day, whatever is written: they are kept, unless told otherwise, and
    counted.

    Parameters
    ----------
    rows
        ``key`` (a hash of all that the row says), ``day``, ``moment`` and anything else.
    repeats
        What becomes of single repeats.
    """
    import polars as pl

    surplus = rows.height - rows["key"].n_unique()
    if not surplus:
        return rows, []
    counts = rows.group_by("key").agg(day=pl.col("day").first(), times=pl.len())
    notes = []
    whole = _factor(counts["times"].to_numpy())
    if whole > 1:
        days = counts.select("day").unique().with_columns(factor=pl.lit(whole, pl.Int64))
    elif (rows["moment"].dt.second() > 0).any():
        days = _doubled_days(counts)
    else:
        days = counts.clear().select("day")
    if not days.is_empty():
        rows, left_out = _once(rows, counts.join(days, on="day", how="left"))
        surplus -= left_out
        where = "the whole file" if whole > 1 else f"{days.height:,} days"
        where_zh = "整个文件" if whole > 1 else f"{days.height:,} 天的数据"
        notes.append(
            Note(
                "dropped: exported twice",
                f"{left_out:,} rows left out: {where} stood twice or more, row by row",
                f"{left_out:,} 行未采用：{where_zh}逐行重复导出",
                warning=True,
                rows=left_out,
            )
        )
        surplus = rows.height - rows["key"].n_unique()
    if surplus and repeats == "drop":
        rows = rows.unique("key", keep="first", maintain_order=True)
        notes.append(
            Note(
                "dropped: repeated",
                f"{surplus:,} rows left out: each repeats another word for word",
                f"{surplus:,} 行未采用：与另一行完全相同",
                warning=True,
                rows=surplus,
            )
        )
    elif surplus:
        notes.append(
            Note(
                "repeated",
                f"{surplus:,} rows repeat another word for word and count as further events",
                f"{surplus:,} 行与另一行完全相同，仍计为独立事件",
                warning=True,
                rows=surplus,
            )
        )
    return rows, notes


def _factor(times: np.ndarray) -> int:
    """How often everything stands there; 1 where too little does to tell."""
    return int(np.gcd.reduce(times)) if len(times) >= ENOUGH else 1


def _doubled_days(counts: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    # Only where the least is two can all be: most days are settled without looking at each.
    suspects = (
        counts.group_by("day")
        .agg(least=pl.col("times").min(), rows=pl.len(), times=pl.col("times"))
        .filter((pl.col("least") > 1) & (pl.col("rows") >= ENOUGH))
    )
    factors = [_factor(np.asarray(times)) for times in suspects["times"].to_list()]
    return (
        suspects.select("day")
        .with_columns(factor=pl.Series(factors, dtype=pl.Int64))
        .filter(pl.col("factor") > 1)
    )


def _once(rows: pl.DataFrame, counts: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    import polars as pl

    share = counts.select("key", keep=pl.col("times") // pl.col("factor").fill_null(1))
    kept = (
        rows.with_columns(number=pl.int_range(pl.len()).over("key"))
        .join(share, on="key", how="left", maintain_order="left")
        .filter(pl.col("number") < pl.col("keep"))
        .drop("number", "keep")
    )
    return kept, rows.height - kept.height
