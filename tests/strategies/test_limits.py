"""What offers bring, whom, and where they backfire: each on a small community, with its knob."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, Final

import numpy as np
import pytest

from sim.run import Run
from strategies import Strategy, StrategyPlan
from strategies.ads import Ads
from strategies.audiences import Definition, Ranked
from strategies.award import Award
from strategies.content import Content
from strategies.coupon import Coupon
from strategies.messages import Messages
from strategies.moderation import Moderation
from strategies.placement import Placement
from strategies.welcome import Welcome
from tests.free_lunch.ground import Ground, Size, alone

SIZE: Final = Size(members=500, past=60, days=90, arrivals=6.0)
WORLDS: Final = 5


@cache
def ground(preset: str, **values: float) -> Ground:
    """Return a community of a preset with some values of its behaviour given."""
    here = Ground(preset, SIZE, range(WORLDS), ("visits", "posts", "gain"))
    if values:
        behaviour = here.scenario.behaviour.updated(values, "assumed", "made up for a test")
        here.spec = replace(here.scenario.with_behaviour(behaviour).spec(), deeds=True)
    return here


def runs(here: Ground, strategy: Strategy) -> list[Run]:
    return [here.run(alone(strategy), seed) for seed in here.seeds]


def rise(here: Ground, strategy: Strategy, count: str, days: slice = slice(None)) -> float:
    """Return by what share a strategy raises a count over the same worlds without it."""
    own = sum(int(one.trajectory.daily(count)[days].sum()) for one in runs(here, strategy))
    quo = sum(int(here.without(seed).trajectory.daily(count)[days].sum()) for seed in here.seeds)
    return own / quo - 1


def gain(here: Ground, strategy: Strategy) -> float:
    return here.tried(alone(strategy)).mean("gain")


# messages


def test_a_few_messages_help_and_many_harm_and_lose_their_readers() -> None:
    """M21, M101: the first week gains, the last month loses; who opted out is not written to."""
    here = ground("forum")
    few, many = Messages(per_day=0.15), Messages(per_day=8)
    week, month = slice(0, 7), slice(-28, None)
    assert rise(here, few, "visits", week) > 0.005
    assert rise(here, few, "visits", month) > -0.02
    assert rise(here, many, "visits", month) < -0.05
    left = rise(here, many, "reachable", slice(-1, None))
    assert left < -0.1 < rise(here, few, "reachable", slice(-1, None))
    told = runs(here, many)[0].deliveries[0].as_dict()
    assert told["reached"] == pytest.approx(
        8 * runs(here, many)[0].trajectory.total("reachable"), abs=1
    )


def test_one_message_by_a_person_pulls_more_and_costs_far_more() -> None:
    here, week = ground("forum"), slice(0, 7)
    push, person = Messages(per_day=0.2), Messages(per_day=0.2, channel="one-to-one")
    assert rise(here, person, "visits", week) > rise(here, push, "visits", week)
    cost = [sum(one.ledger.cost("messages") for one in runs(here, s)) for s in (push, person)]
    assert cost[1] > 100 * cost[0]


# content


def _calendar(**values: Any) -> Content:
    return Content.model_validate({"items_per_day": 6, "formats": {"text": 1}, **values})


def test_assisted_items_are_cheap_and_all_of_them_are_worth_little() -> None:
    """A few beside staff's cost less for what they bring; six a day alone bring fewer visits."""
    here = ground("brand", content_pull=1.5)
    staff = _calendar(sources={"professional": 1})
    mixed = _calendar(sources={"professional": 5, "ai": 1})
    machine = _calendar(sources={"ai": 1})
    assert rise(here, staff, "visits") > 2 * rise(here, machine, "visits")
    assert rise(here, mixed, "visits") > 0.7 * rise(here, staff, "visits")
    assert mixed.item_cost < 0.9 * staff.item_cost


