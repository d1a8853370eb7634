"""What alerts let run: only that, only then, within its money, the same however it is lived."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import checkpoint
from sim.errors import InputError
from sim.plan import NoPlan
from sim.run import Rehearsal, Run, run
from sim.shock import Shock
from sim.spec import CommunitySpec
from strategies import STRATEGIES, Brief, Content, Strategy, StrategyPlan, search_space, with_values
from strategies.alerts import Alert
from strategies.alerts.acting import of_those
from strategies.coupon import Coupon
from strategies.messages import Messages
from tests.checkpoint.saved import assert_same_run
from tests.communities import MONDAY, community

PAST, DAYS, CRISIS = 56, 70, 30

LIVELY = {
    "visit_base": -1.0, "trust_pull": 1.0, "scar_share": 0.0, "buy_rate": 0.1, "content_pull": 0.3,
    "push_pull": 0.5,
}  # fmt: skip
"""Many visits, and a crisis that takes half of them."""

DROP = Alert(
    metric="active", below=0.85, past_days=21, window_days=2, rest_days=14, run_days=5,
    action="rescue", delay_hours=24,
)  # fmt: skip

BY_DAY = sorted(
    kind for kind, one in STRATEGIES.items() if one(name="rescue").refuses_alerts is None
    or kind == "coupon"
)  # fmt: skip


def spec(*, crisis: bool = True) -> CommunitySpec:
    return community(
        400, PAST + DAYS, values=LIVELY, start=MONDAY + timedelta(days=PAST), horizon_days=DAYS,
        shocks=(Shock(PAST + CRISIS, 0.9),) if crisis else (),
    )  # fmt: skip


def able(kind: str, **given: Any) -> Strategy:
    """Return a strategy of a kind that an alert may begin."""
    every = {"every_days": 1} if kind == "coupon" else {}
    return STRATEGIES[kind](**{"name": "rescue", **every, **given})


def guarded(
    *strategies: Strategy, budget: float | None = None, alert: Alert = DROP
) -> StrategyPlan:
    return StrategyPlan(strategies, budget, alerts={"drop": alert})


@cache
def status_quo(*, crisis: bool = True) -> Run:
    return run(spec(crisis=crisis), NoPlan(), 3)


def active(lived: Run) -> NDArray[np.int64]:
    return lived.trajectory.daily("active")


def test_it_acts_when_it_should_and_on_no_other_day() -> None:
    lived = run(spec(), guarded(Content(name="rescue", items_per_day=20)), 3)
    (told,) = lived.deliveries
    (alarm,) = told.alarms
    assert alarm.alert == "drop"
    fired = alarm.fired
    assert CRISIS < fired[0] <= CRISIS + 4
    days = {day + 1 + k for day in fired for k in range(5) if day + 1 + k < DAYS}
    assert (told.first_day, told.last_day, told.days) == (min(days), max(days), len(days))
    assert np.flatnonzero(lived.ledger.daily("grant", "rescue")).tolist() == sorted(days)
    assert told.reached == 20 * len(days)
    assert told.stop is None
    before = slice(0, fired[0] + 1)
    np.testing.assert_array_equal(
        lived.trajectory.counts[before], status_quo().trajectory.counts[before]
    )
    assert (active(lived) != active(status_quo()))[fired[0] + 1 :].any()


def test_where_nothing_is_wrong_nothing_happens_and_that_is_said() -> None:
    quiet = spec(crisis=False)
    rescue = guarded(Content(name="rescue", items_per_day=20), Messages(per_day=0.0))
    lived = run(quiet, rescue, 3)
    told = lived.deliveries[0]
    assert told.alarms[0].fired == ()
    assert not told.ran
    assert told.spent_cents == 0
    assert told.stop is not None
    assert told.stop.told() == "never ran: no alert let it run"
    assert "预警" in told.stop.told("zh")
    np.testing.assert_array_equal(
        lived.trajectory.counts, status_quo(crisis=False).trajectory.counts
    )


def test_watching_alone_asks_and_changes_nothing() -> None:
    content = Content(items_per_day=3)
    watching = StrategyPlan((content,), alerts={"drop": DROP.model_copy(update={"action": None})})
    assert watching.next_decision(0) is None
    plain = run(spec(), StrategyPlan((content,)), 3)
    assert_same_run(run(spec(), watching, 3), plain)


@pytest.mark.parametrize("kind", BY_DAY)
def test_asleep_it_offers_and_costs_nothing(kind: str) -> None:
    plan = guarded(able(kind), NAMESAKE)
    of = spec(crisis=False)
    offers = plan.offers(of.calendar, of.segments)
    alone = StrategyPlan((NAMESAKE,)).offers(of.calendar, of.segments)
    np.testing.assert_array_equal(offers.composed([0]), alone.composed([0]))
    np.testing.assert_array_equal(offers.supply, alone.supply)
    assert offers.rules == alone.rules


NAMESAKE = Content(name="other", items_per_day=2, push_per_item=0.1)
"""Something that runs beside it all the time."""


@pytest.mark.parametrize("kind", BY_DAY)
def test_always_awake_it_is_as_without_alerts(kind: str) -> None:
    of = spec()
    strategy = able(kind)
    awake = Brief(of.calendar, of.segments, acting=np.ones(of.calendar.days, np.bool_))
    with_alerts, without = (StrategyPlan(()).offers(of.calendar, of.segments) for _ in range(2))
    strategy.offers(awake, with_alerts)
    strategy.offers(replace(awake, acting=None), without)
    assert with_alerts.equals(without)


@pytest.mark.parametrize(
    ("kind", "budget"),
    [("content", None), ("coupon", None), ("messages", None), ("content", 700.0),
     ("coupon", 500.0), ("messages", 0.3)],
)  # fmt: skip
def test_lived_in_any_stretches_saved_or_not(
    kind: str, budget: float | None, tmp_path: Path
) -> None:
    of, plan = spec(), guarded(able(kind), budget=budget)
    whole = run(of, plan, 3)
    told = whole.deliveries[0]
    assert told.ran
    assert told.budget_cents is None or told.spent_cents <= told.budget_cents
    pieces = Rehearsal(of, plan, 3)
    for day in range(0, DAYS + 1, 3):
        pieces.live(day)
        # In the midst of what the alert lets run, and between.
        if told.first_day in (day, day - 1, day - 2):
            checkpoint.save(pieces, tmp_path / "run.npz")
            pieces = checkpoint.load(tmp_path / "run.npz", of, plan, seed=3)
    pieces.live(DAYS)
    assert_same_run(pieces.result(), whole)


def test_switched_on_and_off_daily_it_pays_each_day() -> None:
    """An alert that fires every other day gives half the coupons, and takes half the money."""
    flicker = Alert(
        metric="active", above=0.0, window_days=1, rest_days=2, run_days=1, action="rescue",
        delay_hours=0,
    )  # fmt: skip
    coupon = Coupon(name="rescue", discount=0.3, every_days=1)
    lived = run(spec(crisis=False), guarded(coupon, alert=flicker), 3)
    always = run(spec(crisis=False), StrategyPlan((coupon,)), 3)
    on = np.arange(1, DAYS, 2)
    books = lived.ledger.daily("redemption", "rescue")
    orders = lived.trajectory.daily("buyers")
    assert np.flatnonzero(books).tolist() == [day for day in on if orders[day]]
    assert books.sum() == pytest.approx(100 * 0.3 * lived.trajectory.basket * orders[on].sum())
    assert 0.3 < books.sum() / always.ledger.daily("redemption", "rescue").sum() < 0.7
    sold = lived.trajectory.total("buyers")
    assert sold <= always.trajectory.total("buyers")


def test_a_purse_holds_whenever_it_is_begun() -> None:
    lived = run(spec(), guarded(able("messages", per_day=2.0, message_cost=0.5), budget=900.0), 3)
    told = lived.deliveries[0]
    assert 0 < told.spent_cents <= 90_000
    assert told.days < 5
    assert told.stop is not None
    assert told.stop.reason == "money"


def test_the_delay_matters() -> None:
    """What is done at once brings its visits at once; three days of delay lose those of three."""
    rescue = Content(name="rescue", items_per_day=40)
    gains = []
    for hours in (4, 72):
        plan = with_values(guarded(rescue), {"alerts.drop.delay_hours": hours})
        lived = run(spec(), plan, 3)
        fired = lived.deliveries[0].alarms[0].fired[0]
        gains.append(int((active(lived) - active(status_quo()))[fired : fired + 3].sum()))
    assert gains[0] > gains[1] == 0


def test_numbers_of_an_alert_are_levers() -> None:
    plan = guarded(Content(name="rescue"))
    space = {one.path: one for one in search_space(plan)}
    delay = space["alerts.drop.delay_hours"]
    assert (delay.low, delay.high, delay.step, delay.current) == (0, 168, 24, 24)
    assert space["alerts.drop.below"].high == 1.0
    assert "alerts.drop.sigmas" in space
    turned = with_values(plan, {"alerts.drop.below": 0.6, "alerts.drop.window_days": 5})
    assert (turned.alerts["drop"].below, turned.alerts["drop"].window_days) == (0.6, 5)
    with pytest.raises(InputError, match=r"alerts\.drop\.window_days"):
        with_values(plan, {"alerts.drop.window_days": 0})


def test_an_alert_goes_with_its_action() -> None:
    plan = guarded(Content(name="rescue"), Messages())
    assert of_those(plan.alerts, plan.strategies[1:]) == {}
    assert of_those(plan.alerts, plan.strategies[:1]) == plan.alerts


@pytest.mark.parametrize(
    ("strategy", "why"),
    [
        (Content(), "no strategy 'rescue'"),
        (STRATEGIES["points"](name="rescue"), "runs day after day"),
        (STRATEGIES["invite"](name="rescue"), "runs day after day"),
        (STRATEGIES["staircase"](name="rescue"), "own days away"),
        (Coupon(name="rescue"), "every_days: 1"),
    ],
)
def test_what_no_alert_can_begin(strategy: Strategy, why: str) -> None:
    with pytest.raises(InputError, match=why):
        guarded(strategy)


def test_another_alert_is_another_plan() -> None:
    plan = guarded(Content(name="rescue"))
    later = with_values(plan, {"alerts.drop.delay_hours": 72})
    assert plan.as_dict() != later.as_dict()
    assert plan.as_dict()["alerts"]["drop"]["action"] == "rescue"


def test_what_a_community_does_not_show_is_said_before() -> None:
    alert = Alert(metric="answered_share", below=0.4, action="rescue")
    plan = guarded(Content(name="rescue"), alert=alert)
    of = spec()
    assert plan.foreseen(of.calendar, of.segments, frozenset({"toxicity"})) == ()
    (warned,) = plan.foreseen(of.calendar, of.segments, frozenset({"reply"}))
    assert warned.told() == "drop: never fires: this community does not show what it watches"


def test_what_has_room_for_so_many_a_day_is_begun_by_an_alert_too() -> None:
    lived = run(spec(), guarded(able("messages", per_day=1.0, capacity=40, message_cost=0.01)), 3)
    (told,) = lived.deliveries
    fired = told.alarms[0].fired[0]
    assert (told.first_day, told.days) == (fired + 1, 5)
    # Who has joined since the look is beyond the room by as many.
    assert 5 * 40 <= told.reached <= 5 * 50
    assert told.left_out > 0


def test_two_alerts_may_begin_one_action() -> None:
    """On the days of either, and no day twice."""
    first = Alert(
        metric="active", above=0, window_days=1, rest_days=60, run_days=4, action="rescue"
    )
    second = first.model_copy(update={"window_days": 3})
    plan = StrategyPlan(
        (Content(name="rescue", items_per_day=2),), alerts={"a": first, "b": second}
    )
    (told,) = run(spec(crisis=False), plan, 3).deliveries
    assert [alarm.fired for alarm in told.alarms] == [(1, 61), (3, 63)]
    # Days 1 to 4 and 3 to 6, and again from 61 on.
    assert (told.days, told.reached) == (12, 24)


def test_teams_that_an_alert_lets_open_are_of_the_stated_size() -> None:
    values = {**LIVELY, "team_rate": 0.2}
    of = replace(spec(), behaviour=spec().behaviour.updated(values, "assumed", "made up"))
    lived = run(of, guarded(able("groupbuy", size=5, days=7)), 3)
    orders = lived.trajectory.by_segment("team_orders")
    assert orders.sum() > 0
    assert not (orders % 5).any()


def test_what_an_alert_lets_publish_is_seen_outside() -> None:
    """Organic joiners of its days, and of no day before, are more."""
    open_doors = replace(
        spec(), organic=np.full(PAST + DAYS, 20.0),
        behaviour=spec().behaviour.updated({"reach_most": 2.0}, "assumed", "made up"),
    )  # fmt: skip
    plain = run(open_doors, NoPlan(), 3).trajectory.daily("joined_organic")
    lived = run(open_doors, guarded(Content(name="rescue", items_per_day=100)), 3)
    more = lived.trajectory.daily("joined_organic") - plain
    told = lived.deliveries[0]
    assert told.first_day is not None
    assert not more[: told.first_day].any()
    assert more[told.first_day : told.first_day + 5].sum() > 100
