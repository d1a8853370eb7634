"""Every mechanism lives in the engine as its equation says, and none where it is off."""

from __future__ import annotations

import numpy as np
import pytest

from sim.behaviour.register import FURTHER, MECHANISMS, Mechanism
from sim.community import Community
from sim.compiled.layout import EFFECTS
from sim.offers import Offers
from sim.spec import CommunitySpec
from sim.trajectory import COUNTS
from tests.oracle import worlds
from tests.oracle.compare import assert_same_growth, assert_same_sums
from tests.oracle.effect import Effect
from tests.oracle.side_by_side import begin, launch, live_both, revise, total

SEED, DAYS, REVISION = 8, 15, 8
"""Of the comparison of one mechanism: days of the plan, and the one on which it is revised."""


def lived(spec: CommunitySpec, offers: Offers, revised: bool = True) -> Community:
    """Return a community of the engine that has lived a plan, which may be revised."""
    community = Community(spec, SEED)
    community.days.waits[:] = worlds.waits(spec.days)
    community.live(worlds.PAST_DAYS)
    community.offer(offers, worlds.PAST_DAYS)
    community.members["posts"] = 0
    community.live(worlds.PAST_DAYS + REVISION)
    if revised:
        community.revise(worlds.demoting(offers.copy(), REVISION), worlds.PAST_DAYS)
    community.live(worlds.PAST_DAYS + DAYS)
    return community


def are_same(one: Community, other: Community) -> bool:
    """Return whether two communities have the same members, ties and counts."""
    arrays = (
        (one.members, other.members),
        (one.columns.lines[: one.size], other.columns.lines[: other.size]),
        (one.tallies.counts, other.tallies.counts),
    )
    return all(np.array_equal(a, b) for a, b in arrays)


def test_effects_stand_in_the_order_of_the_table() -> None:
    assert Effect._fields == EFFECTS


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_day_with_every_mechanism(seed: int) -> None:
    oracle, community = launch(worlds.everything(), seed)
    offers = worlds.further_levers()
    begin(oracle, community, offers)
    live_both(oracle, community, 35)
    motives = {member: member.memory.motive for member in oracle.roll}
    revise(oracle, community, worlds.demoting(offers, 35))
    live_both(oracle, community, worlds.PLAN_DAYS - 35)
    assert_same_sums(oracle, community)
    assert_same_growth(oracle, community)
    silent = {name for name in COUNTS if not total(oracle, name)}
    assert not silent, "the world must exercise everything"
    memories = [member.memory for member in oracle.roll]
    most = -oracle.theta["crowding_most"]
    assert min(motives.values()) == most, "motives must be crowded out as far as they can"
    assert any(m.memory.motive > before for m, before in motives.items()), "and recover"
    assert sum(m.level() < m.memory.level_held for m in oracle.roll) > 20, "some must be demoted"
    assert sum(memory.quit for memory in memories) > 20, "some must stop buying"
    assert sum(m.left and m.memory.muted for m in oracle.roll) > 0, "some who left were muted"
    assert any(memory.ahead for memory in memories), "some must have bought only sooner"
    assert min(m.deal for m in memories) < 0 < max(m.deal for m in memories), "and learnt"
    assert max(memory.streak for memory in memories) > 7
    assert max(memory.hurt for memory in memories) > 1.5
    assert len(oracle.groups) > 3, "posts must be divided among groups"


@pytest.mark.parametrize("seed", [22, 27])
def test_day_with_every_mechanism_and_hardly_anybody(seed: int) -> None:
    oracle, community = launch(worlds.quiet(), seed)
    live_both(oracle, community, worlds.PLAN_DAYS)
    assert_same_sums(oracle, community)
    visits, posts = (
        {day for day, _, name in +oracle.counts if name == what} for what in ("visits", "posts")
    )
    assert len(visits) < oracle.day, "nobody may come on a day"
    assert len(posts) < max(posts) / 2, "or write"
    assert total(oracle, "minority_posts") > 0


@pytest.mark.slow
@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.name)
def test_day_with_one_mechanism(mechanism: Mechanism) -> None:
    oracle, community = launch(worlds.alone(mechanism), SEED)
    offers = worlds.further_levers()
    begin(oracle, community, offers)
    live_both(oracle, community, REVISION)
    revise(oracle, community, worlds.demoting(offers, REVISION))
    live_both(oracle, community, DAYS - REVISION)
    assert_same_sums(oracle, community)


FOR_SOME = {"grading"}
"""What acts for an audience alone: tests/oracle/test_audiences."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "mechanism", [m for m in MECHANISMS if m.name not in FOR_SOME], ids=lambda m: m.name
)
def test_a_mechanism_changes_what_happens(mechanism: Mechanism) -> None:
    plan = worlds.further_levers()
    assert not are_same(lived(worlds.alone(mechanism), plan), lived(worlds.alone(None), plan))


@pytest.mark.parametrize(
    "mechanism", [m for m in MECHANISMS if m.needs], ids=lambda mechanism: mechanism.name
)
def test_a_mechanism_without_what_it_needs_changes_nothing(mechanism: Mechanism) -> None:
    plain, plan = worlds.spec("visit", False), worlds.no_offers()
    values = mechanism.neutral if mechanism.is_usual else mechanism.typical
    spec = worlds.spec("visit", False, values)
    assert are_same(lived(spec, plan, revised=False), lived(plain, plan, revised=False))


@pytest.mark.parametrize("end", ["low", "high"])
def test_with_every_switch_off_the_other_parameters_change_nothing(end: str) -> None:
    # The lively core has a season and an age.
    further = [each for each in FURTHER if each.name not in ("season", "ageing")]
    declared = [p for mechanism in further for p in mechanism.parameters]
    others = {p.name: getattr(p, end) for p in declared if p.name not in worlds.SWITCHES}
    plan = worlds.further_levers()
    spec = worlds.spec("visit", True, others)
    assert not spec.behaviour.remembers
    assert are_same(lived(spec, plan), lived(worlds.spec("visit", True), plan))
