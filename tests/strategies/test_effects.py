"""What strategies do to a living community: direction, identity at zero strength, conservation."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from sim.behaviour.preset import Behaviour
from sim.plan import NoPlan, Plan
from sim.run import Past, Run, live_past, run
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX, Trajectory
from strategies import Content, Invite, Points, Strategy, StrategyPlan
from strategies.badge import Badge
from strategies.content import SourceMix
from tests.strategies.test_conformance import ZERO_STRENGTH

START = date(2024, 1, 1)
PAST_DAYS = 60
DAYS = 90
SEEDS = (1, 2, 3)


def community() -> CommunitySpec:
    days = PAST_DAYS + DAYS
    # Enough invitations for a referral programme to show in three short runs.
    behaviour = Behaviour.preset("plain").updated({"invite_rate": 0.02}, "assumed", "test")
    return CommunitySpec(
        behaviour=behaviour,
        launch=START - timedelta(days=PAST_DAYS),
        start=START,
        horizon_days=DAYS,
        organic=np.full(days, 4.0),
        organic_known=np.zeros(days, np.bool_),
        founders=500,
        segments=("flights", "trains"),
        segment_shares=(0.6, 0.4),
    )


SPEC = community()
_PASTS: dict[int, Past] = {}


def live(plan: Plan, seed: int) -> Run:
    if seed not in _PASTS:
        _PASTS[seed] = live_past(SPEC, seed)
    return run(SPEC, plan, seed, past=_PASTS[seed])


def runs(*strategies: Strategy, budget: float | None = None) -> list[Run]:
    return [live(StrategyPlan(strategies, budget), seed) for seed in SEEDS]


def total(some: list[Run], count: str) -> int:
    return sum(each.trajectory.total(count) for each in some)


def satisfaction(some: list[Run]) -> float:
    """Mean answer to the recommendation question over the runs."""
    survey = sum(each.trajectory.survey for each in some)
    return float(survey @ np.arange(11) / survey.sum())


def differences(one: Trajectory, other: Trajectory) -> list[str]:
    """Return the names of the fields that differ in any bit."""

    def bits(value: object) -> object:
        return value.tobytes() if isinstance(value, np.ndarray) else value

    names = [field.name for field in fields(Trajectory)]
    return [name for name in names if bits(getattr(one, name)) != bits(getattr(other, name))]


@pytest.fixture(scope="module")
def status_quo() -> list[Run]:
    return runs()


@pytest.mark.parametrize("budget", [None, 100.0])
def test_zero_strength_is_the_status_quo_to_the_bit(budget: float | None) -> None:
    idle = (
        Points(**ZERO_STRENGTH["points"]),
        Content(**ZERO_STRENGTH["content"]),
        Invite(**ZERO_STRENGTH["invite"]),
    )
    for seed in SEEDS:
        with_idle = live(StrategyPlan(idle, budget), seed)
        without = live(NoPlan(), seed)
        assert differences(with_idle.trajectory, without.trajectory) == []
        assert with_idle.ledger.frame().equals(without.ledger.frame())


def test_more_points_bring_no_fewer_visits(status_quo: list[Run]) -> None:
    some = runs(Points(per_visit=2, per_post=0, privilege=0))
    many = runs(Points(per_visit=20, per_post=0, privilege=0))
    visits = [total(each, "visits") for each in (status_quo, some, many)]
    assert visits == sorted(visits)
    assert visits[0] < visits[-1]


def test_points_for_posts_bring_posts(status_quo: list[Run]) -> None:
    rewarded = runs(Points(per_visit=0, per_post=50, levels=()))
    assert total(rewarded, "posts") > total(status_quo, "posts")


def test_privileges_bring_visits() -> None:
    plain = runs(Points(per_visit=5, levels=(10, 50), privilege=0))
    privileged = runs(Points(per_visit=5, levels=(10, 50), privilege=0.5))
    assert total(privileged, "visits") > total(plain, "visits")
    assert all(each.trajectory.tiers[1:3].sum() > 0 for each in privileged)


def test_a_level_that_seems_half_won_brings_visits() -> None:
    terms: dict[str, Any] = {"per_visit": 1, "per_post": 0, "levels": (60,), "privilege": 0.1}
    bare, endowed = runs(Points(**terms)), runs(Points(**terms, endowed_points=60))
    assert total(endowed, "visits") > total(bare, "visits")


def test_a_badge_needs_its_mechanism() -> None:
    """It is counted, and all else is as it was."""
    for bare, badge in zip(runs(Points()), runs(Points(), Badge(posts=10)), strict=True):
        assert badge.trajectory.total("badges") > 0
        counts = badge.trajectory.counts.copy()
        counts[..., COUNT_INDEX["badges"]] = 0
        assert differences(bare.trajectory, replace(badge.trajectory, counts=counts)) == []


def test_content_satisfies_and_brings_visits(status_quo: list[Run]) -> None:
    fed = runs(Content(items_per_day=20, sources=SourceMix(professional=1)))
    assert total(fed, "visits") > total(status_quo, "visits")
    assert satisfaction(fed) > satisfaction(status_quo)


def test_better_sources_satisfy_more() -> None:
    def fed(source: str) -> float:
        content = Content.model_validate({"items_per_day": 20, "sources": {source: 1}})
        return satisfaction(runs(content))

    assert fed("professional") > fed("member")


def test_rewards_bring_referred_members_and_bounty_hunters(status_quo: list[Run]) -> None:
    rewarded = runs(Invite(unlock_after=1, inviter_reward=20, invited_reward=10))
    assert total(rewarded, "joined_referred") > total(status_quo, "joined_referred")
    assert total(rewarded, "accepted") > total(status_quo, "accepted")
    share = [total(each, "hunters") / total(each, "accepted") for each in (status_quo, rewarded)]
    assert share[1] > share[0]


def test_a_hold_keeps_the_invited_reward_from_bounty_hunters() -> None:
    # The programme ends long before the run does, so that every hold has ended too.
    terms: dict[str, Any] = {"unlock_after": 100, "inviter_reward": 1, "invited_reward": 10}
    at_once = runs(Invite(**terms, hold_days=0, to_day=60))
    held = runs(Invite(**terms, hold_days=14, to_day=60))
    assert total(at_once, "hunters") > 0
    assert total(at_once, "rewards_clawed_back_cents") == 0
    assert total(held, "rewards_clawed_back_cents") >= 1_000 * total(held, "hunters") > 0
    assert total(held, "rewards_paid_cents") < total(at_once, "rewards_paid_cents")


def test_harder_unlocks_are_rarer() -> None:
    one = runs(Invite(unlock_after=1, inviter_reward=60))
    two = runs(Invite(unlock_after=2, inviter_reward=60))
    assert total(one, "unlocks") > total(two, "unlocks") > 0


def test_points_are_conserved() -> None:
    points = Points(
        per_visit=5, per_post=10, reward_points=50, expiry_days=14, point_cost=0.05, privilege=0
    )
    for each in [*runs(points), *runs(points, budget=30.0)]:
        t = each.trajectory
        assert t.total("points_expired") > 0
        assert t.opening_points + t.total("points_issued") == (
            t.total("points_redeemed")
            + t.total("points_expired")
            + t.total("points_clawed_back")
            + t.outstanding_points
        )
        assert each.ledger.balance("points_liability") == -5 * t.outstanding_points
        assert each.ledger.balance("redemption", "points") == 5 * t.total("points_redeemed")


def test_rewards_are_conserved() -> None:
    for to_day in (60, None):
        for each in runs(Invite(unlock_after=1, hold_days=14, to_day=to_day)):
            t = each.trajectory
            issued = t.total("rewards_issued_cents")
            settled = t.total("rewards_paid_cents") + t.total("rewards_clawed_back_cents")
            assert issued == settled + t.outstanding_rewards_cents
            assert issued > 0
            assert (t.outstanding_rewards_cents == 0) == (to_day is not None)
            assert each.ledger.balance("redemption") == t.total("rewards_paid_cents")


@pytest.mark.parametrize("budget", [1.0, 25.0, 400.0])
def test_spend_never_exceeds_the_budget(budget: float) -> None:
    plan = StrategyPlan(
        (
            Points(per_visit=10, per_post=50, reward_points=20),
            Content(items_per_day=1),
            Invite(unlock_after=1),
        ),
        budget,
    )
    for seed in SEEDS:
        ledger = live(plan, seed).ledger
        for strategy, envelope in zip(plan.strategies, plan.envelopes, strict=True):
            assert envelope is not None
            kind = strategy.kind
            assert (
                0 <= ledger.cash(kind) <= ledger.cash(kind) + ledger.owed_in_full(kind) <= envelope
            )
        unspent = plan.unspent(ledger)
        assert unspent is not None
        assert unspent >= 0


def test_an_empty_purse_draws_nobody(status_quo: list[Run]) -> None:
    points = Points(per_visit=20, per_post=50, levels=())
    free, poor = runs(points), runs(points, budget=5.0)
    assert all(each.trajectory.total("points_issued") <= 500 for each in poor)
    base = total(status_quo, "visits")
    assert total(poor, "visits") - base < 0.25 * (total(free, "visits") - base)


def test_money_for_a_programme_that_is_never_short_changes_nothing() -> None:
    strategies = (Points(), Invite())
    for free, rich in zip(runs(*strategies), runs(*strategies, budget=1e9), strict=True):
        assert differences(free.trajectory, rich.trajectory) == []
