"""Mesa's own `batch_run` over a community: a subclass with plain keyword parameters."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest
from mesa.batchrunner import batch_run

from sim.model import RNG, CommunityModel
from tests.communities import community


class Small(CommunityModel):
    """What a Mesa user writes: a community of a few parameters."""

    def __init__(self, *, founders: int = 60, reach: float = 1.0, rng: RNG | None = None) -> None:
        super().__init__(community(founders, 8, arrivals=reach), rng=rng)


SWEEP: dict[str, Any] = {"founders": [60, 90], "reach": 1.0}


def batch(processes: int = 1, period: int = -1) -> list[dict[str, Any]]:
    """Run two sizes in three worlds, as each of the two Mesas wants its seeds."""
    options = {
        "number_processes": processes, "data_collection_period": period, "display_progress": False,
    }  # fmt: skip
    if "rng" in inspect.signature(batch_run).parameters:
        return batch_run(Small, SWEEP, rng=range(3), **options)
    return batch_run(Small, {**SWEEP, "rng": range(3)}, **options)


def test_runs_each_world_to_its_end() -> None:
    rows = batch()
    worlds = [(row["founders"], row["rng"]) for row in rows]
    assert sorted(worlds) == [(founders, seed) for founders in (60, 90) for seed in range(3)]
    for row in rows:
        model = Small(founders=row["founders"], rng=row["rng"])
        model.run_model()
        assert (row["day"], row["members"]) == (8, len(model.agents))
        visits = model.datacollector.get_model_vars_dataframe()["visits"]
        assert row["visits"] == visits.iloc[-1]


def test_each_day_is_a_row() -> None:
    rows = batch(period=1)
    assert len(rows) == 6 * 8
    first = [row for row in rows if row["RunId"] == 0]
    assert [row["day"] for row in first] == list(range(1, 9))


@pytest.mark.filterwarnings("ignore:The `iterations` keyword:DeprecationWarning")
def test_iterations_are_different_worlds() -> None:
    rows = batch_run(Small, {}, iterations=4, data_collection_period=1, display_progress=False)
    visits = np.array([row["visits"] for row in rows]).reshape(4, 8)
    assert len(np.unique(visits, axis=0)) == 4


@pytest.mark.slow
def test_processes_change_nothing() -> None:
    def key(row: dict[str, Any]) -> tuple[int, int]:
        return row["RunId"], row["Step"]

    assert sorted(batch(processes=2), key=key) == sorted(batch(), key=key)