def test_derivatives_without_originals_bring_nothing() -> None:
    """Nothing is made from nothing: six items a day that say nothing new lose visits."""
    here = ground("brand", content_pull=1.5)
    both = _calendar(sources={"professional": 1, "derivative": 1})
    alone_ = _calendar(sources={"derivative": 1})
    assert rise(here, alone_, "visits") < 0 < rise(here, both, "visits")
    told = [one.trajectory.reading for one in runs(here, alone_)]
    assert all(one is not None and not one.reused.any() for one in told)


def test_a_hook_that_promises_too_much_loses_what_it_won() -> None:
    """It is opened more all the same: what an operator sees first misleads."""
    here = ground("brand", content_pull=1.5, hook_opens=0.5, hook_oversell=0.6)
    plain, hooked = (_calendar(sources={"professional": 1}, hook=hook) for hook in (0.0, 1.0))

    def opened_a_visit(strategy: Strategy) -> float:
        lived = [one.trajectory for one in runs(here, strategy)]
        opened = sum(float(one.reading.opened.sum()) for one in lived if one.reading is not None)
        return opened / sum(one.total("visits") for one in lived)

    assert opened_a_visit(hooked) > 1.02 * opened_a_visit(plain)
    assert rise(here, hooked, "visits") < rise(here, plain, "visits")


def test_items_for_newcomers_bring_back_newcomers_and_crowd_them_if_many() -> None:
    """Two a day for them alone are worth more to them than what all read; poor ones less."""
    here = ground("forum", content_pull=1.5)
    new = {"new": "days_since_joining <= 14"}

    def of_new(**values: Any) -> float:
        aimed = _calendar(**{"items_per_day": 2, "for": "new", **values})
        plan = StrategyPlan((aimed,), audiences=new, watched=("new",))
        none = StrategyPlan((), audiences=new, watched=("new",))
        both = [
            sum(here.run(one, seed).trajectory.among("new").total("visits") for seed in here.seeds)
            for one in (plan, none)
        ]
        return both[0] / both[1] - 1

    assert of_new(sources={"professional": 1}) > 0.01
    assert of_new(sources={"derivative": 1}) < -0.01


# advertising


def test_a_month_names_too_many_advertisements() -> None:
    """V67, M103: where use falls by k a load, a* = 1/2k earns most; a month sees less than half k.

    So what a month's test names best is twice what the last month does, and it has a best only
    beyond what was tried: a third of the feed.
    """
    here = Ground(
        "forum", Size(members=1500, past=60, days=240, arrivals=8.0), range(3),
        ("visits", "posts", "gain"),
    )  # fmt: skip
    third = Ads(share=1 / 3)
    month, later = (rise(here, third, "visits", days) for days in (slice(0, 28), slice(-60, None)))
    best_by_a_month, best_later = (1 / (2 * -3 * fall) for fall in (month, later))
    assert best_by_a_month > 1.6 * best_later > 1 / 3


# placements


def test_placements_tire_less_than_as_much_advertising_and_wear_out() -> None:
    here = ground("forum")
    soft, plain = Placement(share=0.4), Ads(share=0.4)
    assert rise(here, plain, "visits") < rise(here, soft, "visits") < 0

    def paid(strategy: Strategy) -> float:
        lived = runs(here, strategy)
        shown = sum(one.trajectory.total("exposures") for one in lived) * strategy.feed_share
        return -sum(one.ledger.balance("revenue", strategy.called) for one in lived) / shown

    # Eight times as much is paid less than eight times.
    assert paid(Placement(share=0.4)) < 0.7 * paid(Placement(share=0.05))


# welcome


def test_staff_brings_newcomers_back_and_a_machine_nobody() -> None:
    """M11, M81: a machine answers as many for as much, and every deed of everybody is the same."""
    here = ground("forum", reply_rate=0.2)
    staff, machine = Welcome(share=1.0), Welcome(share=1.0, by="machine")
    assert rise(here, staff, "visits") > 0.01
    assert rise(here, staff, "answered") > 0.5
    for one, quo in zip(runs(here, machine), map(here.without, here.seeds), strict=True):
        assert np.array_equal(one.trajectory.counts, quo.trajectory.counts)
        assert one.ledger.cost("welcome") == 100 * one.trajectory.total("first_posts") > 0


