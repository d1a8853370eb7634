"""Compute the figures of this folder from the text-free extract of the site's data dump.

Usage: ``python compute.py PATH/TO/travel_se [OUT]``. Reads ``members.csv.gz``, ``posts.csv.gz``,
``comments.csv.gz`` and ``votes.csv.gz`` (columns in ``README.md``), writes ``figures.csv``,
``triangle.csv`` and ``windows.csv``: counts and shares only, no row is about one member. The
same input gives the same bytes.
"""

from __future__ import annotations

import math
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

WINDOW_DAYS = 364
"""Length of a window of ``windows.csv``: 52 whole weeks."""

SYSTEM_ACCOUNT = -1


def contributions(source: Path) -> pl.DataFrame:
    """Questions, answers and comments of known members: ``member, day, kind``, in time order."""
    posts = (
        pl.scan_csv(source / "posts.csv.gz")
        .filter(pl.col("kind").is_in(["question", "answer"]))
        .select("member", "ts", kind=pl.lit("post"))
    )
    comments = pl.scan_csv(source / "comments.csv.gz").select(
        "member", "ts", kind=pl.lit("comment")
    )
    return (
        pl.concat([posts, comments])
        .filter(pl.col("member").is_not_null() & (pl.col("member") != SYSTEM_ACCOUNT))
        .select("member", "ts", "kind", day=pl.col("ts").str.slice(0, 10).str.to_date())
        .sort("ts", "member", "kind")
        .collect()
    )


def span(acts: pl.DataFrame) -> tuple[date, date]:
    """First and last day of a non-empty table."""
    first, last = acts.select(pl.col("day").min(), last=pl.col("day").max()).row(0)
    return first, last


def registrations(source: Path, acts: pl.DataFrame) -> pl.DataFrame:
    """Registration time of every member: the first act's, where an account was made anew later."""
    first_act = acts.group_by("member").agg(first_act=pl.col("ts").min())
    return (
        pl.read_csv(source / "members.csv.gz")
        .filter(pl.col("member") != SYSTEM_ACCOUNT)
        .join(first_act, on="member", how="left")
        .select("member", ts=pl.min_horizontal("joined_at", "first_act"))
        .with_columns(day=pl.col("ts").str.slice(0, 10).str.to_date())
        .sort("ts", "member")
    )


def daily_figures(source: Path, acts: pl.DataFrame) -> pl.DataFrame:
    """One row a day, days without an event included."""
    first_days = acts.group_by("member").agg(day=pl.col("day").min())
    bounties = (
        pl.read_csv(source / "votes.csv.gz", schema_overrides={"bounty": pl.String})
        .filter(pl.col("kind") == "bounty_start")
        .with_columns(pl.col("day").str.slice(0, 10).str.to_date())
    )
    parts = [
        acts.group_by("day").agg(
            active_members=pl.col("member").n_unique(),
            posts=(pl.col("kind") == "post").sum(),
            comments=(pl.col("kind") == "comment").sum(),
        ),
        first_days.group_by("day").agg(new_members=pl.len()),
        registrations(source, acts).group_by("day").agg(registrations=pl.len()),
        bounties.group_by("day").agg(bounties=pl.col("n").sum()),
    ]
    first, last = span(acts)
    table = pl.DataFrame({"day": pl.date_range(first, last, "1d", eager=True)})
    for part in parts:
        table = table.join(part, on="day", how="left")
    names = ["active_members", "new_members", "registrations", "posts", "comments", "bounties"]
    return table.select(
        pl.col("day").alias("date"), *(pl.col(name).fill_null(0) for name in names)
    ).sort("date")


def cohort_triangle(acts: pl.DataFrame) -> pl.DataFrame:
    """Members active by week of first activity and age in weeks; blank where not observed."""
    first, last = span(acts)
    origin = first - timedelta(days=first.weekday())
    weeks = (last + timedelta(days=1) - origin).days // 7
    cells = (
        acts.select("member", week=(pl.col("day") - origin).dt.total_days() // 7)
        .unique()
        .with_columns(cohort=pl.col("week").min().over("member"))
        .filter(pl.col("week") < weeks)
        .group_by("cohort", "week")
        .agg(active=pl.len())
    )
    counts = np.zeros((weeks, weeks), np.int64)
    counts[cells["cohort"], cells["week"] - cells["cohort"]] = cells["active"]
    columns: dict[str, object] = {"cohort": [origin + timedelta(weeks=k) for k in range(weeks)]}
    for age in range(weeks):
        observed = [int(n) for n in counts[: weeks - age, age]]
        columns[str(age)] = observed + [None] * age
    return pl.DataFrame(columns)


def top_share(counts: np.ndarray, share: float) -> float:
    """Part of all contributions made by the most active ``share`` of contributors."""
    ordered = np.sort(counts)[::-1]
    return float(ordered[: max(1, math.ceil(share * len(ordered)))].sum() / ordered.sum())


def trailing_windows(acts: pl.DataFrame) -> pl.DataFrame:
    """Concentration and retention as they were known on the first of every month.

    ``top1_share`` and ``top10_share`` are over the contributions of the window's days;
    ``d1 .. w4`` over members whose first contribution fell into the window and whose days of
    return (day 1, day 7, days 7-13, days 28-34 after the first) were over on ``until``.
    """
    first, last = span(acts)
    days = acts.with_columns(joined=pl.col("day").min().over("member"))
    untils = pl.date_range(first, last + timedelta(days=1), "1d", eager=True)
    rows = []
    for until in untils.filter(untils.dt.day() == 1):
        begin = max(first, until - timedelta(days=WINDOW_DAYS))
        seen = days.filter(pl.col("day") < until)
        inside = seen.filter(pl.col("day") >= begin)
        counts = inside.group_by("member").len()["len"].to_numpy()
        joiners = seen.filter(pl.col("joined") >= begin)
        row: dict[str, object] = {
            "until": until,
            "days": (until - begin).days,
            "contributors": len(counts),
            "contributions": int(counts.sum()),
            "top1_share": top_share(counts, 0.01),
            "top10_share": top_share(counts, 0.10),
            "joiners": joiners["member"].n_unique(),
        }
        age = (joiners["day"] - joiners["joined"]).dt.total_days()
        for name, low, high in (("d1", 1, 1), ("d7", 7, 7), ("w1", 7, 13), ("w4", 28, 34)):
            over = joiners["joined"] + timedelta(days=high) < until
            came = joiners.filter(over & age.is_between(low, high))["member"].n_unique()
            could = joiners.filter(over)["member"].n_unique()
            row[name] = came / could if could else None
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)


def write(table: pl.DataFrame, path: Path) -> None:
    """Write a CSV file whole or not at all."""
    partial = path.with_suffix(".partial")
    table.write_csv(partial, float_precision=6, line_terminator="\n")
    os.replace(partial, path)


def main(source: Path, out: Path) -> None:
    """Compute and write the three tables."""
    acts = contributions(source)
    write(daily_figures(source, acts), out / "figures.csv")
    write(cohort_triangle(acts), out / "triangle.csv")
    write(trailing_windows(acts), out / "windows.csv")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python compute.py PATH/TO/travel_se [OUT]")
    here = Path(__file__).parent
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else here)
