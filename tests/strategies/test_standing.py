"""Whom money and standing move, signs that inflate, one dial, points at partners', tokens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from planning.compare import compare_plans
from planning.plausible import Speculative
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import switched_on
from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import Ledger
from sim.levers import LEVER_INDEX
from sim.plan import NoPlan, Plan
from sim.run import Run, run
from sim.spec import Attribute, CommunitySpec, GraphSpec
from strategies import Points, Strategy, StrategyPlan
from strategies.audiences import Definition
from strategies.award import Award
from strategies.exchange import Exchange
from strategies.game import Game
from strategies.mix import Mix
from strategies.symbol import FADING_DAYS, Symbol
from strategies.token import Token
from tests.communities import community
from tests.metrics.recorded import trajectory
from tests.strategies.test_effects import differences
from worlds.executors import Workers

DAYS = 60
START = date(2024, 1, 1)
SEEDS = (1, 2, 3)

MINDS = Attribute("minds", ("prices", "standing"), (0.5, 0.5), 0.0, (0.9, -0.9))

AUDIENCES: dict[str, Definition] = {
    "prices": "minds == 'prices'",
    "standing": "minds == 'standing'",
    "north": "segment == 'north'",
}


def plan(*strategies: Strategy, budget: float | None = None) -> StrategyPlan:
    return StrategyPlan(strategies, budget, audiences=AUDIENCES)


def watching(*strategies: Strategy) -> StrategyPlan:
    """Return a plan under which it is told what the price-minded and the others do."""
    return StrategyPlan(strategies, audiences=AUDIENCES, watched=("prices", "standing"))


def world(members: int = 2000, **values: float) -> CommunitySpec:
    on = switched_on("award", "badge", "game", "symbol", "exchange", "token")
    on = {**on, "visit_base": -1.5, "leave_rate": 0.0, **values}
    return community(members, DAYS, values=on, attributes=(MINDS,), arrivals=0.0)


def lived(spec: CommunitySpec, *strategies: Strategy) -> list[Run]:
    some: Plan = plan(*strategies) if strategies else NoPlan()
    return [run(spec, some, seed) for seed in SEEDS]


def total(runs: list[Run], count: str, audience: str | None = None) -> int:
    return sum(one.trajectory.among(audience).total(count) for one in runs)


# price-minded, status-minded


@pytest.mark.parametrize(
    ("offer", "count"),
    [
        (Points(per_visit=0, per_post=20, levels=(), reward_points=20), "posts"),
        (Points(per_visit=20, per_post=0, levels=(), reward_points=20), "visits"),
    ],
)
def test_money_moves_the_price_minded_more(offer: Strategy, count: str) -> None:
    spec = world(leaning_spread=0.9, crowding_ties=0.0)
    before, after = (
        [run(spec, watching(*some), seed) for seed in SEEDS] for some in ((), (offer,))
    )
    rises = {
        who: total(after, count, who) / total(before, count, who) for who in ("prices", "standing")
    }
    assert rises["prices"] > rises["standing"] + 0.1 * (rises["prices"] - 1)
    assert rises["prices"] > 1.05


@pytest.mark.parametrize(
    ("offer", "count"), [(Game(effort=3), "visits"), (Award(share=0.05), "posts")]
)
def test_standing_moves_the_status_minded_more(offer: Strategy, count: str) -> None:
    spec = world(leaning_spread=0.9)
    before, after = (
        [run(spec, watching(*some), seed) for seed in SEEDS] for some in ((), (offer,))
    )
    rises = {
        who: total(after, count, who) / total(before, count, who) for who in ("prices", "standing")
    }
    assert rises["standing"] > rises["prices"] + 0.02


def test_where_nobody_leans_what_a_member_file_says_changes_nothing() -> None:
    offers = (Points(per_visit=5, per_post=5), Award(share=0.05), Game())
    told = world(500)
    untold = replace(told, attributes=(replace(MINDS, leaning=()),))
    one, other = (run(spec, plan(*offers), 1).trajectory for spec in (told, untold))
    assert differences(one, other) == []


def test_what_leanings_may_be() -> None:
    with pytest.raises(InputError, match="2 leanings for 3 values"):
        community(9, 9, attributes=(Attribute("a", ("x", "y", "z"), (0.5, 0.3, 0.2), 0, (1, 0)),))
    skewed = Attribute("a", ("x", "y"), (0.7, 0.3), 0.0, (-1.0, 1.0))
    with pytest.raises(InputError, match=r"leanings reach 1\.4 from 0; 1 is the most"):
        community(9, 9, attributes=(skewed,))
    even = Attribute("a", ("x", "y"), (0.5, 0.5), 0.0, (1.0, 0.0))
    assert even.centred_leaning == (0.5, -0.5)


# signs of standing


def test_a_sign_is_designed_kept_and_honoured() -> None:
    """Of 10 visits a day; a ceremony of 300 every 30 days is 10 a day, with half an effort 5."""
    sign = Symbol(effort=0.5, setup_cost=60, ceremony_days=30, ceremony_cost=300, upkeep_cost=0.1)
    ledger = Ledger(DAYS)
    plan(sign).settle(trajectory(START, DAYS, visits=[10] * DAYS), ledger)
    assert ledger.balance("grant") == 3000 + DAYS * 500
    assert ledger.balance("redemption") == DAYS * 100
    assert ledger.owed() == 0


def test_a_sign_fades_until_the_next_ceremony() -> None:
    sign = Symbol(effort=np.log(5), ceremony_days=20, from_day=10)
    offers = plan(sign).offers(Calendar(START, DAYS), ("general",))
    pulled = offers.composed((0,))[:, 0, 0, LEVER_INDEX["symbol"]]
    assert not pulled[:10].any()
    assert pulled[[10, 30, 50]] == pytest.approx(0.8)
    assert pulled[29] == pytest.approx(0.8 * np.exp(-19 / FADING_DAYS))


def test_a_sign_that_everybody_wears_is_worth_nothing() -> None:
    spec = world(symbol_pull=0.5, symbol_inflation=10.0)
    few = replace(spec, segments=("north", "south"), segment_shares=(0.05, 0.95))
    nothing = [
        run(few, StrategyPlan((), audiences=AUDIENCES, watched=("north",)), s) for s in SEEDS
    ]
    some, everybody = lived(few, Symbol(audience="north")), lived(few, Symbol())
    assert total(some, "visits", "north") > 1.05 * total(nothing, "visits", "north")
    assert total(everybody, "visits") == pytest.approx(total(nothing, "visits"), rel=1e-3)
    assert sum(r.ledger.cost() for r in everybody) > sum(r.ledger.cost() for r in some)


# the dial


def test_the_ends_of_the_dial_are_points_and_awards_alone() -> None:
    ends = {
        0.0: Points(
            per_visit=0, per_post=100, point_cost=0.001, levels=(), privilege=0, reward_points=1000
        ),
        1.0: Award(share=0.1, award_cost=1.0),
    }
    spec = world(500)
    for share, alone in ends.items():
        dial = Mix(status_share=share, per_post=0.1, budget=200)
        one = run(spec, plan(dial), 1)
        other = run(spec, plan(alone.model_copy(update={"budget": 200.0})), 1)
        assert differences(one.trajectory, other.trajectory) == []
        assert one.ledger.cost("mix") == other.ledger.cost(alone.kind) > 0


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
def test_the_dial_splits_what_is_stated(share: float) -> None:
    """Were all points redeemed, no post would cost more than it, whatever the share."""
    for one in lived(world(500), Mix(status_share=share, per_post=0.2, award_cost=2)):
        cash_and_all_owed = one.ledger.cash("mix") + one.ledger.owed_in_full("mix")
        assert 0 < cash_and_all_owed <= 1.1 * 20 * one.trajectory.total("posts")


def test_ties_turn_the_sign_of_the_material_end() -> None:
    """M34: pay brings posts where ties are few and takes some where they are many."""

    def rise(ties: float, share: float) -> float:
        values = {"write_reward": 0.25, "crowding_ties": 0.4, "crowding": 0.0}
        spec = replace(world(**values), graph=GraphSpec(mean_ties=ties))
        paid = Mix(status_share=share, per_post=0.3, reward_points=100, award_cost=5)
        return total(lived(spec, paid), "posts") / total(lived(spec), "posts") - 1

    few, many = rise(2.0, 0.0), rise(40.0, 0.0)
    assert few > 0.02 > -0.02 > many
    assert rise(40.0, 1.0) > 0.02


def test_a_plan_holds_one_giver_of_points() -> None:
    with pytest.raises(InputError, match="'points' and 'mix' each set reward_points"):
        plan(Points(), Mix())


# points at partners'


def test_points_that_partners_take_leave_the_liability_at_their_price() -> None:
    points = Points(per_visit=5, reward_points=100, levels=(), expiry_days=20, point_cost=0.01)
    away = Exchange(partners=5, point_price=0.02, lot=10)
    for one in lived(world(500, exchange_rate=0.3), points, away):
        t, books = one.trajectory, one.ledger
        exchanged = t.total("points_exchanged")
        gone = t.total("points_redeemed") + exchanged + t.total("points_expired")
        gone += t.total("points_clawed_back")
        assert exchanged > 0
        assert t.total("points_issued") - gone == t.outstanding_points
        assert books.balance("redemption", "exchange") == 2 * exchanged
        assert books.balance("redemption", "points") == t.total("points_redeemed")
        assert books.balance("points_liability", "points") == -t.outstanding_points
        assert one.trajectory.daily("points_exchanged")[0] == 0


@pytest.mark.parametrize("budget", [4.0, 15.0, 60.0])
def test_every_point_that_a_partner_takes_is_paid_whatever_the_purse(budget: float) -> None:
    """A part of a day would take a part of the points and be booked at a part of these."""
    points = Points(per_visit=5, reward_points=100, levels=(), expiry_days=20, point_cost=0.01)
    away = Exchange(partners=5, point_price=0.02, lot=10, budget=budget)
    for one in lived(world(500, exchange_rate=0.3), points, away):
        paid = one.ledger.balance("redemption", "exchange") + one.ledger.beyond("exchange")
        assert paid == 2 * one.trajectory.total("points_exchanged")


def test_wider_use_lets_less_lapse_and_costs_more() -> None:
    points = Points(per_visit=5, reward_points=100, levels=(), expiry_days=20, point_cost=0.01)
    spec = world(500, exchange_rate=0.3)
    alone, wide = lived(spec, points), lived(spec, points, Exchange(partners=8))

    def used(runs: list[Run]) -> float:
        gone = total(runs, "points_redeemed") + total(runs, "points_exchanged")
        return gone / total(runs, "points_issued")

    assert used(wide) > 1.2 * used(alone)
    assert total(wide, "points_expired") < total(alone, "points_expired")
    assert sum(r.ledger.cost() for r in wide) > sum(r.ledger.cost() for r in alone)
    budget = [run(spec, plan(points, Exchange(partners=8, budget=40.0)), s) for s in SEEDS]
    for one in budget:
        assert one.ledger.cost("exchange") <= 4000


def test_a_partner_who_gives_little_for_a_point_takes_few() -> None:
    points = Points(per_visit=5, reward_points=100, levels=(), point_cost=0.05)
    spec = world(500, exchange_rate=0.3)
    fair, mean = (
        total(lived(spec, points, Exchange(point_price=price)), "points_exchanged")
        for price in (0.05, 0.0005)
    )
    assert 0 < mean < 0.1 * fair


# tokens


def test_a_token_is_diluted_and_paid_for_beforehand() -> None:
    token = Token(treasury=1000, daily_issue=0.01, setup_cost=200, monthly_fee=30)
    ledger = Ledger(DAYS)
    offers = plan(token).offers(Calendar(START, DAYS), ("general",))
    plan(token).settle(trajectory(START, DAYS, visits=[10] * DAYS), ledger)
    assert ledger.daily("grant", "token")[[0, 30]].tolist() == [123_000, 3000]
    assert ledger.cost("token") == 126_000
    pool = offers.composed((0,))[:, 0, 0, LEVER_INDEX["token"]]
    # Of a stock of 1 + 0.01 n, members have 0.01 n.
    assert np.cumsum(pool)[[0, 49]] == pytest.approx([1000 * 0.01 / 1.01, 1000 * 0.5 / 1.5])
    lavish = plan(Token(treasury=1000, daily_issue=1.0)).offers(Calendar(START, DAYS), ("general",))
    shared = lavish.composed((0,))[:, 0, 0, LEVER_INDEX["token"]].sum()
    assert 900 < shared < 1000, "more is never shared out than there is"
    poor = plan(token, budget=1200.0).offers(Calendar(START, DAYS), ("general",))
    assert not poor.composed((0,)).any(), "what is not backed is not offered"


def test_a_token_does_nothing_unless_it_is_asked_for() -> None:
    assert not any(Behaviour.preset(name).has("token") for name in ("forum", "shop", "game"))
    off = world(300, token_pull=0.0)
    one, other = (run(off, some, 1).trajectory for some in (plan(Token()), NoPlan()))
    assert differences(one, other) == []
    on = [r.trajectory.total("visits") for r in lived(world(300, token_pull=0.5), Token())]
    assert sum(on) > total(lived(world(300, token_pull=0.5)), "visits")


def test_a_price_that_falls_draws_less() -> None:
    def visits(trend: float) -> int:
        spec = world(1000, token_pull=0.5, token_trend=trend)
        return total(lived(spec, Token(treasury=5000, daily_issue=0.02)), "visits")

    assert visits(-5.0) < visits(0.0) < visits(3.0)


@pytest.mark.parametrize("first", [NoPlan(), StrategyPlan((Points(),))])
def test_every_result_with_a_token_says_that_it_is_speculative(first: Plan) -> None:
    named = Token(name="votes")
    plans: list[tuple[str, Any]] = [("first", first), ("voting", plan(Points(), named))]
    with Workers(1) as workers:
        found = compare_plans(world(200), NoPlan(), plans, range(2), workers)
    assert Speculative("voting", ("votes",)) in found.implausible
    assert {"plan": "voting", "strategies": ["votes"], "speculative": True} in (
        found.as_json()["doubts"]
    )
