"""Figures add up by hand, and what cannot be read off is said to be undefined."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import scenarios
from planning.compare import Comparison, compare
from planning.search import search
from sim.errors import InputError
from sim.metrics import MEASURES, Parts
from sim.metrics.base import domain
from sim.metrics.retention import horizon
from sim.run import run
from strategies.delivery import Delivery
from tests.worlds.small import small
from worlds.measured import Measured
from worlds.replicate import FUNNELS, Replication, replicate
from worlds.statistics import Interval

CASE = Path(__file__).parents[1] / "metrics" / "cases" / "free.yaml"
PLANS = ("status-quo", "free-members", "nearly-free", "paid")


@pytest.fixture(scope="module")
def free() -> Comparison:
    return compare(scenarios.load(CASE), PLANS, seeds=6)


def test_roi_over_worlds_is_all_that_was_gained_over_all_that_was_spent(free: Comparison) -> None:
    revenue, cost = free.values["gross_margin"], free.values["cost"]
    for place, name in enumerate(PLANS):
        earned = float((revenue[place] - revenue[0]).sum())
        spent = float((cost[place] - cost[0]).sum())
        level = free.level("roi", place)
        if spent > 0:
            assert level["mean"] == pytest.approx((earned - spent) / spent), name
        else:
            assert level["mean"] is None, name
            assert name in free.why["roi"].plans
    # A gain and its return point the same way.
    gain, roi = (free.interval(name, 3).mean for name in ("gain", "roi"))
    assert np.sign(gain) == np.sign(roi)


def test_nothing_for_nothing_is_undefined_and_told(free: Comparison) -> None:
    pair = free.as_json()["comparisons"][0]["measures"]["roi"]
    assert (pair["a"], pair["difference"]) == (None, None)
    assert "status-quo" in free.as_json()["undefined_why"]["roi"]["plans"]


def test_the_number_of_worlds_is_told(free: Comparison) -> None:
    for pair in free.as_json()["comparisons"]:
        assert all(0 <= entry["worlds"] <= 6 for entry in pair["measures"].values())
        assert pair["measures"]["visits"]["worlds"] == 6


@pytest.mark.parametrize("spent", [1, 2])
def test_what_one_world_tells_is_told_without_an_interval(free: Comparison, spent: int) -> None:
    """In the others nothing was spent, so that they say nothing of what it brings."""
    parts = [Parts(5.0, 2.0)] * spent + [Parts(0.0, 0.0)] * (6 - spent)
    measured = Measured.of("roi_marketing", [[Parts(0.0, 0.0)] * 6, parts])
    found = replace(free, measured={"roi_marketing": measured})
    level, pair = found.level("roi_marketing", 1), found.paired("roi_marketing").as_json()
    assert (level["mean"], level["worlds"]) == (2.5, spent)
    assert (level["low"] is None) == (spent == 1)
    assert (level["high"], level["low"]) == (pair["b_high"], pair["b_low"])


def test_a_window_that_the_horizon_cannot_hold_is_undefined() -> None:
    scenario = small(days="horizon_days: 42 -> horizon_days: 20")
    found = compare(scenario, ["status-quo", "points"], seeds=2)
    start = date(2025, 3, 3)
    for name, needed in (
        ("weekly_active", 28), ("stickiness", 28),
        ("retention_w2", horizon(start, 2)), ("retention_w12", horizon(start, 12)),
    ):  # fmt: skip
        assert name in found.undefined
        why = found.as_json()["undefined_why"][name]
        assert (why["reason"], why["needed_days"], why["horizon_days"]) == ("horizon", needed, 20)
        assert f"needs a horizon of {needed} days" in why["text"]
    assert "retention_w1" not in found.undefined
    assert "visits" not in found.undefined


def test_a_community_too_young_for_the_value_of_its_base_says_so() -> None:
    young = small(launch="launch: 2025-01-06 -> launch: 2025-02-21", cost="cost] -> base_value]")
    found = compare(young, ["status-quo", "points"], seeds=2).as_json()
    for name in ("base_value", "base_gain", "gain_with_base", "roi_with_base"):
        assert name in found["undefined"]
        assert found["undefined_why"][name]["needed_days"] == 46
    asked = small(
        launch="launch: 2025-01-06 -> launch: 2025-02-21",
        goal="weekly_active, -cost -> base_gain",
    )
    with pytest.raises(InputError, match="base_gain needs a horizon of 46 days"):
        search(asked, 1, seeds=2, panel=2)
    assert "base_value" not in compare(small(), ["status-quo", "points"], seeds=2).undefined


@pytest.mark.parametrize("field", ["objective", "subject_to"])
def test_a_search_for_what_can_never_be_read_is_refused(field: str) -> None:
    change = {
        "objective": "objective: weekly_active -> objective: retention_w12",
        "subject_to": "posts >= 0.5 * baseline -> retention_w12 >= baseline",
    }
    with pytest.raises(InputError, match="needs a horizon of 91 days, and this one has 42") as told:
        search(small(changed=change[field]), 1, seeds=2, panel=2)
    assert told.value.field == f"search.{field}"


def test_a_multiple_of_what_the_baseline_does_not_have_is_refused() -> None:
    scenario = small(bound="posts >= 0.5 * baseline -> roi >= baseline")
    with pytest.raises(InputError, match="has no roi; write a number"):
        search(scenario, 1, seeds=2, panel=2)


@pytest.mark.parametrize("seed", range(6))
def test_the_stages_of_a_funnel_never_grow(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scenario = small(
        visit=f"visit_base: -1.5 -> visit_base: {rng.uniform(-4.0, 3.0):.2f}",
        write=f"write_rate: 0.3 -> write_rate: {rng.uniform(0.0, 3.0):.2f}",
        buy=f"buy_rate: 0.05 -> buy_rate: {rng.uniform(0.0, 1.0):.2f}",
        members=f"members: 120 -> members: {rng.integers(1, 300)}",
        days=f"horizon_days: 42 -> horizon_days: {rng.integers(1, 42)}",
    )
    spec = scenario.spec()
    plans = tuple(scenario.plan(name) for name in ("status-quo", "both"))
    for lived in replicate(Replication(spec, plans[0], plans, seed)).lived:
        counts = iter(lived.funnel)
        for stages in FUNNELS.values():
            passed = [next(counts) for _ in stages]
            assert passed == sorted(passed, reverse=True), stages


def test_a_plan_that_ran_dry_is_told_in_the_facts() -> None:
    scenario = small(budget="budget: 300 -> budget: 4")
    found = compare(scenario, ["status-quo", "points"], seeds=2).as_json()
    (day,) = found["ran_dry"]["points"].values()
    runs = [run(scenario.spec(), scenario.plan("points"), seed) for seed in (0, 1)]
    told = [own for one in runs for own in one.deliveries if isinstance(own, Delivery)]
    assert day == np.mean([own.dry_day for own in told])
    assert 0 <= day < 42
    assert "status-quo" not in found["ran_dry"]
    assert found["ran_dry_in"] == {"points": dict.fromkeys(found["ran_dry"]["points"], 2)}


@pytest.mark.parametrize(
    ("unit", "ends"),
    [("share", (0.0, 1.0)), ("members", (0.0, math.inf)), ("currency", (-math.inf, math.inf)),
     ("points, -100 to 100", (-100.0, 100.0)), ("1", (-math.inf, math.inf))],
)  # fmt: skip
def test_an_interval_of_a_level_holds_nothing_that_cannot_be(
    unit: str, ends: tuple[float, float]
) -> None:
    assert domain(unit) == ends
    wide = Interval(0.02, -300.0, 300.0).within(*ends)
    assert (wide.low, wide.high) == (max(ends[0], -300.0), min(ends[1], 300.0))
    none = Interval(0.02, math.nan, math.nan).within(*ends)
    assert math.isnan(none.low)
    assert math.isnan(none.high)


def test_no_level_of_a_comparison_is_below_what_can_be() -> None:
    found = compare(small(members="members: 120 -> members: 20"), ["status-quo", "points"], seeds=3)
    for name in found.measured:
        least, most = domain(MEASURES[name].unit)
        for place in (0, 1):
            own = found.level(name, place)
            if own["low"] is not None and own["high"] is not None:
                assert least <= own["low"] <= own["high"] <= most, name
