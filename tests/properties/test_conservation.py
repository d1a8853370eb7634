"""What is finite is conserved on every day of every world: members, attention, points, rewards."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from sim.behaviour.buy.buy import MOST
from sim.draws import decision_key, uniform
from sim.offers import Offers
from sim.run import Run, run
from sim.trajectory import COUNTS
from tests.communities import Fixed, community, rich
from tests.oracle.addresses import child
from tests.properties.depths import at_two_depths, try_on
from tests.properties.one_world import World
from tests.properties.reading import by_segment, counted, having, identities, inviters, settled
from tests.properties.test_zero_strength import without
from tests.properties.worlds import random_worlds

F = np.float32


@at_two_depths(25, 300, world=random_worlds())
def test_members(world: World) -> None:
    """Joins less leaves plus returns are the members, by day and segment."""
    nights = world.nights()
    last, spec = nights[-1], world.spec
    organic, paid = counted(last, "joined_organic"), counted(last, "joined_paid")
    joined = organic + paid + counted(last, "joined_referred")
    change = joined - counted(last, "left") + counted(last, "returned")
    assert np.array_equal(np.cumsum(change, axis=0), last.tallies.population)
    for day, night in enumerate(nights):
        here = by_segment(night, ~having(night, "left"))
        assert np.array_equal(here, last.tallies.population[day])
        assert night.size == joined[: day + 1].sum()
        assert np.array_equal(identities(night), identities(last)[: night.size])
    history = np.rint(spec.organic[spec.organic_known])
    history[:1] += spec.founders
    joiners, past = organic.sum(axis=1)[spec.organic_known], spec.past_days
    assert np.array_equal(joiners[:past], history[:past])
    gated = any(pull.lever == "gate" for pull in world.plan.all_pulls)
    assert gated or np.array_equal(joiners, history)
    assert (joiners <= history).all()
    assert not paid[: spec.past_days].any()


@at_two_depths(25, 300, world=random_worlds())
def test_referrals(world: World) -> None:
    """Every referred member has one parent, who joined before and sent the invitation: a forest."""
    last = world.lived()
    referred, inviter, identity = having(last, "referred"), inviters(last), identities(last)
    joined, sent = last.members["join_day"], last.members["invitations"]
    assert np.array_equal(referred, inviter >= 0)
    assert (joined[referred] > joined[inviter[referred]]).all()
    assert len(set(identity.tolist())) == last.size
    children: Counter[int] = Counter(inviter[referred].tolist())
    for row, parent in zip(np.flatnonzero(referred), inviter[referred], strict=True):
        assert children[parent] <= sent[parent]
        links = (child(int(identity[parent]), ordinal) for ordinal in range(sent[parent]))
        assert int(identity[row]) in links
    accepted, born = counted(last, "accepted"), counted(last, "joined_referred")
    assert np.array_equal(accepted.sum(axis=1)[:-1], born.sum(axis=1)[1:])
    assert counted(last, "invitations").sum() == sent.sum()
    assert (accepted <= counted(last, "invitations")).all()
    hunters = having(last, "hunter")
    assert (referred | ~hunters).all()
    assert counted(last, "hunters").sum() == hunters.sum()
    assert (last.members["visits"][hunters] <= 1).all()


@at_two_depths(25, 300, world=random_worlds())
def test_attention(world: World) -> None:
    """Whoever visits reads what there is, or as much as the member can: no more, no less.

    Where there is one room: what is supplied is counted over all of them.
    """
    world = replace(world, plan=without("rooms", world.plan))
    nights = world.nights()
    last, theta = nights[-1], world.drawn.behaviour.values
    trait = uniform(identities(last), decision_key(world.seed, "trait attention", 0))
    able = np.maximum((F(theta["attention"]) * (F(0.5) + trait) + F(0.5)).astype(np.int64), 1)
    supplied = counted(last, "supplied").sum(axis=1)
    for day, night in enumerate(nights):
        here = night.members["last_visit"] == day
        read = np.minimum(able[: night.size], supplied[day])
        assert np.array_equal(by_segment(night, here), counted(last, "visits")[day])
        assert np.array_equal(by_segment(night, here, read), counted(last, "exposures")[day])


@at_two_depths(25, 300, world=random_worlds())
def test_points(world: World) -> None:
    """Issued is redeemed, exchanged, expired, clawed back or in members' hands, on every day."""
    nights = [settled(night) for night in world.nights()]
    last, rules = nights[-1], world.plan.rules
    issued, redeemed = counted(last, "points_issued"), counted(last, "points_redeemed")
    exchanged = counted(last, "points_exchanged")
    used = redeemed + exchanged
    used = used + counted(last, "points_expired") + counted(last, "points_clawed_back")
    held, ever = np.cumsum(issued - used, axis=0), np.cumsum(issued, axis=0)
    pulls = (*world.plan.pulls, *(pull for one in world.plan.changes for pull in one.pulls))
    # What is spent may count towards levels beside the points, or in their place.
    spends = any(pull.lever == "level_spend" for pull in pulls)
    for day, night in enumerate(nights):
        points, earned = night.members["points"], night.members["lifetime_points"]
        all_members = np.ones(night.size, np.bool_)
        assert np.array_equal(by_segment(night, all_members, points), held[day])
        still = by_segment(night, all_members, earned)
        # Of levels that lapse, the points are gone that led to them.
        if not rules.spend_alone:
            assert spends or (still <= ever[day]).all()
            assert rules.level_days or (still >= ever[day]).all()
        elif not spends:
            assert not still.any()
        assert (points >= 0).all()
        assert rules.level_days or rules.spend_alone or (points <= earned).all()
        assert not points[having(night, "left")].any()
    for spent, cost in ((redeemed, rules.reward_points), (exchanged, rules.exchange_points)):
        assert not (spent % cost if cost else spent).any()
    assert not issued[: world.spec.past_days].any()
    if rules.points_purse >= 0:
        assert issued.sum() <= rules.points_purse


