"""Runs as rows of a tidy table, a row a run and measure."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.metrics import Parts
from worlds.runs.key import version

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished run.

    Attributes
    ----------
    key
        See `worlds.runs.key.World.run_key`.
    inputs
        What was varied, by path.
    draw, seed
        The behaviour draw and the seed of chance.
    parts
        What the run adds to every measure of the catalogue, or to those that a search asked for.
    lived
        All that is kept of it, if more than that is: see `worlds.packed`, as JSON.
    """

    key: str
    inputs: Mapping[str, float]
    draw: int
    seed: int
    parts: Mapping[str, Parts]
    lived: str | None = None


def of_runs(runs: Sequence[Kept], scenario: str, plan: str) -> pl.DataFrame:
    """Return runs, all of the same measures, as a table."""
    import polars as pl

    measures = list(runs[0].parts)
    own = [run.parts[name] for run in runs for name in measures]
    # Once a run: on its first row.
    texts = [text for run in runs for text in (run.lived, *[None] * (len(measures) - 1))]
    one_a_run = pl.DataFrame(
        {
            "key": [run.key for run in runs],
            "scenario": [scenario] * len(runs),
            "plan": [plan] * len(runs),
            "version": [version()] * len(runs),
            "inputs": [json.dumps(dict(run.inputs)) for run in runs],
            "draw": pl.Series([run.draw for run in runs], dtype=pl.Int64),
            "seed": pl.Series([run.seed for run in runs], dtype=pl.Int64),
        }
    )
    repeated = one_a_run.select(pl.all().repeat_by(len(measures)).explode())
    return repeated.with_columns(
        pl.Series("measure", measures * len(runs)),
        pl.Series("numerator", [each.numerator for each in own], pl.Float64),
        pl.Series("denominator", [each.denominator for each in own], pl.Float64),
        pl.Series("lived", texts, pl.String),
    )


def parts(
    frame: pl.DataFrame, keys: Collection[str], measures: Collection[str]
) -> dict[str, dict[str, Parts]]:
    """Return some measures of the runs of some keys that hold all of them."""
    import polars as pl

    found: dict[str, dict[str, Parts]] = {}
    columns = ("key", "measure", "numerator", "denominator")
    wanted = pl.col("key").is_in(list(keys)) & pl.col("measure").is_in(list(measures))
    for key, name, above, below in frame.filter(wanted).select(columns).iter_rows():
        found.setdefault(key, {})[name] = Parts(above, below)
    return {key: own for key, own in found.items() if len(own) == len(set(measures))}


def lived(frame: pl.DataFrame, keys: Collection[str]) -> dict[str, str]:
    """Return what is kept of some runs beyond their measures."""
    import polars as pl

    there = frame.filter(pl.col("key").is_in(list(keys)) & pl.col("lived").is_not_null())
    return dict(there.select("key", "lived").iter_rows())
