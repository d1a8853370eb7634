"""Offers that are paid by the deed: what they book, and where the money goes when it is short."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.behaviour.preset import Behaviour
from sim.calendar import Calendar
from sim.ledger import Ledger
from sim.levers import LEVER_INDEX
from sim.metrics import METRICS
from sim.run import run
from sim.trajectory import COUNT_INDEX, COUNTS, ByAudience, Trajectory
from strategies import STRATEGIES, Brief, Delivery, Stop, Strategy, StrategyPlan
from strategies.award import Award
from strategies.messages import CHANNELS, Messages
from strategies.metered import Metered
from strategies.moderation import Moderation
from strategies.welcome import Welcome
from tests.communities import community
from tests.metrics.recorded import HandMade, trajectory

START = date(2024, 1, 1)
DAYS = 60
METERED = [kind for kind, strategy in STRATEGIES.items() if issubclass(strategy, Metered)]
FOR_ALL = [kind for kind in METERED if kind != "leaderboard"]
"""Those whose lever is pulled for everybody: a board is felt by audiences that it makes."""


def seen_of(**record: Any) -> Trajectory:
    return trajectory(START, DAYS, **record)


def told(strategy: Strategy, seen: Trajectory, budget: float | None = None) -> Delivery:
    plan, ledger = StrategyPlan((strategy,), budget), Ledger(DAYS)
    plan.settle(seen, ledger)
    (delivery,) = plan.account(seen, ledger)
    return delivery


def lived(strategy: Strategy, seen: Trajectory, budget: float | None) -> np.ndarray[Any, Any]:
    """Return what is pulled on each day, deciding as a run does: by what was seen until then."""
    assert isinstance(strategy, Metered)
    plan = StrategyPlan((strategy,), budget)
    offers = plan.offers(Calendar(START, DAYS), seen.segments)
    today = 0
    while (today := plan.next_decision(today) or DAYS) < DAYS:
        until_now = seen.counts.copy()
        until_now[today:] = 0
        plan.adapt(seen_of(counts=until_now), today, offers)
    pulled = offers.composed((0,))[..., LEVER_INDEX[strategy.lever]]
    return np.asarray(pulled[:, 0, 0])


@pytest.mark.parametrize(
    ("strategy", "record", "reached", "spent"),
    [
        (Messages(per_day=0.5), {"reachable": 1000}, 500 * DAYS, 50 * DAYS),
        (Messages(per_day=0.5, channel="one-to-one"), {"reachable": 10}, 5 * DAYS, 250 * DAYS),
        (Messages(per_day=1, message_cost=0.02), {"reachable": 100}, 100 * DAYS, 200 * DAYS),
        (Welcome(share=0.5, answer_cost=3, day_cost=2), {"first_posts": 4}, 2 * DAYS, 800 * DAYS),
        (Award(share=0.1, award_cost=5), {"writers": 20}, 2 * DAYS, 1000 * DAYS),
        (Moderation(strength=0.5, look_cost=1), {"posts": 100}, 4159, 415_888),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_deeds_times_their_price(
    strategy: Strategy, record: dict[str, int], reached: int, spent: int
) -> None:
    """By hand; half of what is toxic takes ln 2 looks a post."""
    found = told(strategy, seen_of(**{name: [count] * DAYS for name, count in record.items()}))
    assert (found.days, found.reached, found.spent_cents) == (DAYS, reached, spent)
    assert found.stop is None


def test_fixed_costs_are_grants_and_deeds_redemptions_but_for_messages() -> None:
    seen, ledger = seen_of(first_posts=[4] * DAYS, reachable=[100] * DAYS), Ledger(DAYS)
    plan = StrategyPlan((Welcome(share=0.5, day_cost=2), Messages(message_cost=0.1)))
    plan.settle(seen, ledger)
    assert ledger.balance("grant", "welcome") == 200 * DAYS
    assert ledger.balance("redemption", "welcome") == 200 * DAYS
    assert ledger.balance("grant", "messages") == ledger.cash("messages") == 200 * DAYS


@pytest.mark.parametrize("kind", METERED)
def test_what_the_community_lacks_is_not_counted(kind: str) -> None:
    """It never ran, books nothing, and says why, in both languages."""
    strategy = STRATEGIES[kind](day_cost=5)  # type: ignore[call-arg]
    assert isinstance(strategy, Metered)
    lacks = frozenset([strategy.mechanism])
    found = told(strategy, seen_of(posts=[9] * DAYS, absent=lacks))
    assert (found.days, found.spent_cents, found.stop) == (0, 0, Stop("uncounted"))
    (warning,) = StrategyPlan((strategy,)).foreseen(Calendar(START, DAYS), ("general",), lacks)
    assert "never ran" in warning.told()
    assert "从未运行" in warning.told("zh")
    assert StrategyPlan((strategy,)).foreseen(Calendar(START, DAYS), ("general",)) == ()


@pytest.mark.parametrize("kind", FOR_ALL)
def test_what_is_decided_on_the_way_is_what_is_booked(kind: str) -> None:
    """Nothing is known of a day before it is over, and the purse is the same in both."""
    busy = np.random.default_rng(3).poisson(8, DAYS)
    names = (
        "reachable",
        "first_posts",
        "writers",
        "posts",
        "visits",
        "badges",
        "challenges",
        "buyers",
        "teams",
        "team_orders",
        "joined_organic",
    )
    seen = seen_of(**{name: busy for name in names}, basket=1.0)
    strategy = STRATEGIES[kind](day_cost=0.01)  # type: ignore[call-arg]
    assert isinstance(strategy, Metered)
    whole = told(strategy, seen).spent_cents
    for part in (0.1, 0.5, 2.0):
        budget = part * whole / 100
        course = strategy.course(
            Brief(Calendar(START, DAYS), ("general",), int(100 * budget)), seen
        )
        decided = course.shares * strategy.profile(DAYS) * strategy.depth
        assert np.allclose(lived(strategy, seen, budget), decided, atol=1e-6)
        assert course.shares[0] == 0, "under a budget it waits for a day's record"


@given(
    counts=st.lists(st.integers(0, 50), min_size=DAYS, max_size=DAYS),
    budget=st.floats(0.0, 500.0),
    fixed=st.sampled_from([0.0, 0.013, 2.0]),
    from_day=st.integers(0, 20),
)
def test_it_never_spends_more_than_it_has(
    counts: list[int], budget: float, fixed: float, from_day: int
) -> None:
    welcome = Welcome(budget=budget, day_cost=fixed, from_day=from_day)
    found = told(welcome, seen_of(first_posts=counts))
    assert found.spent_cents <= round(100 * budget)
    assert found.beyond_cents == 0 or found.spent_cents >= round(100 * budget) - 1
    assert found.days == 0 or found.first_day == max(from_day, 1)


def test_what_a_rush_brings_beyond_its_money_is_paid_all_the_same() -> None:
    """Two first posts a day, and fifty from day 15 on: answered until it looks, on day 22."""
    posts = [2] * 15 + [50] * (DAYS - 15)
    plan, ledger = StrategyPlan((Welcome(share=1.0),), 100), Ledger(DAYS)
    seen = seen_of(first_posts=posts)
    plan.settle(seen, ledger)
    (found,) = plan.account(seen, ledger)
    assert (found.first_day, found.last_day) == (1, 21)
    done = 100 * sum(posts[1:22])
    assert (found.reached, found.spent_cents) == (done // 100, 10_000)
    assert found.beyond_cents == ledger.beyond("welcome") == done - 10_000
    assert ledger.cost() == done
    lived = HandMade(seen, ledger)
    assert METRICS["plan_cost"].compute(lived) == done / 100, "so no search keeps it"
    assert ledger.cost("welcome") == 10_000
    assert plan.unspent(ledger) == 0
    assert told(Welcome(share=1.0), seen).beyond_cents == 0, "without a budget nothing is beyond it"
    assert told(Welcome(share=1.0), seen_of(first_posts=[2] * DAYS), 100).beyond_cents == 0


@pytest.mark.parametrize("budget", [20.0, 50.0])
def test_money_is_used_up_where_it_binds(budget: float) -> None:
    """Six answers a day for 60 days cost 360: what there is, is spent, and the day is told."""
    found = told(Welcome(share=1.0), seen_of(first_posts=[6] * DAYS), budget)
    assert budget - 2.5 <= found.spent_cents / 100 <= budget
    assert found.stop is not None
    assert found.stop.reason == "money"
    assert found.last_day is not None
    assert found.stop.day == found.last_day + 1


def test_a_cent_starts_nothing() -> None:
    """And is not gone: it is too little for the first day."""
    found = told(Messages(), seen_of(reachable=[1000] * DAYS), 0.01)
    assert (found.days, found.spent_cents) == (0, 0)
    assert found.stop == Stop("set-up")
    assert found.dry_day is None


def test_no_budget_switches_off_what_costs_and_not_what_is_free() -> None:
    seen = seen_of(writers=[10] * DAYS)
    assert told(Award(budget=0), seen).stop == Stop("budget")
    free = told(Award(budget=0, award_cost=0), seen)
    assert (free.days, free.stop) == (DAYS, None)


def test_an_audience_that_fills_up_overnight_is_no_gift() -> None:
    """Nobody is in it until it is chosen anew on day 14, then all 1,000 are.

    A dollar is a day of messages to all. On the days on which audiences are chosen it reckons with
    everybody, so that it sends them no more than the dollar pays, and stops.
    """
    counts = np.zeros((DAYS, 2, 1, len(COUNTS)), np.int64)
    reachable = COUNT_INDEX["reachable"]
    counts[:14, 0, 0, reachable] = counts[14:, 1, 0, reachable] = 1000
    seen = seen_of(
        counts=counts.sum(axis=1),
        by_audience=ByAudience(
            ("late",),
            (),
            (0, 1),
            counts,
            np.zeros((DAYS, 2, 1), np.int64),
            np.zeros((0, 2, 2), np.int64),
        ),
    )
    messages = Messages(per_day=1, audience="late", budget=1)
    course = messages.course(Brief(Calendar(START, DAYS), ("general",), 100), seen.among("late"))
    sent = course.shares * messages.counted(seen.among("late"))
    assert 500 < sent[14] <= 1000
    assert sent.sum() <= 1100


def test_it_says_what_it_reached_and_how() -> None:
    assert told(Messages(), seen_of()).stop == Stop("nobody")
    found = told(Messages(per_day=1, to_day=20), seen_of(reachable=[7] * DAYS))
    assert (found.reached, found.unit, found.stop) == (140, "messages", Stop("calendar", 20))
    assert told(Award(), seen_of()).unit == "awards"


def test_a_channel_pulls_by_its_reach_and_weight_and_a_machine_not_at_all() -> None:
    depths = {name: Messages(per_day=0.5, channel=name).depth for name in CHANNELS}  # type: ignore[arg-type]
    assert depths == pytest.approx({"push": 0.33, "group": 0.15, "one-to-one": 1.2})
    machine = StrategyPlan((Welcome(by="machine"),)).offers(Calendar(START, DAYS), ("general",))
    assert not machine.composed((0,)).any()
    assert told(Welcome(by="machine"), seen_of(first_posts=[2] * DAYS)).spent_cents == 6000


def test_yen_cost_as_many_as_a_dollar_is_worth() -> None:
    seen, spent = seen_of(reachable=[1000] * DAYS), []
    for unit in (1.0, 150.0):
        plan, ledger = StrategyPlan((Messages(),), money_unit=unit), Ledger(DAYS)
        plan.settle(seen, ledger)
        spent.append(ledger.cash())
    assert spent[1] == 150 * spent[0]


# capacity


def test_who_is_beyond_the_capacity_is_left_out_and_told() -> None:
    """Of a thousand messages a day there is room for a hundred, from the second day on."""
    calls = Messages(per_day=0.5, message_cost=0.1, capacity=100)
    found = told(calls, seen_of(reachable=[2000] * DAYS))
    assert (found.days, found.first_day) == (DAYS - 1, 1)
    assert (found.reached, found.left_out) == (100 * (DAYS - 1), 900 * (DAYS - 1))
    assert found.spent_cents == 1000 * (DAYS - 1)
    assert found.stop is None
    room = told(Messages(per_day=0.5, capacity=100), seen_of(reachable=[200] * DAYS))
    assert (room.reached, room.left_out) == (100 * (DAYS - 1), 0)


@settings(deadline=None, max_examples=40)
@given(
    counts=st.lists(st.integers(0, 300), min_size=DAYS, max_size=DAYS),
    capacity=st.integers(1, 400), budget=st.one_of(st.none(), st.floats(0.5, 50)),
    per=st.sampled_from(["plan", "month"]),
)  # fmt: skip
def test_capacity_by_what_was_seen_the_day_before(
    counts: list[int], capacity: int, budget: float | None, per: str
) -> None:
    """What is decided each morning is what is booked, and no more than grew since yesterday."""
    own = {} if budget is None else {"budget": budget, "budget_per": per}
    calls = Messages.model_validate(
        {"per_day": 1, "capacity": capacity, "message_cost": 0.1, **own}
    )
    seen = seen_of(reachable=counts)
    found = told(calls, seen)
    pulled = lived(calls, seen, None) / np.float32(calls.depth)
    sent = pulled * counts
    assert found.reached == pytest.approx(sent.sum(), abs=0.51)
    assert pulled[0] == 0
    grown = np.maximum(counts[1:], 1) / np.maximum(counts[:-1], 1)
    assert (sent[1:] <= capacity * np.maximum(grown, 1) + 1e-3).all()
    if budget is not None:
        assert found.spent_cents <= round(100 * budget) * (1 if per == "plan" else 2)


def test_on_the_day_an_audience_is_chosen_anew_it_may_hold_anybody() -> None:
    """Ten were in it yesterday, a thousand are there: on that day one in twenty is written to."""
    counts = np.zeros((DAYS, 2, 1, len(COUNTS)), np.int64)
    counts[..., COUNT_INDEX["reachable"]] = np.array([990, 10])[None, :, None]
    none = np.zeros((DAYS, 2, 1), np.int64), np.zeros((0, 2, 2), np.int64)
    parts = ByAudience(("late",), (), (0, 1), counts, *none)
    seen = seen_of(counts=counts.sum(axis=1), by_audience=parts)
    calls = Messages(per_day=1, capacity=50, audience="late")
    course = calls.course(Brief(Calendar(START, DAYS), ("general",)), seen.among("late"))
    assert course.shares[7] == course.shares[14] == pytest.approx(0.05)
    assert course.shares[8] == course.shares[13] == 1
    # Ten are fewer than there was room for: nobody was left out for want of it.
    assert calls.left_out(Brief(Calendar(START, DAYS), ("general",)), seen.among("late")) == 0


def test_calls_with_a_capacity_do_less_in_a_growing_community() -> None:
    world = community(400, days=60, arrivals=8.0, behaviour=Behaviour.preset("shop"))
    free, short = (
        run(world, StrategyPlan((Messages(per_day=1, channel="one-to-one", capacity=of),)), 5)
        for of in (None, 60)
    )
    (did,) = short.deliveries
    sent = short.ledger.daily("grant") / 50
    assert 0 < did.reached < 60 * 59 * 1.1  # type: ignore[attr-defined]
    assert sent.max() <= 60 * 1.1, "those who joined since yesterday"
    assert did.left_out > did.reached  # type: ignore[attr-defined]
    quo = run(world, StrategyPlan(), 5)
    moved = [
        abs(int((one.trajectory.counts - quo.trajectory.counts).sum())) for one in (free, short)
    ]
    assert moved[1] < moved[0]