@at_two_depths(25, 300, world=random_worlds())
def test_rewards(world: World) -> None:
    """Promised is paid, clawed back or open, and never more than the purse."""
    nights = world.nights()
    last, rules = nights[-1], world.plan.rules
    issued, paid, back = (
        np.cumsum(counted(last, f"rewards_{what}_cents").sum(axis=1))
        for what in ("issued", "paid", "clawed_back")
    )
    still_open = issued - paid - back
    promised = np.array([having(night, "promised").sum() for night in nights])
    # A lottery's prize is owed from its first ticket on until it is won.
    assert (rules.one_in > 1) or ((still_open > 0) == (promised > 0)).all()
    assert (still_open >= 0).all()
    if rules.unlocks_purse_cents >= 0:
        assert (issued - back <= rules.unlocks_purse_cents).all()
    if not rules.unlock_after:
        assert issued[-1] == counted(last, "qualified").sum() == 0
    qualified, unlocks = counted(last, "qualified").sum(), counted(last, "unlocks").sum()
    assert unlocks * max(rules.unlock_after, 1) <= qualified <= counted(last, "accepted").sum()
    assert (last.members["progress"] <= rules.unlock_after).all()


@at_two_depths(25, 300, world=random_worlds())
def test_deeds(world: World) -> None:
    """Nobody does anything without a visit, and nobody pays another price than the offered one."""
    last = world.lived()
    visits, posts = counted(last, "visits"), counted(last, "posts")
    for deed in ("active", "writers", "questions", "complaints"):
        assert (counted(last, deed) <= visits).all(), deed
    # Beside one on a visit, all who fill a member's team may be brought, but for who opened it.
    size = world.plan.rules.team_size
    brought = counted(last, "team_orders") // size * (size - 1) * world.plan.rules.team_recruits
    assert (counted(last, "invitations") <= visits + brought).all()
    most = MOST if world.spec.behaviour.values["order_again"] > 0 else 1
    assert (counted(last, "buyers") <= most * visits).all()
    writers = counted(last, "writers")
    assert (writers <= posts).all()
    assert np.array_equal(writers > 0, posts > 0)
    active = counted(last, "active")
    if world.spec.activity == "purchase":
        assert (active <= counted(last, "buyers")).all()
    else:
        acted = writers if world.spec.activity == "contribution" else visits
        assert np.array_equal(active, acted)
    if world.spec.desk is None:
        assert not counted(last, "questions").any()
        assert not counted(last, "complaints").any()
    assert posts[world.spec.past_days :].sum() == last.members["posts"].sum()


@pytest.mark.slow
def test_worlds_have_everything() -> None:
    """The properties above are about something: worlds count whatever there is to count."""
    seen: Counter[str] = Counter()

    def look(world: World) -> None:
        last = world.lived()
        seen.update(name for name in COUNTS if counted(last, name).any())

    try_on(look, 260, world=random_worlds())
    # Reorders are counted where orders are kept by member: a commission alone asks for that here.
    assert {name for name in COUNTS if seen[name] < 3} <= {"reorders"}


VALUES = {
    "visit_base": -1.5, "leave_rate": 0.01, "return_rate": 0.02, "invite_rate": 0.05,
    "accept_rate": 0.5, "hunter_share": 0.2, "redeem_rate": 0.3,
}  # fmt: skip


def play(points_purse: int = -1, rewards_purse: int = -1) -> Run:
    def write(offers: Offers) -> None:
        rich(offers)
        offers.rules.points_purse = points_purse
        offers.rules.unlocks_purse_cents = rewards_purse

    return run(community(300, 50, values=VALUES), Fixed(write), 3)


def test_an_ample_purse_is_no_purse() -> None:
    free, ample = play().trajectory, play(10**9, 10**9).trajectory
    assert np.array_equal(free.counts, ample.counts)
    assert free.total("unlocks") > 0
    assert free.total("points_expired") > 0
    assert free.total("points_redeemed") > 0


def test_a_purse_binds() -> None:
    free, short = play().trajectory, play(400, 4000).trajectory
    assert short.total("points_issued") <= 400 < free.total("points_issued")
    assert short.total("rewards_paid_cents") <= 4000 < free.total("rewards_paid_cents")
