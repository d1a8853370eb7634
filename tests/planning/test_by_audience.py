"""Effects by audience: of whom a plan found in one, so that it cannot change who is asked about."""

from __future__ import annotations

import pytest

from planning.compare import Comparison, compare, told_apart
from scenarios import Scenario
from strategies.ads import Ads
from strategies.plan import StrategyPlan
from tests.worlds.small import small

AUDIENCES = """\
audiences:
  seen: days_since_visit <= 6
  unseen: not seen
  regular: orders >= 1 and visits_28d >= 2
measures"""
PLAN = """\
plans:
  banner:
    strategies:
      - ads: {for: seen, share: 0.4}
"""


def scenario() -> Scenario:
    return small(audiences=f"measures -> {AUDIENCES}", plan=f"plans:\n -> {PLAN}")


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(scenario(), ["status-quo", "banner"], seeds=4)


def test_audiences_that_part_everybody_add_up(found: Comparison) -> None:
    """Everybody is first seen in one of the two, so their actives are all actives."""
    own = found.as_json()["audiences"]
    daily = found.tables["daily"]
    for plan in found.plans:
        active = daily.filter(daily["plan"] == plan)["daily_active"].mean()
        parts = own[plan]["seen"]["active"]["mean"] + own[plan]["unseen"]["active"]["mean"]
        assert parts == pytest.approx(active)
        assert own[plan]["regular"]["active"]["mean"] < active
    assert own["status-quo"]["seen"]["active"]["difference"] == 0.0


def test_whom_it_is_for_is_moved(found: Comparison) -> None:
    own = found.as_json()["audiences"]["banner"]
    seen, unseen = own["seen"]["active"], own["unseen"]["active"]
    assert seen["share"] < 0
    assert abs(seen["difference"]) > 3 * abs(unseen["difference"])


def test_a_scenario_without_audiences_says_nothing_of_them() -> None:
    found = compare(small(), ["status-quo", "points"], seeds=2)
    assert "audiences" not in found.as_json()
    assert "audiences" not in found.tables


def test_what_is_not_shown_by_audience_is_the_same() -> None:
    """To keep who was first in which audience moves no other figure."""
    alone = compare(small(plan=f"plans:\n -> {PLAN.replace('for: seen, ', '')}"),
                    ["status-quo", "banner"], seeds=2)  # fmt: skip
    beside = compare(
        small(
            audiences=f"measures -> {AUDIENCES}",
            plan=f"plans:\n -> {PLAN.replace('for: seen, ', '')}",
        ),
        ["status-quo", "banner"], seeds=2,
    )  # fmt: skip
    assert beside.as_json()["measures"] == alone.as_json()["measures"]
    assert beside.tables["ledger"].equals(alone.tables["ledger"])


def test_only_so_many_are_told_apart_as_there_is_room_for() -> None:
    names = [f"a{k}" for k in range(9)]
    rules = dict.fromkeys(names, "ties > 1")
    aimed = StrategyPlan((Ads(audience="a7"), Ads(name="b", audience="a8")), audiences=rules)
    (_, one), (_, two) = told_apart([("one", StrategyPlan(audiences=rules)), ("two", aimed)], rules)
    assert one.first == two.first == ("a7", "a8", "a0", "a1")