def test_where_members_answer_staff_adds_little() -> None:
    here = {rate: ground("forum", reply_rate=rate) for rate in (0.1, 0.95)}
    few, most = (rise(here[rate], Welcome(share=1.0), "visits") for rate in (0.1, 0.95))
    assert few > 3 * max(most, 0.0)


# awards


def test_an_award_for_everybody_is_none() -> None:
    """M13: rare awards make their holders write more; given to all they do nothing, for most."""
    here = ground("forum")
    rare, common = Award(share=0.1), Award(share=1.0)
    assert rise(here, rare, "posts") > 0.02
    assert abs(rise(here, common, "posts")) < 0.005
    assert gain(here, common) < gain(here, rare)
    awards = [one.deliveries[0].as_dict()["reached"] for one in runs(here, rare)]
    counted = [one.trajectory.total("awarded") for one in runs(here, rare)]
    # Paid are the awards that are given, but for the luck of the lot.
    assert sum(awards) == pytest.approx(sum(counted), abs=4 * np.sqrt(sum(counted)))


def test_an_award_does_more_for_who_writes_much() -> None:
    """M13: the same share of awards to the tenth who write most, and to all others."""
    here = ground("forum")
    audiences: dict[str, Definition] = {
        "core": Ranked(top=0.1, by="posts"), "rest": Ranked(top=1.0, after=0.1, by="posts")
    }  # fmt: skip
    posts, awards = {}, {}
    for name in audiences:
        plan = StrategyPlan((Award(share=0.1, audience=name),), audiences=audiences)
        lived = [here.run(plan, seed) for seed in here.seeds]
        quo = sum(here.without(seed).trajectory.total("posts") for seed in here.seeds)
        posts[name] = sum(one.trajectory.total("posts") for one in lived) - quo
        awards[name] = sum(one.deliveries[0].as_dict()["reached"] for one in lived)
    assert posts["core"] / awards["core"] > 2 * max(posts["rest"] / awards["rest"], 0.0)


# moderation


def test_moderation_keeps_people_and_its_last_per_cents_cost_more_than_they_keep() -> None:
    """M58, M59: strictness has an optimum inside its range, here by its cost alone."""
    here = ground("forum", toxicity_rate=0.3, toxicity_leave=3.0)
    some, nearly_all = (Moderation(strength=s, look_cost=0.01) for s in (0.7, 0.99))
    assert rise(here, some, "visits") > 0.02
    assert rise(here, some, "hurt") < -0.6
    dear = [Moderation(strength=s, look_cost=0.05) for s in (0.5, 0.99)]
    assert gain(here, dear[1]) < gain(here, dear[0])
    assert nearly_all.looks_a_post == pytest.approx(4.605, abs=1e-3)


def test_where_little_is_toxic_moderation_only_costs() -> None:
    here = ground("forum", toxicity_rate=0.0005)
    assert rise(here, Moderation(strength=0.9), "visits") < 0.003
    assert gain(here, Moderation(strength=0.9)) < 0


# coupons


def test_a_coupon_sells_and_does_not_pay_at_a_usual_margin() -> None:
    """V33, M64: at a margin of 40 % and with some orders only sooner it loses money."""
    here = ground("shop")
    coupon = Coupon(discount=0.3, valid_days=14, from_day=14)
    assert rise(here, coupon, "buyers", slice(14, 28)) > 0.3
    assert rise(here, coupon, "buyers", slice(28, 90)) < 0
    assert gain(here, coupon) < 0


@pytest.mark.parametrize(("first_ones", "sign"), [(True, 1), (False, -1)])
def test_deep_discounts_win_the_new_and_lose_the_old(first_ones: bool, sign: int) -> None:
    """M71: of the same coupon, those who never bought buy more later, those who did buy less."""
    lessons = {"deal_new": 0.5 if first_ones else 0.0, "deal_old": 0.0 if first_ones else 0.5}
    here = ground("shop", pull_forward=0.0, buy_shape=0.0, **lessons)
    flat = ground("shop", pull_forward=0.0, buy_shape=0.0, deal_new=0.0, deal_old=0.0)
    coupon, later = Coupon(discount=0.5, valid_days=21), slice(21, None)
    moved = rise(here, coupon, "buyers", later) - rise(flat, coupon, "buyers", later)
    assert sign * moved > 0.02


