"""Events: when they are held, who has a seat, what they cost, what they leave, their funnel."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import Calendar
from sim.errors import InputError
from sim.levers import LEVER_INDEX
from sim.run import Run
from strategies import Brief, Stop, StrategyPlan
from strategies.audiences import Definition, Guests
from strategies.event import Event, reading
from strategies.event_days import Held, times
from strategies.event_money import afforded
from tests.free_lunch.ground import Ground, Size
from tests.strategies.test_metered import DAYS, START, seen_of, told

CALENDAR: Final = Calendar(START, DAYS)
SIZE: Final = Size(members=600, past=60, days=84, arrivals=6.0)
BARE: Final[dict[str, Any]] = {"invites": 0, "thanks": 0}
DINNER: Final[dict[str, Any]] = {
    "name": "dinner", "place": "offline", "seats": 25, "interest": 0.4, "days": 1, "from_day": 9,
}  # fmt: skip


@cache
def ground() -> Ground:
    return Ground("shop", SIZE, range(3), ("visits", "purchases", "gain"))


def lived(*strategies: Any, budget: float | None = None, **over: Any) -> list[Run]:
    plan = StrategyPlan(strategies, budget, **over)
    return [ground().run(plan, seed) for seed in ground().seeds]


def offers_of(event: Event, **over: Any) -> Any:
    return StrategyPlan((event,), **over).offers(CALENDAR, ("general", "other"))


# Days.


def test_the_phases_follow_each_other() -> None:
    (one,) = Event(from_day=5, warm_up_days=4, days=2, return_days=3).times(DAYS)
    assert one == Held(begins=5, first=9, ends=11, over=14)


def test_it_comes_again_and_ends_before_it_does() -> None:
    event = Event(warm_up_days=2, days=3, return_days=30, every_days=7)
    found = event.times(21)
    assert [one.first for one in found] == [2, 9, 16]
    assert all(one.over == later.begins for one, later in pairwise(found))


@pytest.mark.parametrize(
    "over", [{"from_day": 50, "warm_up_days": 12}, {"to_day": 7}, {"every_days": 7}]
)
def test_what_would_be_announced_and_not_held_is_not_announced(over: dict[str, Any]) -> None:
    """Its own days lie beyond the plan, beyond its end, or beyond the next time."""
    event = Event(**{"warm_up_days": 10, **over})
    assert event.times(DAYS) == []
    assert not np.any(offers_of(event).composed((0,)))
    delivery = told(event, seen_of(reachable=[100] * DAYS))
    assert (delivery.days, delivery.spent_cents, delivery.stages) == (0, 0, ())
    assert delivery.stop is not None


def test_each_phase_does_its_own() -> None:
    event = Event(from_day=5, warm_up_days=4, days=2, return_days=3, sessions=1, assets=6)
    offers = offers_of(event)
    table = offers.composed((0,))[:, 0, 0]
    push, on, sells = (table[:, LEVER_INDEX[name]] for name in ("push", "event", "onsite"))
    assert np.flatnonzero(push).tolist() == [5, 6, 7, 8, 11, 12, 13]
    assert np.flatnonzero(on).tolist() == np.flatnonzero(sells).tolist() == [9, 10]
    assert on[9] == pytest.approx(0.1)
    items = offers.supply.sum(axis=(1, 3))
    assert np.flatnonzero(items[:, 0]).tolist() == [9, 10], "sessions by staff"
    assert np.flatnonzero(items[:, 2]).tolist() == [11, 12, 13], "what stays, by members"
    assert items[9].sum() == pytest.approx(1.0)
    assert items[:, 2].sum() == pytest.approx(6.0), "read as often as items of a calendar"


def test_where_nothing_is_sold_nothing_is_sold_on_site() -> None:
    table = offers_of(Event(sells=False)).composed((0,))
    assert not table[..., LEVER_INDEX["onsite"]].any()
    assert table[..., LEVER_INDEX["event"]].any()


def test_it_lies_in_a_phase_of_the_plan() -> None:
    from strategies.days import Phase

    phases = {"festival": Phase(from_day=20, to_day=40)}
    (event,) = StrategyPlan((Event(phase="festival"),), phases=phases).strategies
    assert isinstance(event, Event)
    assert event.times(DAYS) == [Held(20, 27, 30, 33)]


@given(days=st.integers(0, 60))
def test_what_stays_is_read_as_often_whatever_the_days(days: int) -> None:
    read = reading(days)
    assert len(read) == days
    assert read.sum() == pytest.approx(1.0 if days else 0.0)
    assert (np.diff(read) < 0).all()


# Bad input.


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"place": "offline"}, "an offline event has seats; say how many"),
        ({"quests": 1, "seats": 5}, "quests are for everybody"),
        ({"quests": 1, "audience": "vip"}, "quests are for everybody"),
        ({"seats": 0}, "greater than or equal to 1"),
        ({"interest": 1.5}, "less than or equal to 1"),
        ({"on_weekdays": ("mon",)}, "on_weekdays is not for it"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(bad: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said) as found:
        Event(**bad)
    assert "\n" not in str(found.value)


# Money.


def test_costs_are_grants_once_each_time_and_guests_redemptions() -> None:
    event = Event(
        **BARE, every_days=20, seats=30, seat_cost=2, guest_cost=3, sessions=2, session_cost=50,
        assets=4, asset_cost=10, warm_up_days=2, days=3, return_days=2, day_cost=15,
    )  # fmt: skip
    assert event.fixed_cents == 100 * (300 + 60 + 300 + 40 + 45)
    from sim.ledger import Ledger

    plan, ledger = StrategyPlan((event,)), Ledger(DAYS)
    seen = seen_of(visits=[10] * DAYS)
    plan.settle(seen, ledger)
    grants = ledger.daily("grant", "event")
    assert {day: cents for day, cents in enumerate(grants) if cents} == dict.fromkeys(
        (0, 20, 40), 74_500
    )
    assert ledger.balance("redemption", "event") == 3 * 3 * 10 * 300


@pytest.mark.parametrize(("money", "times_held"), [(400, 0), (900, 1), (1799, 1), (1800, 2)])
def test_it_is_announced_only_when_all_of_it_is_paid_for(money: int, times_held: int) -> None:
    """Three times of 300 + 60 for its days + 60 for seats + up to 480 for guests, 900 each."""
    event = Event(
        **BARE, every_days=20, seats=40, seat_cost=1.5, guest_cost=4, warm_up_days=2, days=3
    )
    brief = Brief(CALENDAR, ("general",), money * 100)
    assert len(event.held(brief)) == times_held
    assert event.funded(brief).sum() == 8 * times_held


def test_a_budget_by_quarter_holds_in_each() -> None:
    """From 1 January: of two times in March, and one in April, the second is beyond its quarter."""
    calendar = Calendar(START, 140)
    brief = Brief(calendar, ("general",), 50_000, budget_per="quarter")
    held = times(slice(0, 140), (2, 1, 2), 20, None)
    kept, left = afforded(brief, held, 24_000, 0)
    assert [one.begins for one in kept] == [0, 20, 100, 120]
    assert left == 2_000


def test_parts_share_what_is_left() -> None:
    event = Event(discount=0.2, prize_share=0.1, seats=10, guest_cost=0, seat_cost=0)
    brief = Brief(CALENDAR, ("general",), 76_000)
    assert {part.name: part.brief.envelope_cents for part in event.parts(brief)} == dict.fromkeys(
        ("invitations", "thanks", "coupon", "prizes"), 10_000
    )
    assert event.parts(Brief(CALENDAR, ("general",), 10_000)) == [], "it is not held"


@pytest.mark.parametrize("budget", [100.0, 500.0, 900.0, 3000.0])
@pytest.mark.parametrize("per", ["plan", "month"])
def test_it_keeps_within_its_budget(budget: float, per: Any) -> None:
    event = Event(
        from_day=6, every_days=28, discount=0.3, prize_share=0.2, seats=60, guest_cost=2,
        checkin_days=2, sessions=0.5, assets=3,
    )  # fmt: skip
    for run in lived(event, budget=budget, budget_per=per):
        plan = StrategyPlan((event,), budget, budget_per=per)
        assert plan.overspent(run.trajectory.calendar, run.ledger) <= 0.05
        assert run.ledger.cost("event") <= 100 * budget * (1 if per == "plan" else 4)


# Seats.


def test_guests_have_a_seat_and_are_others_the_next_time() -> None:
    for run in lived(Event(**{**DINNER, "every_days": 28})):
        guests, waiting = (run.trajectory.among(f"dinner {who}") for who in ("guests", "waiting"))
        assert guests.members.max() == 25
        days = np.flatnonzero(guests.members)
        assert set(days) == {*range(14, 21), *range(42, 49), *range(70, 77)}
        assert waiting.members[16] > 0
        assert guests.daily("visits")[16] <= 25


def test_the_funnel_narrows_and_tells_who_is_left_out() -> None:
    for run in lived(Event(**DINNER)):
        (did,) = run.deliveries
        stages = dict(did.stages)  # type: ignore[attr-defined]
        assert list(stages) == ["invited", "saw", "signed_up", "left_out", "came", "took_part",
                                "bought"]  # fmt: skip
        assert stages["invited"] >= stages["saw"] >= stages["signed_up"] > 25
        assert stages["left_out"] == stages["signed_up"] - 25 == did.left_out  # type: ignore[attr-defined]
        assert 25 >= stages["came"] >= max(stages["took_part"], 1)


def test_of_those_who_signed_up_a_third_to_two_thirds_come() -> None:
    """M97, in a community whose members come on one day in eight or so."""
    event = Event(**{**DINNER, "seats": 200, "every_days": 14, "interest": 0.5})
    here = Ground("forum", SIZE, range(3), ("visits",))
    runs = [here.run(StrategyPlan((event,)), seed) for seed in here.seeds]
    came, seated = 0, 0
    for run in runs:
        guests = run.trajectory.among("dinner guests")
        for one in event.times(SIZE.days):
            came += int(guests.daily("visits")[one.first])
            seated += int(guests.members[one.first])
    assert 0.30 <= came / seated <= 0.70


def test_it_is_for_its_audience_alone() -> None:
    half: dict[str, Definition] = {"half": "days_since_visit >= 3"}
    event = Event(**{**DINNER, "audience": "half", "seats": 500})
    for run in lived(event, audiences=half):
        inside, outside = run.trajectory.among("half"), run.trajectory.among("dinner guests")
        assert 0 < outside.members[16] <= inside.members[16]


@pytest.mark.parametrize(
    ("today", "every", "which"),
    [(8, 0, None), (9, 0, 0), (17, 0, 0), (18, 0, None), (14, 20, 0), (29, 20, 1), (36, 20, 1),
     (22, 20, None)],
)  # fmt: skip
def test_which_of_an_event_s_times_comes_before_the_next_look(
    today: int, every: int, which: int | None
) -> None:
    guests = Guests(share=0.5, lot="a", seats=5, first=15, days=3, every=every, heard_days=7)
    assert guests.coming(today) == which


def test_who_hears_of_it_by_no_means_does_not_sign_up() -> None:
    """Nobody came by in a week; messages that are not paid for tell nobody."""
    event = Event(**{**DINNER, "invites": 1.0, "audience": "away"})
    dinner = (event.fixed_cents + event.guest_cents) / 100
    away: dict[str, Definition] = {"away": "days_since_visit >= 8"}
    for run in lived(event, budget=dinner, audiences=away):
        assert run.deliveries[0].days  # type: ignore[attr-defined]
        assert not run.trajectory.among("dinner guests").members.any()
        assert dict(run.deliveries[0].stages)["signed_up"] == 0  # type: ignore[attr-defined]


# What it does.


def test_an_event_draws_and_sells_on_its_days_and_tires_after() -> None:
    event = Event(**BARE, from_day=20, warm_up_days=0, days=3, interest=1.0)
    plain, held = lived(), lived(event)
    on, after = slice(20, 23), slice(23, 37)

    def sums(runs: list[Run], count: str, days: slice) -> int:
        return int(sum(one.trajectory.daily(count)[days].sum() for one in runs))

    assert sums(held, "visits", on) > 1.5 * sums(plain, "visits", on)
    assert sums(held, "buyers", on) > 1.5 * sums(plain, "buyers", on)
    assert sums(held, "visits", after) < 1.1 * sums(plain, "visits", after)


def test_two_events_have_names_of_their_own() -> None:
    first, second = Event(name="spring", from_day=5), Event(name="autumn", from_day=40)
    run = lived(first, second)[0]
    assert {"autumn", "spring"} <= set(run.ledger.strategies)
    with pytest.raises(InputError, match="give each strategy a name of its own"):
        StrategyPlan((Event(), Event(from_day=40)))


def test_where_events_are_absent_and_it_does_nothing_else_it_says_so() -> None:
    brief = Brief(CALENDAR, ("general",), absent=frozenset({"event", "push"}))
    assert Event().foreseen(brief) == Stop("uncounted")
    assert Event(sessions=1).foreseen(brief) is None
