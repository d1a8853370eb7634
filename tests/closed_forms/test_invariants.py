"""V51, V52, V53: what must hold whatever the numbers are."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.community import Community
from sim.compiled.layout import HUNTER, REFERRED
from sim.metrics.return_on_investment import roi, roi_marketing
from sim.offers import Offers
from sim.run import Run
from sim.spec import CommunitySpec, EconomySpec
from sim.trajectory import COUNTS, Trajectory
from strategies import Content, Invite, Points, Strategy, StrategyPlan
from tests.closed_forms.limits import NEVER, NO_TIES, inviters, near, play, total, world
from tests.communities import Fixed, community, rich

LIVELY = {
    "visit_base": -1.5, "leave_rate": 0.01, "return_rate": 0.02, "contagion": 1.0,
    "invite_rate": 0.05, "accept_rate": 0.4, "hunter_share": 0.2, "buy_rate": 0.1,
}  # fmt: skip


def assert_same(one: Trajectory, other: Trajectory, but: tuple[str, ...] = ()) -> None:
    """Compare two records to the bit, apart from some counts."""
    for name in COUNTS:
        if name not in but:
            assert np.array_equal(one.by_segment(name), other.by_segment(name)), name
    for field in fields(Trajectory):
        if field.name not in ("counts", "calendar"):
            np.testing.assert_array_equal(
                getattr(one, field.name), getattr(other, field.name), err_msg=field.name
            )


def with_offers(spec: CommunitySpec, seed: int, write: Callable[[Offers], None]) -> Community:
    """Return a community under fixed offers, before its first day."""
    one = Community(spec, seed)
    offers = Offers(Calendar(spec.start, spec.horizon_days), len(spec.segments))
    write(offers)
    one.offer(offers, spec.past_days)
    return one


@pytest.mark.parametrize(
    "strategy",
    [
        Points(budget=0.0, setup_cost=10.0),
        Points(budget=9.0, setup_cost=10.0),
        Content(budget=0.0),
        Invite(budget=0.0, setup_cost=10.0),
        Invite(budget=9.0, setup_cost=10.0),
        Invite(inviter_reward=0.0, invited_reward=0.0),
    ],
    ids=["points", "points less", "content", "invite", "invite less", "no rewards"],
)
def test_v51_a_strategy_without_money_is_no_strategy(strategy: Strategy) -> None:
    """V51: a budget of zero, or less than the set-up, or zero strength, beside the status quo.

    Expected: the same trajectory to the bit; no ROI in either form: nothing for nothing.
    Runs: six pairs of 400 founders over 50 days, same seed.
    Tolerance: exact.
    Power: fails for one visit of one member.
    """
    economy = EconomySpec(revenue_per_visit=0.1)
    spec = community(400, 50, values=LIVELY, economy=economy)
    nothing, null = play(spec, 51), play(spec, 51, StrategyPlan((strategy,)))
    assert_same(nothing.trajectory, null.trajectory)
    assert math.isnan(roi(null, nothing))
    assert math.isnan(roi_marketing(null, nothing))


def test_v51_rules_without_rewards_move_nobody() -> None:
    """V51: the rules of every programme (levels, redemption, expiry, unlock, hold), and no reward.

    Expected: the same trajectory to the bit, but that referred members who stay are counted.
    Runs: one pair of 400 founders over 50 days, same seed.
    Tolerance: exact.
    Power: fails for one visit of one member.
    """

    def write(offers: Offers) -> None:
        rich(offers)
        offers.table[:] = 0.0
        offers.supply[:] = 0.0
        offers.paid_arrivals[:] = 0.0

    spec = community(400, 50, values={**LIVELY, "invite_gradient": 2.0})
    nothing, ruled = play(spec, 52), play(spec, 52, Fixed(write))
    assert ruled.trajectory.total("qualified") > 20
    assert_same(nothing.trajectory, ruled.trajectory, but=("qualified",))


@pytest.mark.parametrize(
    ("lever", "strength", "moved"),
    [
        ("discount", 0.3, ("buyers", "gmv_cents", "sold_millionths")),
        ("point_value", 0.5, ()),  # without points
        ("points_per_visit", 3.0, ("points_issued", "points_clawed_back")),  # worth nothing
    ],
)
def test_v51_a_lever_shifts_no_other_draw(
    lever: str, strength: float, moved: tuple[str, ...]
) -> None:
    """V51: a lever that acts on one decision alone.

    Expected: all other decisions of all members as without it, to the bit.
    Runs: three pairs of 400 founders over 50 days, same seed.
    Tolerance: exact.
    Power: fails for one decision of one member.
    """
    spec = community(400, 50, values=LIVELY)
    nothing = play(spec, 53).trajectory
    pulled = play(spec, 53, Fixed(lambda offers: offers.pull(lever, strength))).trajectory
    for name in moved:
        assert pulled.total(name) > nothing.total(name)
    for name in COUNTS:
        if name not in moved:
            assert np.array_equal(pulled.by_segment(name), nothing.by_segment(name)), name


def test_v52_the_same_seed_twice() -> None:
    """V52: a lively world with every lever, run twice.

    Expected: the same trajectory, survey and books to the bit; another seed gives others.
    Runs: three of 400 founders over 50 days.
    Tolerance: exact.
    Power: fails for one bit.
    """

    def once(seed: int) -> Run:
        return play(community(400, 50, values=LIVELY), seed, Fixed(rich))

    one, two, other = once(54), once(54), once(55)
    assert_same(one.trajectory, two.trajectory)
    assert one.ledger.frame().equals(two.ledger.frame())
    assert not np.array_equal(one.trajectory.counts, other.trajectory.counts)
    assert not np.array_equal(one.trajectory.survey, other.trajectory.survey)


def test_v52_relabelled_members_live_the_same_lives() -> None:
    """V52: after the first day the members change places, with all that is theirs.

    Expected: the same days to the bit, and the same member at the end by identity; a purse that is
        too small serves the same members.
    Runs: one pair of 3,000 founders over 40 days, every lever, no ties.
    Tolerance: exact.
    Power: fails for one bit of one member.
    """
    values = {**LIVELY, "invite_rate": 0.0}

    def write(offers: Offers) -> None:
        rich(offers)
        offers.rules.points_purse = 20_000

    def live(order: Any) -> Community:
        one = with_offers(community(3000, 40, values=values, graph=NO_TIES), 56, write)
        one.live(1)
        capacity = len(one.columns.identity)
        for name in one.columns._fields:
            column = getattr(one.columns, name)
            if column.shape and len(column) == capacity:
                column[: one.size] = column[: one.size][order(one.size)]
        one.live(40)
        return one

    one = live(np.arange)
    two = live(lambda size: np.random.default_rng(1).permutation(size))
    for name in one.tallies._fields:
        np.testing.assert_array_equal(getattr(one.tallies, name), getattr(two.tallies, name))
    assert total(one, "points_issued") == 20_000
    by_identity = [
        each.members[np.argsort(each.columns.identity[: each.size])] for each in (one, two)
    ]
    assert np.array_equal(*by_identity)
    assert not np.array_equal(one.members, two.members)


def test_v52_a_row_says_nothing_about_its_member() -> None:
    """V52: 20,000 founders of one law, in the order of their rows.

    Expected: no correlation of the row with visits, with leaving or with the points that a purse
        for half of them has given; as many before the middle as after it.
    Runs: one of 20,000 members over 40 days, no ties.
    Tolerance: 4 standard errors.
    Power: fails when rows explain 0.13 % of the variance.
    """

    def write(offers: Offers) -> None:
        offers.pull("points_per_visit", 1)
        offers.rules.points_purse = 10_000  # all come on the first day

    spec = world(20_000, 40, visit_base=-1.5, visit_spread=1.0, leave_rate=0.02, reward_pull=0.0)
    one = with_offers(spec, 57, write)
    one.live(40)
    row = np.arange(one.size)
    members = one.members
    for name in ("visits", "last_visit", "lifetime_points"):
        values = members[name].astype(float)
        near(np.corrcoef(row, values)[0, 1], 0, 1 / np.sqrt(one.size))
        halves = values[: one.size // 2].mean() - values[one.size // 2 :].mean()
        near(halves, 0, 2 * values.std() / np.sqrt(one.size))
    assert members["lifetime_points"].sum() == 10_000


def test_v53_every_referred_member_has_one_parent() -> None:
    """V53: members whom members bring, bounty hunters among them.

    Expected: a forest: whoever was referred has one inviter, who came before; nobody else has one;
        edges = accepted invitations that were born = referred joiners; a bounty hunter comes once.
    Runs: one of 1,000 founders over 40 days.
    Tolerance: exact.
    Power: fails for one member.
    """
    spec = community(1000, 40, arrivals=0.0, values=LIVELY)
    one = Community(spec, 58)
    one.live(spec.days)
    members, parent = one.members, inviters(one)
    referred = (members["flags"] & REFERRED) > 0
    assert (parent[referred] >= 0).all()
    assert (parent[~referred] == -1).all()
    assert (parent[referred] < np.flatnonzero(referred)).all()
    assert np.bincount(parent[referred]).max() > 1
    last_day = one.tallies.counts[spec.days - 1, :, COUNTS.index("accepted")].sum()
    assert total(one, "joined_referred") == referred.sum() > 100
    assert total(one, "accepted") == referred.sum() + last_day  # who come tomorrow
    friends = np.bincount(parent[referred], minlength=one.size)
    assert (friends <= members["invitations"]).all()
    assert total(one, "invitations") == members["invitations"].sum()
    hunters = (members["flags"] & HUNTER) > 0
    assert total(one, "hunters") >= hunters.sum() > 0
    assert (members["visits"][hunters] == 1).all()
    assert len(np.unique(one.columns.identity[: one.size])) == one.size


def test_v53_members_and_money_are_conserved() -> None:
    """V53: arrivals, referrals, leaving, coming back; a budget of 150.00 for rewards.

    Expected: on each day members = joined - left + returned so far; rewards promised = paid +
        clawed back + held; spend at most the budget.
    Runs: one of 500 founders over 60 days.
    Tolerance: exact.
    Power: fails for one member or one cent.
    """
    strategy = Invite(unlock_after=2, inviter_reward=8.0, invited_reward=4.0, hold_days=5)
    plan = StrategyPlan((strategy,), budget=150.0)
    result = play(community(500, 60, values=LIVELY), 59, plan)
    t = result.trajectory
    joined = sum(t.daily(f"joined_{way}") for way in ("organic", "paid", "referred"))
    assert np.array_equal(t.members, np.cumsum(joined - t.daily("left") + t.daily("returned")))
    assert min(t.total("left"), t.total("returned"), t.total("joined_referred")) > 0
    promised = t.daily("rewards_issued_cents")
    ended = t.daily("rewards_paid_cents") + t.daily("rewards_clawed_back_cents")
    held = np.cumsum(promised - ended)
    assert (held >= 0).all()
    assert held[-1] == t.outstanding_rewards_cents
    assert t.total("rewards_clawed_back_cents") > 0
    assert 0 < result.ledger.cost("invite") <= 15_000


def test_v53_who_never_comes_back_never_counts() -> None:
    """V53: members who come on the day of joining only, and are invited then.

    Expected: nobody qualifies through a hold, no reward is paid, and every promise is clawed back.
    Runs: one of 500 founders over 40 days.
    Tolerance: exact.
    Power: fails for one cent.
    """
    spec = world(500, 40, visit_base=NEVER, invite_rate=0.5, accept_rate=0.5, referred_stay=0.0)
    t = play(spec, 60, StrategyPlan((Invite(hold_days=7),))).trajectory
    assert t.total("rewards_issued_cents") > 0
    assert t.total("qualified") == t.total("unlocks") == t.total("rewards_paid_cents") == 0
    assert t.outstanding_rewards_cents == 0
