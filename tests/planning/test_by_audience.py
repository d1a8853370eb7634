"""Effects by audience: of whom a plan found in one, so that it cannot change who is asked about."""

from __future__ import annotations

import pytest

import forerun
from forerun.report.doubts import doubts
from forerun.report.labels import Labels
from planning.compare import Comparison, compare, told_apart
from scenarios import Scenario
from strategies.ads import Ads
from strategies.plan import StrategyPlan
from strategies.staircase import Staircase
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
    kept = beside.as_json()["measures"]
    assert kept.pop("repurchase_interval"), "which is known where an audience asks for deeds"
    assert kept == alone.as_json()["measures"]
    assert beside.tables["ledger"].equals(alone.tables["ledger"])


def aimed_at(rules: dict[str, str]) -> Scenario:
    """Return a scenario whose plan writes to each of some audiences apart."""
    who = "".join(f"  {name}: {rule}\n" for name, rule in rules.items())
    each = "".join(
        f"      - messages: {{name: to-{name}, for: {name}, per_day: 0.5}}\n" for name in rules
    )
    plan = f"plans:\n  letters:\n    strategies:\n{each}"
    return small(audiences=f"measures -> audiences:\n{who}measures", plan=f"plans:\n -> {plan}")


BANDS = {
    f"band_{k}": f"days_since_joining >= {10 * k} and days_since_joining < {10 * (k + 1)}"
    for k in range(6)
}


def test_six_that_exclude_each_other_are_told_by_audience() -> None:
    found = compare(aimed_at(BANDS), ["status-quo", "letters"], seeds=2)
    own = found.as_json()["audiences"]["letters"]
    assert list(own) == list(BANDS)
    assert found.untold == ()
    assert "untold" not in found.as_json()
    assert own["band_5"]["active"]["mean"] > 0


OVERLAPPING = {
    **{f"arm_{k}": "{share: 0.5}" for k in range(3)},
    "often": "visits_28d >= 3",
    "writing": "posts_28d >= 1",
    "buying": "orders_28d >= 1",
}


def test_six_that_overlap_in_every_way_are_not_told_and_it_says_so() -> None:
    """Eight ways of lot, times eight of deeds now, times as many as first seen."""
    scenario = aimed_at(OVERLAPPING)
    found = compare(scenario, ["status-quo", "letters"], seeds=2)
    assert "audiences" not in found.tables
    assert found.as_json()["untold"] == list(OVERLAPPING)
    for lang, told in (("en", "not told by arm_0, arm_1"), ("zh", "未按 arm_0、arm_1")):
        sentences = doubts(found.as_json(), [], scenario, Labels(lang, "USD"))
        assert [one for one in sentences if told in one]
    apart = forerun.compare(scenario, ["status-quo", "letters"], seeds=2, ablate=True)
    assert apart.comparison.measured["visits"].values.shape == (2, 2)


def test_only_so_many_are_told_apart_as_there_is_room_for() -> None:
    names = [f"a{k}" for k in range(9)]
    rules = dict.fromkeys(names, "ties > 1")
    aimed = StrategyPlan((Ads(audience="a7"), Ads(name="b", audience="a8")), audiences=rules)
    (_, one), (_, two) = told_apart([("one", StrategyPlan(audiences=rules)), ("two", aimed)], rules)
    assert one.first == two.first == ("a7", "a8", "a0", "a1")
    stairs = StrategyPlan((Staircase(steps=4),), audiences=rules)
    ((_, kept),) = told_apart([("stairs", stairs)], rules)
    assert kept.first == ("a0", "a1"), "its four steps take their places"
