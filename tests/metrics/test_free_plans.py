"""A plan that costs nothing has a gain and no return on investment."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from scenarios import load
from sim.metrics import evaluate
from sim.run import Run, live_past, run

CASE = Path(__file__).parent / "cases" / "free.yaml"
NAMES = ("cost", "roi", "roi_marketing", "roi_cash", "roi_owed_in_full", "roi_with_base", "gain")


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    scenario = load(CASE)
    past = live_past(scenario.spec(), 0)
    return {
        name: run(scenario.spec(), scenario.plan(name), 0, past=past)
        for name in ("status-quo", "free-members", "paid")
    }


@pytest.mark.parametrize("plan", ["status-quo", "free-members"])
def test_without_extra_cost_there_is_no_ratio(runs: dict[str, Run], plan: str) -> None:
    found = evaluate(NAMES, runs[plan], runs["status-quo"])
    assert found.pop("cost") == runs["status-quo"].ledger.cost() / 100 > 0
    gain = runs[plan].ledger.gross_margin() - runs["status-quo"].ledger.gross_margin()
    assert found.pop("gain") == pytest.approx(gain / 100, abs=1e-9)
    assert all(map(math.isnan, found.values()))


def test_what_costs_has_one(runs: dict[str, Run]) -> None:
    found = evaluate(NAMES, runs["paid"], runs["status-quo"])
    assert found["cost"] > runs["status-quo"].ledger.cost() / 100
    assert found["roi"] == found["roi_cash"]
    assert found["roi"] == pytest.approx(found["roi_marketing"] - 1, rel=1e-12)
