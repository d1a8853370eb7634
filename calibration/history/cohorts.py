"""The cohort triangle beside figures: wide or long, checked against the joiners."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from calibration.history.cells import quoted
from calibration.history.columns import match
from calibration.history.figure_cells import dates, refuse_first, rows_of, whole, whole_number
from calibration.history.record import monday
from calibration.history.table import Table, require_columns
from calibration.history.times import moments
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl


def read_triangle(source: Table, daily: pl.DataFrame) -> NDArray[np.int64]:
    """Return the triangle by calendar week, checked against the daily figures.

    Parameters
    ----------
    source
        ``triangle.csv``, wide or long.
    daily
        The daily figures.

    Raises
    ------
    InputError
        If it is no triangle, or not this community's.
    """

    table = _wide(source)
    cohorts = dates(source, table, "cohort")
    first: date = daily["date"][0]
    origin = monday(first)
    weeks = ((first + timedelta(days=daily.height)) - origin).days // 7
    expected = [origin + timedelta(weeks=k) for k in range(weeks)]
    if cohorts.to_list() != expected:
        raise InputError(
            f"{len(cohorts)} cohorts from {cohorts[0]} to {cohorts[-1]}; the daily figures have "
            f"{weeks} whole weeks from {origin}, one cohort for each Monday",
            file=source.name,
            field="cohort",
        )
    ages = [str(age) for age in range(weeks)]
    require_columns(table.columns, ages, source.name)
    cells = np.column_stack([whole_number(source, table[age]).to_numpy() for age in ages])
    counts = np.zeros((weeks, weeks), np.int64)
    for row in range(weeks):
        for age in range(weeks - row):
            text = cells[row, age]
            if text is None or not text.isdecimal():
                raise InputError(
                    f"{quoted(text)} is not a whole number of at least 0; this week was observed",
                    file=source.name,
                    line=source.line(int(table["row"][row])),
                    field=str(age),
                )
            counts[row, row + age] = int(text)
    return _check_joiners(source, table, counts, daily)


def _wide(source: Table) -> pl.DataFrame:
    """The triangle with a column for each age, whichever way it is written."""
    import polars as pl

    long = match(source.columns(), ("cohort", "age", "members"), {}, source.name)
    if "0" in source.columns() or len(long.used) < 3:
        return rows_of(source, ("cohort", "0"))
    table = rows_of(source, tuple(long.used.values()))
    age = whole(source, table, long["age"])
    cells = table.select(
        "row", cohort=long["cohort"], age=age.cast(pl.String), members=long["members"]
    )
    twice = cells.select(pl.struct("cohort", "age").is_duplicated()).to_series().arg_true()
    refuse_first(
        source, table, twice, long["age"],
        lambda row: f"cohort {quoted(cells['cohort'][row])} has the age {cells['age'][row]} twice",
    )  # fmt: skip
    first = cells.group_by("cohort").agg(pl.col("row").min())
    wide = cells.drop("row").pivot("age", index="cohort", values="members")
    wide = wide.join(first, on="cohort")
    # By the days, not by their text: 2024-1-15 stands before 2024-1-8 there.
    at = moments(wide["cohort"], "UTC", file=source.name).local.dt.date()
    return wide.with_columns(at=at).sort("at").drop("at")


def _check_joiners(
    source: Table, table: pl.DataFrame, counts: NDArray[np.int64], daily: pl.DataFrame
) -> NDArray[np.int64]:
    """Every cohort's size must be the new members of its week."""
    lead = daily["date"][0].weekday()
    joined = np.concatenate([np.zeros(lead, np.int64), daily["new_members"].to_numpy()])
    weekly = joined[: 7 * len(counts)].reshape(-1, 7).sum(axis=1)
    wrong = np.flatnonzero(np.diag(counts) != weekly)
    refuse_first(
        source, table, wrong, "0",
        lambda row: f"{counts[row, row]} members in this cohort, but the daily figures have "
        f"{weekly[row]} new members in its week",
    )  # fmt: skip
    return counts
