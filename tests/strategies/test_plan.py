"""A plan: strategies side by side, one budget, decisions on their days."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import CASH, Ledger
from sim.levers import LEVER_INDEX
from sim.offers import Offers
from sim.plan import NoPlan, Plan
from sim.trajectory import Trajectory
from strategies import (
    STRATEGIES,
    Brief,
    Content,
    Invite,
    Points,
    Strategy,
    StrategyPlan,
    equal_split,
)
from strategies.ads import Ads
from tests.metrics.recorded import trajectory

CALENDAR = Calendar(date(2024, 1, 1), 30)
SEGMENTS = ("general",)


class Watchful(Strategy):
    """Thinks every five days and remembers nothing: it marks the days on which it was asked."""

    kind: ClassVar[str] = "watchful"

    def offers(self, brief: Brief, offers: Offers) -> None:
        pass

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        ledger.post(self.kind, "grant", CASH, 100)

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        return 5

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        offers.paid_arrivals[today] += 1


def test_one_feed_is_not_sold_twice() -> None:
    """Each would earn in full from the same items; of disjoint days each has a feed of its own."""

    def ads(name: str, share: float, **own: Any) -> Ads:
        return Ads(name=name, share=share, **own)

    with pytest.raises(InputError, match=r"'a' and 'b' sell 1\.1 of the feed on day 3; .* lower"):
        StrategyPlan((ads("a", 0.6), ads("b", 0.5, from_day=3)))
    StrategyPlan((ads("a", 0.7), ads("b", 0.2), ads("c", 0.1)))
    StrategyPlan((ads("a", 0.6, to_day=3), ads("b", 0.5, from_day=3)))
    StrategyPlan((ads("a", 1.0), ads("b", 0.0)))
    aimed = {"for": "new"}, {"for": "old"}
    who = {"new": "days_since_joining <= 7", "old": "days_since_joining > 2"}
    with pytest.raises(InputError, match=r"'a' and 'b' sell 1\.2 of the feed on day 0"):
        StrategyPlan((ads("a", 0.6, **aimed[0]), ads("b", 0.6, **aimed[1])), audiences=who)


def test_no_strategies_is_the_status_quo() -> None:
    plan: Plan = StrategyPlan(budget=100.0)
    empty = NoPlan().offers(CALENDAR, SEGMENTS)
    offers = plan.offers(CALENDAR, SEGMENTS)
    assert offers.table.tobytes() == empty.table.tobytes()
    assert offers.supply.tobytes() == empty.supply.tobytes()
    assert offers.rules == empty.rules
    assert plan.next_decision(0) is None
    ledger = Ledger(CALENDAR.days)
    plan.settle(trajectory(CALENDAR.start, CALENDAR.days), ledger)
    assert ledger.entries == []


def test_a_purse_is_looked_into_daily_in_the_first_week_then_weekly() -> None:
    plan = StrategyPlan((Invite(from_day=2),), 100)
    days = [0]
    while (day := plan.next_decision(days[-1])) is not None and day < CALENDAR.days:
        days.append(day)
    assert days == [0, 2, 3, 4, 5, 6, 7, 8, 9, 16, 23]


def test_who_has_no_budget_shares_what_is_left() -> None:
    plan = StrategyPlan((Points(budget=100), Content(), Invite()), 1_000)
    assert plan.envelopes == (10_000, 45_000, 45_000)
    assert StrategyPlan((Points(budget=100), Content())).envelopes == (10_000, None)
    assert StrategyPlan((Points(), Content(), Invite()), 100).envelopes == (3_333,) * 3
    assert StrategyPlan((Points(budget=100), Content()), 100).envelopes == (10_000, 0)


@given(
    budget=st.floats(0.01, 1e7),
    shares=st.lists(st.none() | st.floats(0, 1 / 3), min_size=3, max_size=3),
)
def test_envelopes_never_exceed_the_budget(budget: float, shares: list[float | None]) -> None:
    own = [None if share is None else int(share * budget * 100) / 100 for share in shares]
    kinds = (Points, Content, Invite)
    plan = StrategyPlan(tuple(kind(budget=b) for kind, b in zip(kinds, own, strict=True)), budget)
    envelopes = [amount for amount in plan.envelopes if amount is not None]
    assert sum(envelopes) <= round(budget * 100)
    assert min(envelopes) >= 0


def test_own_budgets_may_not_exceed_the_plans() -> None:
    StrategyPlan((Points(budget=60), Content(budget=40)), 100)
    with pytest.raises(InputError, match=r"add up to 100\.01, more than the plan's 100\.00"):
        StrategyPlan((Points(budget=60), Content(budget=40.01)), 100)


@pytest.mark.parametrize("budget", [0, -5, float("inf"), float("nan")])
def test_a_budget_is_above_zero(budget: float) -> None:
    with pytest.raises(InputError, match="must be above 0"):
        StrategyPlan((Points(),), budget)


def test_a_kind_comes_once() -> None:
    with pytest.raises(InputError, match="'points' comes 2 times"):
        StrategyPlan((Points(), Points(from_day=7)))


def test_strategies_compose() -> None:
    parts = (Points(), Content(), Invite())
    together = StrategyPlan(parts).offers(CALENDAR, SEGMENTS)
    alone = [StrategyPlan((part,)).offers(CALENDAR, SEGMENTS) for part in parts]
    assert np.array_equal(together.table, sum(offers.table for offers in alone))
    assert np.array_equal(together.supply, alone[1].supply)
    assert together.rules.level_thresholds == alone[0].rules.level_thresholds
    assert together.rules.unlock_after == alone[2].rules.unlock_after


def test_decisions_come_on_the_days_of_the_cadence() -> None:
    plan = StrategyPlan((Points(), Watchful(from_day=2)))
    days, today = [], 0
    while (day := plan.next_decision(today)) is not None and day < CALENDAR.days:
        days.append(day)
        today = day
    assert days == [2, 7, 12, 17, 22, 27]
    offers = Offers(CALENDAR, 1)
    for day in range(CALENDAR.days):
        offers = plan.adapt(trajectory(CALENDAR.start, CALENDAR.days), day, offers)
    assert np.flatnonzero(offers.paid_arrivals).tolist() == days


def test_unspent_is_the_budget_less_what_the_strategies_cost() -> None:
    ledger = Ledger(CALENDAR.days)
    plan = StrategyPlan((Watchful(),), 100.0)
    plan.settle(trajectory(CALENDAR.start, CALENDAR.days), ledger)
    ledger.post("operation", "wages", CASH, 777)
    assert plan.unspent(ledger) == pytest.approx(100.0 - CALENDAR.days)
    assert StrategyPlan((Watchful(),)).unspent(ledger) is None


def test_equal_split_clears_own_budgets_only() -> None:
    plan = StrategyPlan((Points(budget=70, per_visit=3), Content(), Invite(budget=5)), 90)
    split = equal_split(plan)
    assert split.envelopes == (3_000,) * 3
    assert split.strategies == (Points(per_visit=3), Content(), Invite())
    no_budget = StrategyPlan((Points(budget=70),))
    assert equal_split(no_budget) == no_budget


def test_as_dict_reads_back() -> None:
    plan = StrategyPlan((Points(budget=70, levels=(5, 9)), Content(topics={"general": 1})), 90)
    data = plan.as_dict()
    again = StrategyPlan(
        tuple(
            STRATEGIES[kind].model_validate(values)
            for entry in data["strategies"]
            for kind, values in entry.items()
        ),
        data["budget"],
    )
    assert again == plan


class Gift(Strategy):
    """Two points a visit from others, who never think again."""

    kind: ClassVar[str] = "gift"

    def offers(self, brief: Brief, offers: Offers) -> None:
        offers.pull("points_per_visit", 2.0)

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        pass


def test_who_thinks_again_takes_nothing_back_of_what_others_offer() -> None:
    """Points look into their purse and write anew what they give; another's stay beside."""
    plan = StrategyPlan((Points(per_visit=1, budget=5000.0), Gift()))
    offers = plan.offers(CALENDAR, SEGMENTS)
    index = LEVER_INDEX["points_per_visit"]
    before = offers.composed((0,))[..., index].copy()
    assert before.max() == 3.0
    today = plan.next_decision(0)
    assert today is not None
    after = plan.adapt(trajectory(CALENDAR.start, 30), today, offers).composed((0,))[..., index]
    assert after[today:].max() == 3.0
