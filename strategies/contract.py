"""The contract of a strategy, tried before anything is run on one that a user wrote.

What members do cannot be known beforehand: it is tried on a record in which nobody does anything.
`strategies.own` looks again at the books of every run.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import Ledger
from sim.offers import Offers
from sim.rules import MAX_TIERS
from sim.trajectory import COUNTS, Trajectory
from strategies.base import Brief, Strategy
from strategies.levers import search_space, with_values
from strategies.own import broken, minded
from strategies.plan import StrategyPlan


def check_contract(
    strategy: Strategy,
    calendar: Calendar,
    segments: tuple[str, ...],
    plan: StrategyPlan,
) -> None:
    """Raise `InputError` if a strategy does not keep what every strategy promises.

    With zero strength it changes and costs nothing; it keeps within any budget what it pays
    regardless of members; outside its days it offers nothing; it offers the same when asked again.

    Parameters
    ----------
    strategy
        As a plan has it.
    calendar, segments
        Of the community.
    plan
        The plan that it is in.
    """

    span = strategy.budget_per or plan.budget_per

    def alone(**changed: Any) -> StrategyPlan:
        per = None if changed["budget"] is None else span
        own = strategy.model_copy(update={"budget_per": per, **changed})
        return replace(plan, strategies=(own,), budget=None, budget_per="plan")

    def offers(tried: StrategyPlan) -> Offers:
        return tried.offers(calendar, segments)

    def booked(tried: StrategyPlan) -> Ledger:
        ledger = Ledger(calendar.days)
        nothing = blank(calendar, segments)
        tried.settle(nothing, ledger)
        tried.account(nothing, ledger)
        return ledger

    whole = alone(budget=None)
    if not offers(whole).equals(offers(whole)):
        raise broken(strategy, "asked again, it offers something else; draw nothing in it")
    cost = booked(whole).cost(strategy.called)
    for cents in sorted({0, cost // 2, cost}):
        tried = alone(budget=cents / 100)
        booked(tried)
        brief = Brief(
            calendar, segments, cents, plan.money_unit, phases=plan.phases, budget_per=span
        )
        funded = np.asarray(tried.strategies[0].funded(brief))
        if funded.dtype != np.bool_ or funded.shape != (calendar.days,):
            raise broken(strategy, "its `funded` must say yes or no for each day")
        if _acts(offers(tried), ~funded):
            raise broken(
                strategy,
                f"with {cents / 100:.2f} to spend it offers on days that `funded` leaves out",
            )
    _try_to_react(strategy, whole, calendar, segments)
    last = calendar.days - 1
    if _acts(offers(alone(budget=None, from_day=last, to_day=None, phase=None)), slice(0, last)):
        raise broken(strategy, "it offers before its from_day; write inside self.window(days)")
    if strategy.by_day:
        mondays = alone(budget=None, on_weekdays=("mon",))
        if _acts(offers(mondays), calendar.weekdays != 0):
            raise broken(
                strategy,
                "it says that any day may be left out (by_day), and offers on others than its "
                "on_weekdays; write on the days of self.scheduled(brief)",
            )
    own = [d for d in search_space(whole) if d.path.startswith(f"{strategy.called}.")]
    turned = {d.path: 0.0 for d in own if d.low <= 0 <= d.high}
    names = " and ".join(path.partition(".")[2] for path in turned)
    if not turned:
        raise broken(
            strategy, "none of its parameters has a search range that begins with 0, its strength"
        )
    try:
        none = with_values(whole, turned)
    except InputError as error:
        raise broken(strategy, f"it refuses zero strength: {error.message}") from None
    if _acts(offers(none), slice(None)) or booked(none).cost():
        raise broken(strategy, f"with {names} at 0 it still offers or costs something")
    if not none.strategies[0].idle:
        raise broken(strategy, f"with {names} at 0 it still says that it runs; write `idle`")


def _try_to_react(
    strategy: Strategy, plan: StrategyPlan, calendar: Calendar, segments: tuple[str, ...]
) -> None:
    """Let a strategy that reacts do so once."""
    with minded(strategy, "cadence_days"):
        cadence = strategy.cadence_days(None)
        if cadence is not None and cadence < 1:
            raise broken(strategy, f"a cadence of {cadence} days; at least 1 is needed")
    today = plan.next_decision(strategy.from_day - 1)
    if today is not None and today < calendar.days:
        plan.adapt(blank(calendar, segments), today, plan.offers(calendar, segments))


def _acts(offers: Offers, days: slice | NDArray[np.bool_]) -> bool:
    """Return whether there is anything in offers on some days."""
    parts = (*offers.tables, offers.published, offers.paid_arrivals, offers.paid_trait)
    return any(np.any(each[days]) for each in parts)


def blank(calendar: Calendar, segments: tuple[str, ...]) -> Trajectory:
    """Return the record of a plan in which nobody does anything."""
    days = calendar.days
    none = np.zeros(days, np.int64)
    return Trajectory(
        calendar=calendar,
        segments=segments,
        counts=np.zeros((days, len(segments), len(COUNTS)), np.int64),
        weekly_active=none,
        monthly_active=none,
        newly_active=none,
        resurrected=none,
        churned=none,
        active28=none,
        triangle=np.zeros((0, 0), np.int64),
        triangle_start=calendar.start - timedelta(days=calendar.start.weekday()),
        weeks_observed=0,
        members=none,
        waits=np.full((days, 2), np.nan),
        wages_cents=none,
        survey=np.zeros(11, np.int64),
        posts_by_member=np.zeros(0, np.int64),
        tiers=np.zeros(MAX_TIERS, np.int64),
        outstanding_points=0,
        opening_points=0,
        outstanding_rewards_cents=0,
        basket=1.0,
    )