# for an audience, and within a budget


def test_what_is_for_newcomers_reaches_no_one_else() -> None:
    here = ground("forum")
    newcomers: dict[str, Definition] = {"new": "days_since_joining <= 7"}
    plan = StrategyPlan(
        (Messages(per_day=1, audience="new"), Coupon(discount=0.5, audience="new", name="first")),
        audiences=newcomers,
    )
    seen = here.run(plan, 0).trajectory
    own = seen.among("new")
    assert 0 < own.total("pushes") == seen.total("pushes")
    (messages, first) = here.run(plan, 0).deliveries
    assert messages.as_dict()["reached"] == own.total("reachable")
    assert first.as_dict()["stop"]["reason"] == "uncounted", "nobody buys in a forum"


@pytest.mark.parametrize(
    ("strategy", "budget"),
    [
        (Messages(per_day=2, message_cost=0.05), 15.0),
        (Messages(per_day=2, message_cost=0.05), 600.0),
        (Welcome(share=1.0), 15.0),
        (Welcome(share=1.0), 40.0),
        (Award(share=0.5), 30.0),
        (Moderation(strength=0.9), 5.0),
        (Coupon(discount=0.2, valid_days=90), 300.0),
        (Coupon(discount=0.2, valid_days=90), 600.0),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_a_budget_is_spent_and_never_exceeded(strategy: Strategy, budget: float) -> None:
    here = ground("shop")
    whole = here.run(alone(strategy), 0).ledger
    lived = here.run(alone(strategy, budget=budget), 0)
    paid = lived.ledger.cash(strategy.kind) + lived.ledger.owed_in_full(strategy.kind)
    assert paid <= 100 * budget
    assert whole.cash(strategy.kind) > 130 * budget, "or it would not bind"
    assert paid > 65 * budget
    assert lived.deliveries[0].as_dict()["stop"]["reason"] == "money"


def test_seventy_messages_for_a_cent_each_are_no_message() -> None:
    """Each for a day of its own: nothing is sent that is not covered."""
    here = ground("forum")
    many: list[Any] = [
        Messages(name=f"m{day}", per_day=10, budget=0.01, from_day=day, to_day=day + 1)
        for day in range(70)
    ]
    lived, quo = here.run(alone(*many), 0), here.without(0)
    assert np.array_equal(lived.trajectory.counts, quo.trajectory.counts)
    assert lived.ledger.cost() == quo.ledger.cost()


def test_a_world_that_draws_nothing_of_an_effect_is_counted_all_the_same() -> None:
    """What a message does is uncertain and may be nothing; it is sent and paid in every world."""
    here = Ground("forum", Size(members=60, past=1, days=30), range(3))
    draws = ((seed, here.spec.behaviour.draw(seed)) for seed in range(1000))
    none = next(seed for seed, drawn in draws if drawn.values["push_pull"] == 0.0)
    told = here.run(alone(Messages()), none).deliveries[0].as_dict()
    assert told["stop"] is None
    assert told["spent_cents"] > 0


def test_a_coupon_raises_neither_revenue_nor_margin_by_what_it_gives_away() -> None:
    """Revenue is what was paid: a coupon of 95 % sells much, earns little and loses a fortune."""
    here = ground("shop")
    lived, quo = here.run(alone(Coupon(discount=0.95, valid_days=90)), 0).ledger, here.without(0)
    assert lived.gross_margin() < 0 < quo.ledger.gross_margin()
    assert lived.revenue() == pytest.approx(
        lived.margin_at_list() - lived.cash("coupon") + lived.balance("goods"), abs=1
    )
    assert gain(here, Coupon(discount=0.95, valid_days=90)) < -1
