"""A plan: strategies side by side, under one budget that their spend cannot exceed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.calendar import Calendar
from sim.errors import InputError
from sim.facts import Fact
from sim.ledger import BEYOND, COST_ACCOUNTS, Ledger
from sim.offers import Offers
from sim.scale import check_money_unit
from sim.trajectory import Trajectory
from strategies.alerts import acting
from strategies.alerts.acting import Acting
from strategies.alerts.alert import Alert, told
from strategies.audiences import Audiences, Definition, named
from strategies.base import Strategy
from strategies.beside import check_one_feed, check_told_apart, check_what_it_earns
from strategies.brief import Brief, Span, cents, spells
from strategies.days import Phase
from strategies.delivery import Delivery, Foreseen
from strategies.money import in_money
from strategies.own import check_books, check_offers, minded, written
from strategies.phases import within_phases
from strategies.shares import shares


@dataclass(frozen=True)
class StrategyPlan:
    """Strategies that run together; with none of them it is the status quo.

    Parameters
    ----------
    strategies
        Each with its own name (`Strategy.called`); of a kind that keeps something in the member at
        most one: two could not tell their points or invitations apart.
    budget
        Money for all of them, in currency, above 0; None: no limit but their own.
    money_unit
        What a unit of money is worth in the currency (`sim.scale`), as in the community that the
        plan is for. Amounts that a strategy was not given are then its defaults in that currency.
    audiences
        What is said of each audience, by name; strategies are for those that they name.
    watched
        Names of further audiences that are kept up to date and counted.
    first
        Names of audiences of which it is kept who was in them when first looked at, and counted.
    facts
        Facts of the user's own that they may name, by name.
    code
        Digest of the user's own code that it uses, so that a changed one is another plan.
    phases
        Spans of its days that strategies may name, by name.
    budget_per
        By what the budget holds: over the plan, or in each month or quarter of the calendar.
    alerts
        Rules that fire by what is seen, by name, and then let one of its strategies run.

    Raises
    ------
    InputError
        If the budget is not above 0, a name or a kind that keeps something comes twice, two fix
        one rule, an audience or a phase is not there, more is sold than all of the feed or paid out
        than all of what it earns, the strategies' own budgets add up to more than the plan's or
        hold by another span, an alert has no such action, or an amount of money exceeds its bound
        in the currency.
    """

    strategies: tuple[Strategy, ...] = ()
    budget: float | None = None
    money_unit: float = 1.0
    audiences: Mapping[str, Definition] = field(default_factory=dict)
    watched: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    code: str = ""
    phases: Mapping[str, Phase] = field(default_factory=dict)
    budget_per: Span = "plan"
    alerts: Mapping[str, Alert] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_told_apart(self.strategies)
        acting.check_alerts(self.alerts, self.strategies)
        self._named()
        check_money_unit(self.money_unit)
        inside = tuple(within_phases(s, self.phases) for s in self.strategies)
        check_one_feed(inside)
        check_what_it_earns(inside)
        strategies = tuple(in_money(s, self.money_unit, s.called) for s in inside)
        object.__setattr__(self, "strategies", strategies)
        self._check_spans()
        if self.budget is None:
            return
        if not 0 < self.budget < float("inf"):
            raise InputError(
                f"a budget of {self.budget:g}; it must be above 0, or left out for no limit",
                field="budget",
            )
        amounts = [cents(s.budget) for s in self.strategies if s.budget is not None]
        # Of months and quarters it is looked at where the calendar is known (`shares`).
        own = sum(amounts) if self.budget_per == "plan" else max(amounts, default=0)
        if own > cents(self.budget):
            raise InputError(
                f"the strategies' own budgets add up to {own / 100:.2f}, more than the plan's "
                f"{self.budget:.2f}",
                field="budget",
            )

    @property
    def aimed(self) -> tuple[str, ...]:
        """Names of the audiences that its strategies are for."""
        return tuple(name for one in self.strategies for name in one.serves)

    @property
    def served(self) -> tuple[str, ...]:
        """Names of the audiences that its strategies are for, and of those that they make."""
        return (*self.aimed, *self._made)

    @property
    def _made(self) -> dict[str, Definition]:
        return {name: rule for one in self.strategies for name, rule in one.own_audiences.items()}

    def _check_spans(self) -> None:
        """Raise `InputError` if budgets of different spans would have to fit in one."""
        if self.budget is None:
            if self.budget_per != "plan":
                raise InputError(
                    f"{self.budget_per} says by what a budget holds; give the plan's budget",
                    field="budget_per",
                )
            return
        for strategy in self.strategies:
            own = strategy.budget_per or self.budget_per
            if own != self.budget_per:
                raise InputError(
                    f"{own} is not the span of the plan's budget, {self.budget_per}; leave it out, "
                    "or the plan's budget",
                    field=f"{strategy.called}.budget_per",
                )
            if own != "plan" and not strategy.by_span:
                raise InputError(
                    f"{strategy.called} may owe what it promises beyond a {own}; the budget of a "
                    "plan with it holds for the whole plan",
                    field="budget_per",
                )

    def total_budget(self, calendar: Calendar) -> float | None:
        """Return the money for all strategies over all months or quarters; None: no limit."""
        if self.budget is None:
            return None
        return self.budget * len(spells(calendar, self.budget_per))

    def overspent(self, calendar: Calendar, ledger: Ledger) -> float:
        """Return by what share of its money the dearest span of a budget costs more than that.

        What is done beyond the money of strategies included; 0 where all is within, or no budget.
        """
        if self.budget is not None:
            budgets = [(self.strategies, self.budget, self.budget_per)]
        else:
            budgets = [
                ((one,), one.budget, one.budget_per or "plan")
                for one in self.strategies
                if one.budget is not None
            ]
        over = [0.0]
        none = np.zeros(calendar.days, np.int64)
        for some, money, per in budgets:
            names = [name for one in some for name in (one.called, one.called + BEYOND)]
            daily = sum((ledger.daily(each, n) for n in names for each in COST_ACCOUNTS), none)
            there = cents(money)
            costs = [int(np.sum(daily[one])) for one in spells(calendar, per)]
            over += [(cost - there) / max(there, 1) for cost in costs]
        return max(over)

    @property
    def envelopes(self) -> tuple[int | None, ...]:
        """Money that each strategy may spend in each span of its budget, in cents; None: no limit.

        Its own budget, or an equal share of what those leave of the plan's; of months and quarters
        as if all ran in each of them, which no calendar is needed to tell (`shares`).
        """
        own = [None if s.budget is None else cents(s.budget) for s in self.strategies]
        if self.budget is None:
            return tuple(own)
        sharers = own.count(None)
        left = max(cents(self.budget) - sum(amount for amount in own if amount is not None), 0)
        share = left // sharers if sharers else 0
        return tuple(share if amount is None else amount for amount in own)

    def offers(self, calendar: Calendar, segments: tuple[str, ...]) -> Offers:
        """Return what all strategies offer together."""
        return self._offered(calendar, segments, acting.asleep(self.alerts, calendar.days))

    def _offered(self, calendar: Calendar, segments: tuple[str, ...], awake: Acting) -> Offers:
        offers = Offers(calendar, len(segments), self._named())
        for strategy, brief in self._briefs(calendar, segments, awake=awake):
            own = _table_of(strategy, offers, brief)
            with minded(strategy, "offers"):
                strategy.offers(brief, own)
                check_offers(strategy, own)
        return offers

    def next_decision(self, today: int) -> int | None:
        """Return the first day after `today` on which a strategy wants to think, or None."""
        days = [today + 1] if any(one.action for one in self.alerts.values()) else []
        for strategy, envelope in zip(self.strategies, self.envelopes, strict=True):
            with minded(strategy, "cadence_days"):
                cadence = strategy.cadence_days(envelope)
            if cadence is None:
                continue
            first = max(strategy.from_day, today + 1)
            # Nobody is silent for longer than a cadence.
            ahead = range(first, first + cadence)
            since = strategy.from_day
            days.append(next(day for day in ahead if strategy.looks(day - since, envelope)))
        return min(days, default=None)

    def adapt(self, seen: Trajectory, today: int, offers: Offers) -> Offers:
        """Let the strategies whose day it is change what is offered from `today` on."""
        awake = acting.awake(self.alerts, seen, today)
        if fired := acting.just_fired(self.alerts, seen, today):
            fresh = self._offered(seen.calendar, seen.segments, awake)
            acting.put_on(offers, fresh, fired & self._steady, today)
        for strategy, brief in self._briefs(seen.calendar, seen.segments, seen.absent, awake):
            if _thinks(strategy, brief, today):
                own = _table_of(strategy, offers, brief)
                with minded(strategy, "adapt"):
                    strategy.adapt(brief, seen.among(strategy.audience), today, own)
                    check_offers(strategy, own)
        return offers

    def settle(self, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what each strategy cost."""
        for strategy, brief in self._briefs_of(trajectory):
            with minded(strategy, "settle"):
                first = len(ledger.entries)
                strategy.settle(brief, trajectory.among(strategy.audience), ledger)
                check_books(strategy, brief, ledger, first)

    def account(self, trajectory: Trajectory, ledger: Ledger) -> tuple[Delivery, ...]:
        """Return what each strategy did, from the record and the settled books."""
        found = []
        for strategy, brief in self._briefs_of(trajectory):
            with minded(strategy, "account"):
                own = strategy.account(brief, trajectory.among(strategy.audience), ledger)
                found.append(acting.with_alarms(own, self.alerts, trajectory))
        return tuple(found)

    def foreseen(
        self,
        calendar: Calendar,
        segments: tuple[str, ...],
        absent: frozenset[str] = frozenset(),
    ) -> tuple[Foreseen, ...]:
        """Return what will stop strategies on a calendar, as far as that is known beforehand.

        Parameters
        ----------
        calendar, segments
            Of the community.
        absent
            Mechanisms that it lacks.
        """
        never = acting.unseen(self.alerts, absent)
        return never + tuple(
            Foreseen(strategy.called, stop)
            for strategy, brief in self._briefs(calendar, segments, absent)
            if (stop := strategy.foreseen(brief)) is not None
            # On which days alerts will let it run is not known.
            and (stop.day is None or strategy.called not in acting.asleep(self.alerts, 0))
        )

    def unspent(self, ledger: Ledger) -> float | None:
        """Return what is left of the budget after a run, in currency; None without a budget.

        What is owed is not left: it is expected to be paid. Nothing is left where strategies did
        more than it paid for. None, too, where the budget holds by month or quarter: what those
        left could not be spent later.
        """
        if self.budget is None or self.budget_per != "plan":
            return None
        names = [strategy.called for strategy in self.strategies]
        spent = sum(ledger.cost(name) + ledger.beyond(name) for name in names)
        return max(cents(self.budget) - spent, 0) / 100

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as a scenario file writes it, every parameter spelled out."""
        strategies = [
            {written(strategy): strategy.model_dump(mode="json")} for strategy in self.strategies
        ]
        said: dict[str, Any] = {"budget": self.budget, "strategies": strategies}
        if self.budget_per != "plan":
            said["budget_per"] = self.budget_per
        if self.phases:
            said["phases"] = {name: one.model_dump() for name, one in self.phases.items()}
        if self.alerts:
            said["alerts"] = {name: told(one) for name, one in self.alerts.items()}
        if (audiences := self._named()) is not None:
            said["audiences"] = audiences.as_dict()["definitions"]
        for name, counted in (("watched", self.watched), ("first", self.first)):
            if counted:
                said[name] = list(counted)
        if self.code:
            said["code"] = [self.code, {name: str(own.read) for name, own in self.facts.items()}]
        return said

    def _named(self) -> Audiences | None:
        wanted = (*self.served, *self.watched)
        return named({**self.audiences, **self._made}, wanted, self.first, self.facts)

    @property
    def _steady(self) -> frozenset[str]:
        """Names of the strategies that do not adapt to what is seen by themselves."""
        pairs = zip(self.strategies, self.envelopes, strict=True)
        return frozenset(one.called for one, money in pairs if one.cadence_days(money) is None)

    def _briefs_of(self, seen: Trajectory) -> list[tuple[Strategy, Brief]]:
        awake = acting.awake(self.alerts, seen, seen.calendar.days - 1)
        return self._briefs(seen.calendar, seen.segments, seen.absent, awake)

    def _briefs(
        self,
        calendar: Calendar,
        segments: tuple[str, ...],
        absent: frozenset[str] = frozenset(),
        awake: Acting | None = None,
    ) -> list[tuple[Strategy, Brief]]:
        told = Brief(
            calendar, segments, None, self.money_unit, absent, self.phases, self.budget_per
        )
        envelopes = self.envelopes
        if self.budget is not None and self.budget_per != "plan":
            envelopes = shares(self.strategies, cents(self.budget), told)
        briefs = [
            (
                one,
                replace(
                    told,
                    envelope_cents=money,
                    budget_per=one.budget_per or self.budget_per,
                    acting=(awake or {}).get(one.called),
                ),
            )
            for one, money in zip(self.strategies, envelopes, strict=True)
        ]
        sellers = tuple((one, brief) for one, brief in briefs if one.feed_share > 0)
        return [
            (one, replace(brief, sellers=sellers) if one.feed_claim > 0 else brief)
            for one, brief in briefs
        ]


def _thinks(strategy: Strategy, brief: Brief, today: int) -> bool:
    """Return whether a strategy decides today; one that alerts begin, on the days that it runs."""
    if brief.acting is None:
        return strategy.looks(today - strategy.from_day, brief.envelope_cents)
    return bool(brief.woken[today]) and strategy.cadence_days(brief.envelope_cents) is not None


def _table_of(strategy: Strategy, offers: Offers, brief: Brief) -> Offers:
    """Return the offers as a strategy writes them.

    In a table of its own where it is for some alone, or changes on the way what it offers: in a
    shared one it would take back what others offer, too.
    """
    steady = type(strategy).adapt is Strategy.adapt and brief.acting is None
    if strategy.audience is None and steady:
        return offers
    return offers.apart(strategy.called, strategy.audience)


def equal_split(plan: StrategyPlan) -> StrategyPlan:
    """Return the plan with its budget shared equally, parameters as they are.

    A plan without a budget has nothing to share and is returned as it is.
    """
    if plan.budget is None:
        return plan
    nothing = {"budget": None, "budget_per": None}
    shared = tuple(s.model_copy(update=nothing) for s in plan.strategies)
    return replace(plan, strategies=shared)
