"""On which days a strategy runs: weekdays and phases of its plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.behaviour.preset import Behaviour
from sim.calendar import WEEKDAYS, Calendar
from sim.errors import InputError
from sim.ledger import Ledger
from sim.offers import Offers
from sim.run import run
from strategies import (
    STRATEGIES,
    Content,
    Invite,
    Points,
    Stop,
    Strategy,
    StrategyPlan,
    with_values,
)
from strategies.ads import Ads
from strategies.coupon import Coupon
from strategies.days import Phase
from strategies.messages import Messages
from strategies.welcome import Welcome
from tests.communities import community
from tests.metrics.recorded import trajectory
from tests.strategies.test_coupon import TEN
from tests.strategies.test_metered import DAYS, START, lived, seen_of, told

CALENDAR = Calendar(START, DAYS)
"""Sixty days from a Monday on."""

BY_DAY = sorted(kind for kind, one in STRATEGIES.items() if one.by_day)
AT_ONCE = [kind for kind in BY_DAY if STRATEGIES[kind]().cadence_days(None) is None]
"""Those that offer without having seen a day of the plan."""

SHOP = community(300, behaviour=Behaviour.preset("shop"), deeds=True)
SPANS = {
    "warm-up": Phase(to_day=7),
    "burst": Phase(from_day=7, to_day=14),
    "return": Phase(from_day=28),
}


def offered(*strategies: Strategy, **over: Any) -> Offers:
    return StrategyPlan(strategies, **over).offers(CALENDAR, ("general",))


def days_of(offers: Offers) -> list[int]:
    bits = len(offers.audiences.names) if offers.audiences else 0
    table: NDArray[np.bool_] = offers.composed(((1 << bits) - 1,)).any(axis=(1, 2, 3))
    won = offers.paid_arrivals > 0
    return np.flatnonzero(table | won | offers.supply.any(axis=(1, 2, 3))).tolist()


@pytest.mark.parametrize("kind", AT_ONCE)
def test_it_runs_on_its_weekdays_alone(kind: str) -> None:
    one = STRATEGIES[kind].model_validate({"on_weekdays": ["tue", "sun"], "to_day": 14})
    assert days_of(offered(one)) == [1, 6, 8, 13]


@pytest.mark.parametrize("kind", BY_DAY)
def test_all_weekdays_and_a_phase_of_all_days_change_no_bit(kind: str) -> None:
    plain = STRATEGIES[kind]()
    all_days = STRATEGIES[kind](on_weekdays=WEEKDAYS, phase="all")
    assert offered(plain).equals(offered(all_days, phases={"all": Phase()}))
    days = [run(SHOP, StrategyPlan((one,), **over), 1) for one, over in (
        (plain, {}), (all_days, {"phases": {"all": Phase()}})
    )]  # fmt: skip
    assert np.array_equal(days[0].trajectory.counts, days[1].trajectory.counts)
    assert days[0].ledger.frame().equals(days[1].ledger.frame())


@pytest.mark.parametrize("kind", sorted(STRATEGIES))
def test_one_phase_is_its_days(kind: str) -> None:
    """So a span stands once, and everything that counts from the first day counts from its."""
    phased = offered(STRATEGIES[kind](phase="burst"), phases=SPANS)
    assert phased.equals(offered(STRATEGIES[kind](from_day=7, to_day=14)))


@pytest.mark.parametrize("kind", AT_ONCE)
def test_several_phases_leave_the_days_between_them_out(kind: str) -> None:
    one = STRATEGIES[kind].model_validate({"phase": ["warm-up", "return"]})
    if isinstance(one, Coupon):
        one = one.model_copy(update={"valid_days": DAYS})
    assert days_of(offered(one, phases=SPANS)) == [*range(7), *range(28, DAYS)]


def test_its_own_days_and_its_phase_both_bind() -> None:
    plan = StrategyPlan((Content(phase=("burst", "warm-up"), from_day=3),), phases=SPANS)
    assert days_of(plan.offers(CALENDAR, ("general",))) == list(range(3, 14))
    later = with_values(plan, {"content.from_day": 10})
    assert days_of(later.offers(CALENDAR, ("general",))) == list(range(10, 14))
    assert with_values(plan, {}).as_dict() == plan.as_dict()


@pytest.mark.parametrize(
    ("strategy", "message"),
    [
        (Content(phase="brust"), "no phase 'brust'; the plan has warm-up, burst, return"),
        (Content(phase="burst", from_day=20), "none of its own days from 20 to the end"),
        (Invite(phase=("warm-up", "return")), "may not have days between them"),
        (Points(endowed_points=5, phase="burst"), "hold from the plan's first day on"),
    ],
)
def test_a_phase_that_does_not_fit(strategy: Strategy, message: str) -> None:
    with pytest.raises(InputError, match=message) as told_so:
        StrategyPlan((strategy,), phases=SPANS)
    assert told_so.value.field == f"{strategy.kind}.phase"
    assert "\n" not in str(told_so.value)


def test_amounts_that_were_not_given_still_follow_the_currency() -> None:
    (invite,) = StrategyPlan((Invite(phase="burst"),), money_unit=150, phases=SPANS).strategies
    (plain,) = StrategyPlan((Invite(),), money_unit=150).strategies
    assert (invite.from_day, invite.to_day) == (7, 14)
    assert invite.model_dump(exclude={"from_day", "to_day", "phase"}) == plain.model_dump(
        exclude={"from_day", "to_day", "phase"}
    )


def test_phases_that_touch_are_one_span_for_what_runs_day_after_day() -> None:
    both = offered(Points(phase=("burst", "warm-up")), phases=SPANS)
    assert both.equals(offered(Points(to_day=14)))


@pytest.mark.parametrize(
    ("kind", "bad", "message"),
    [
        ("points", {"on_weekdays": ["mon"]}, "on_weekdays is not for it"),
        ("coupon", {"on_weekdays": []}, "at least one weekday"),
        ("coupon", {"on_weekdays": ["mon", "mon"]}, "each once"),
        ("coupon", {"on_weekdays": ["monday"]}, "should be 'mon'"),
        ("coupon", {"phase": []}, "at least one phase"),
    ],
)
def test_what_is_refused(kind: str, bad: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        STRATEGIES[kind](**bad)


def test_with_little_money_it_says_from_which_of_its_days_there_was_none() -> None:
    """Two items a Monday at 12.81 each: 100 cover three Mondays, not a fourth."""
    content = Content(items_per_day=2, on_weekdays=("mon",))
    days = days_of(offered(content, budget=100))
    assert days == [0, 7, 14]
    assert told(content, seen_of(), 100).stop == Stop("money", 21)
    assert told(content, seen_of(), 1000).stop is None, "it ran on all its days"


def test_a_purse_is_looked_into_by_its_days() -> None:
    """On Fridays ten answers at 2 are 20: 90 cover three with room for a rush, then shares."""
    seen = seen_of(first_posts=[10] * DAYS)
    welcome = Welcome(share=1, answer_cost=2, on_weekdays=("fri",))
    assert told(welcome, seen).spent_cents == 8 * 2000
    found = told(welcome, seen, 90)
    assert 8000 < found.spent_cents <= 9000
    pulled = lived(welcome, seen, 90)
    assert np.flatnonzero(pulled == 1).tolist() == [4, 11, 18]
    assert np.flatnonzero(pulled).tolist() == [4 + 7 * week for week in range(found.days)]
    assert found.stop == Stop("money", 4 + 7 * found.days)


def test_weekdays_that_are_not_in_the_plan() -> None:
    content = Content(on_weekdays=("sat",), to_day=5)
    assert told(content, seen_of()).stop == Stop("calendar")
    assert "none of its days is in the plan" in Stop("calendar").told()


def test_ending_on_another_weekday_does_not_make_coupons_go_away() -> None:
    """They are owed by the weekdays on which they are still good, not by the plan's last day."""

    def owed(*weekdays: str, valid: int = 30) -> int:
        coupon = Coupon.model_validate(
            {"discount": 0.2, "valid_days": valid, "from_day": 50, "on_weekdays": weekdays}
        )
        seen = trajectory(
            START, DAYS, basket=TEN, buyers=[2] * DAYS, members=np.full(DAYS, 100), left=[1] * DAYS
        )
        ledger = Ledger(DAYS)
        StrategyPlan((coupon,)).settle(seen, ledger)
        assert 0 <= ledger.owed() <= ledger.owed_in_full()
        return ledger.owed()

    assert CALENDAR.weekdays[-1] == WEEKDAYS.index("thu")
    assert owed(*WEEKDAYS) > owed("mon") > 0, "a Thursday is not its day"
    assert owed("thu", valid=17) > 0
    assert owed("fri", valid=11) > 0, "it has had no day of its own yet"
    assert owed("thu", valid=16) == owed("fri", valid=10) == 0, "over before its next day"


def test_messages_on_fridays_tire_less_than_daily_ones() -> None:
    daily, fridays = (
        run(SHOP, StrategyPlan((Messages(per_day=1, on_weekdays=on),)), 2)
        for on in (None, ("fri",))
    )
    assert not np.array_equal(daily.trajectory.counts, fridays.trajectory.counts)
    assert 6 < daily.ledger.cash() / fridays.ledger.cash() < 8


def test_phases_inside_each_other_leave_no_days_between_them() -> None:
    """The second ends before the third begins, and the first goes on over both."""
    spans = {"all": (0, 50), "early": (5, 10), "late": (30, None)}
    phases = {name: Phase(from_day=first, to_day=end) for name, (first, end) in spans.items()}
    plan = StrategyPlan((Ads(phase=("all", "early", "late")),), phases=phases)
    assert (plan.strategies[0].from_day, plan.strategies[0].to_day) == (0, None)
    phases["late"] = Phase(from_day=51)
    with pytest.raises(InputError, match="may not have days between them"):
        StrategyPlan((Ads(phase=("all", "early", "late")),), phases=phases)
