"""Thresholds of audiences are numbers that a search may turn, and turning one does what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.first import first_trials, nothing
from planning.search import search
from sim.errors import InputError
from sim.facts import CATALOGUE
from sim.run import run
from strategies import StrategyPlan, search_space, with_values
from strategies.ads import Ads
from strategies.audiences import READY, Arm, Ranked, with_ready
from strategies.audiences.rule import condition
from strategies.audiences.thresholds import thresholds, turned
from tests.communities import community
from tests.worlds.small import small

DEFINITIONS = {
    "seen": "days_since_visit <= 6",
    "core": Ranked(top=0.2, by="visits"),
    "aimed": "seen and 10 > ties > 2 and churn_risk < 0.8 and orders > 0 and referred == 1",
    "half": Arm(share=0.5, of="aimed"),
}


def plan(audience: str) -> StrategyPlan:
    return StrategyPlan((Ads(audience=audience, share=0.3),), audiences=DEFINITIONS)


def paths(one: StrategyPlan) -> list[str]:
    return [d.path for d in search_space(one) if d.path.startswith("audiences.")]


def test_those_of_what_is_aimed_at_are_turned_and_no_others() -> None:
    assert paths(plan("core")) == ["audiences.core.top"]
    assert paths(plan("half")) == [
        "audiences.seen.days_since_visit",
        "audiences.aimed.ties",
        "audiences.aimed.ties_2",
        "audiences.aimed.churn_risk",
    ]
    assert paths(StrategyPlan((Ads(),), audiences=DEFINITIONS)) == []


def test_ranges_hold_what_facts_can_be() -> None:
    by_key = {one.key: one for one in thresholds(DEFINITIONS["aimed"], CATALOGUE)}
    assert (by_key["churn_risk"].high, by_key["churn_risk"].step) == (1.0, None)
    assert (by_key["ties"].low, by_key["ties"].high, by_key["ties"].step) == (3.0, 30.0, 1.0)
    assert thresholds("rfm >= 13", CATALOGUE)[0].high == 15.0


@given(st.integers(1, 60))
def test_a_turned_rule_is_the_rule_with_that_number(days: int) -> None:
    assert turned("days_since_visit <= 6 and ties > 1", "days_since_visit", days) == (
        f"days_since_visit <= {days} and ties > 1"
    )


def test_a_turned_plan_lives_as_one_that_was_written_so() -> None:
    spec = community(200, 30, values={"visit_base": -1.5})
    one = with_values(plan("seen"), {"audiences.seen.days_since_visit": 2})
    other = replace(plan("seen"), audiences={**DEFINITIONS, "seen": "days_since_visit <= 2"})
    found, wanted, before = (run(spec, each, 1).trajectory for each in (one, other, plan("seen")))
    assert np.array_equal(found.counts, wanted.counts)
    assert not np.array_equal(found.counts, before.counts)


def test_what_is_no_threshold_is_told() -> None:
    with pytest.raises(InputError, match=r"did you mean 'audiences\.seen\.days_since_visit'"):
        with_values(plan("seen"), {"audiences.seen.days_since_visits": 2})
    with pytest.raises(InputError, match="no strategy may be called audiences"):
        StrategyPlan((Ads(name="audiences"),))


def test_audiences_are_no_strategy_of_the_first_trials() -> None:
    space = search_space(plan("seen"))
    assert nothing(space)["audiences.seen.days_since_visit"] == 6
    assert all(t["audiences.seen.days_since_visit"] == 6 for t in first_trials(space))


def test_a_search_turns_them() -> None:
    text = "plan: both -> plan: banner"
    plans = (
        "plans:\n -> audiences: {seen: days_since_visit <= 6}\nplans:\n  banner:\n"
        "    strategies:\n      - ads: {for: seen, share: 0.3, monthly_fee: 0.0}\n"
    )
    found = search(small(a=text, b=plans), trials=8, panel=2, seeds=2, workers=1, seed=1)
    tried = {t.parameters["audiences.seen.days_since_visit"] for t in found.trials}
    assert len(tried) > 2


@pytest.mark.parametrize("name", READY)
def test_every_ready_set_can_be_searched(name: str) -> None:
    """At both ends of every threshold's range the plan is one, and a part begins before it ends."""
    rules = with_ready({}, [name])
    for audience in rules:
        one = StrategyPlan((Ads(audience=audience),), audiences=rules)
        for d in search_space(one):
            if d.path.startswith("audiences."):
                assert d.low <= d.current <= d.high
                for value in (d.low, d.high):
                    with_values(one, {d.path: value})


def test_a_value_that_no_quota_has_is_told() -> None:
    with pytest.raises(InputError) as caught:
        with_values(plan("core"), {"audiences.core.top": 1.5})
    assert caught.value.field == "audiences.core.top"


@pytest.mark.parametrize("number", ["9" * 400, "1e999", "1e16"])
def test_a_number_beyond_counting_is_no_threshold(number: str) -> None:
    rule = f"visits >= {number}"
    assert thresholds(rule, CATALOGUE) == []
    with pytest.raises(InputError, match="too large for a rule"):
        condition(rule, CATALOGUE, set())
