"""The engine's day equals the oracle's, draw for draw."""

from __future__ import annotations

import pytest

from sim import founding
from sim.community import Community
from sim.observe import recommendations
from sim.spec import Activity
from sim.trajectory import COUNTS
from tests.oracle import worlds
from tests.oracle.compare import assert_same_growth, assert_same_sums
from tests.oracle.side_by_side import begin, launch, live_both, revise, total


@pytest.mark.parametrize(
    ("activity", "seed"),
    [
        pytest.param("visit", 1, marks=pytest.mark.slow),
        pytest.param("contribution", 3, marks=pytest.mark.slow),
        pytest.param("purchase", 6, marks=pytest.mark.slow),
        pytest.param("visit", 2, marks=pytest.mark.slow),
    ],
)
def test_day_with_every_lever(activity: Activity, seed: int) -> None:
    oracle, community = launch(worlds.spec(activity, True), seed)
    offers = worlds.all_levers()
    begin(oracle, community, offers)
    live_both(oracle, community, 35)
    revise(oracle, community, worlds.revised(offers, 35))
    live_both(oracle, community, worlds.PLAN_DAYS - 35)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)
    silent = {name for name in COUNTS if not total(oracle, name)}
    assert silent <= worlds.FURTHER_COUNTS, "all of the core must happen"
    asked = oracle.answers()
    assert recommendations(community).tolist() == [asked[answer] for answer in range(11)]
    assert len(asked) > 5
    assert oracle.purses.refusals["points"] > 0
    assert oracle.purses.refusals["rewards"] > 0
    assert max(len(member.ties) for member in oracle.roll) > 30, "ties must spill over two lines"


@pytest.mark.parametrize(("activity", "seed"), [("visit", 4), ("contribution", 5), ("purchase", 7)])
def test_day_without_a_plan(activity: Activity, seed: int) -> None:
    oracle, community = launch(worlds.spec(activity, False, {"buy_rate": 0.2}), seed)
    begin(oracle, community, worlds.no_offers())
    live_both(oracle, community, worlds.PLAN_DAYS)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)


def test_day_of_founders_who_come_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding, "MANY", 1)
    monkeypatch.setattr(founding, "_AT_ONCE", 64)
    unborn = Community(worlds.spec("visit", False), 4)
    assert founding.are_many(unborn.columns, unborn.days)
    oracle, community = launch(unborn.spec, 4)
    begin(oracle, community, worlds.no_offers())
    live_both(oracle, community, 5)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)


@pytest.mark.slow
def test_day_with_purses_that_have_no_limit() -> None:
    oracle, community = launch(worlds.spec("visit", True), 6)
    begin(oracle, community, worlds.all_levers(points_purse=-1, rewards_purse_cents=-1))
    live_both(oracle, community, worlds.PLAN_DAYS)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)
    assert not oracle.purses.refusals


def test_day_with_ties_made_to_measure() -> None:
    oracle, community = launch(worlds.made(), 9)
    begin(oracle, community, worlds.all_levers())
    live_both(oracle, community, 15)
    assert_same_sums(oracle, community)
    founders = oracle.roll[: oracle.spec.founders]
    among = sum(friend.row < len(founders) for member in founders for friend in member.ties)
    assert 6 < among / len(founders) < 8, "founders must be tied"


@pytest.mark.slow
def test_day_with_given_ties_attributes_and_groups() -> None:
    oracle, community = launch(worlds.tied(), 7)
    begin(oracle, community, worlds.all_levers())
    live_both(oracle, community, worlds.PLAN_DAYS)
    assert_same_sums(oracle, community)
    columns = community.columns
    values = columns.attributes[: community.size]
    assert [(int(v) & 15, int(v) >> 4) for v in values] == [m.attributes for m in oracle.roll]
    groups = {group: number for number, group in enumerate(oracle.groups)}
    assert columns.group[: community.size].tolist() == [
        groups[m.group] if m.group else -1 for m in oracle.roll
    ]
    sizes = [len(group.members) for group in oracle.groups]
    assert columns.group_size[: len(sizes)].tolist() == sizes
    assert max(sizes) == 40, "a group must fill up"
    assert total(oracle, "returned") > 20
