"""Other processes find the code too, and give the same bits."""

from __future__ import annotations

from pathlib import Path

import pytest

from forerun.sweeping import sweep
from planning.compare import compare_plans
from sim.errors import InputError
from tests.own_code.conftest import read
from worlds.executors import Workers


@pytest.mark.slow
def test_processes_give_the_same_bits(folder: Path) -> None:
    scenario = read(folder)
    names = ("status-quo", "letters")
    plans = [(name, scenario.plan(name)) for name in names]
    found = []
    for count in (1, 2):
        with Workers(count) as pool:
            comparison = compare_plans(scenario.spec(), plans[0][1], plans, range(2), pool)
        assert not comparison.failed
        found.append(comparison.as_json())
    assert found[0] == found[1]
    assert found[0]["strategies"]["letters"][0]["spent"] == 400


def test_a_cluster_is_refused_before_anything_is_run(folder: Path) -> None:
    with pytest.raises(InputError, match="machines of a cluster do not have"):
        sweep(read(folder), ["visit_base=-3:-2"], plan="letters", cluster="tcp://127.0.0.1:1")
