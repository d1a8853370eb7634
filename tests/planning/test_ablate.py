"""Each strategy of a plan is worth what the plan loses without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

import forerun
from planning.ablate import Ablation, ablate, without
from planning.compare import compare
from sim.errors import InputError
from strategies import StrategyPlan
from strategies.ads import Ads
from strategies.content import Content
from tests.worlds.small import small


@pytest.fixture(scope="module")
def found() -> Ablation:
    return ablate(small(), "both", seeds=3)


def test_the_parts_and_the_gap_are_the_whole(found: Ablation) -> None:
    assert set(found.measures["cost"].strategies) == {"points", "content"}
    for name in ("cost", "weekly_active", "posts", "retention_w4"):
        own = found.measures[name]
        parts = sum(part.mean for part in own.strategies.values())
        assert own.whole.mean == pytest.approx(parts + own.gap.mean, abs=1e-9)


def test_the_whole_is_what_compare_tells(found: Ablation) -> None:
    pair = compare(small(), ["status-quo", "both"], seeds=3).paired("weekly_active")
    assert found.measures["weekly_active"].whole == pair.difference


def test_what_does_nothing_is_worth_nothing() -> None:
    """A strategy at strength zero, free of charge, beside others: nothing, to the bit."""
    last = "      - content: {items_per_day: 2}\n"
    nothing = "      - ads: {share: 0.0, monthly_fee: 0.0}\n"
    worths = ablate(small(ads=f"{last} -> {last}{nothing}"), "both", seeds=2).measures
    for worth in worths.values():
        ads = worth.strategies["ads"]
        assert ads.low == ads.mean == ads.high == 0.0


def test_the_others_keep_the_money_that_they_had() -> None:
    plan = StrategyPlan((Content(), Ads(), Ads(name="more", budget=100.0)), 400.0)
    left = without(plan, 0)
    assert [one.budget for one in left.strategies] == [150.0, 100.0]
    assert left.budget is None
    free = without(replace(plan, budget=None), 0)
    assert [one.budget for one in free.strategies] == [None, 100.0]


@pytest.mark.parametrize("name", ["status-quo", "points"])
def test_a_plan_of_one_strategy_cannot_be_taken_apart(name: str) -> None:
    with pytest.raises(InputError, match="at least 2"):
        ablate(small(), name, seeds=2)


def test_what_cannot_be_taken_apart_is_told_before_anything_is_lived() -> None:
    def never(done: int, total: int, label: str) -> None:
        raise AssertionError(label)

    with pytest.raises(InputError, match="at least 2"):
        forerun.compare(small(), ["status-quo", "points"], seeds=2, ablate=True, progress=never)
