"""A plan: strategies side by side, under one budget that their spend cannot exceed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import Ledger
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import Brief, Strategy, cents


@dataclass(frozen=True)
class StrategyPlan:
    """Strategies that run together; with none of them it is the status quo.

    Parameters
    ----------
    strategies
        Each kind at most once: two programmes of one kind could not tell their points or
        invitations apart.
    budget
        Money for all of them, in currency, above 0; None: no limit but their own.

    Raises
    ------
    InputError
        If the budget is not above 0, a kind comes twice, or the strategies' own budgets add up
        to more than the plan's.
    """

    strategies: tuple[Strategy, ...] = ()
    budget: float | None = None

    def __post_init__(self) -> None:
        for kind, count in Counter(strategy.kind for strategy in self.strategies).items():
            if count > 1:
                raise InputError(
                    f"{kind!r} comes {count} times; a plan holds each kind of strategy once",
                    field="strategies",
                )
        if self.budget is None:
            return
        if not 0 < self.budget < float("inf"):
            raise InputError(
                f"a budget of {self.budget:g}; it must be above 0, or left out for no limit",
                field="budget",
            )
        own = sum(cents(s.budget) for s in self.strategies if s.budget is not None)
        if own > cents(self.budget):
            raise InputError(
                f"the strategies' own budgets add up to {own / 100:.2f}, more than the plan's "
                f"{self.budget:.2f}",
                field="budget",
            )

    @property
    def envelopes(self) -> tuple[int | None, ...]:
        """Money that each strategy may spend, in cents; None: no limit.

        Its own budget, or an equal share of what those leave of the plan's.
        """
        own = [None if s.budget is None else cents(s.budget) for s in self.strategies]
        if self.budget is None:
            return tuple(own)
        sharers = own.count(None)
        left = cents(self.budget) - sum(amount for amount in own if amount is not None)
        share = left // sharers if sharers else 0
        return tuple(share if amount is None else amount for amount in own)

    def offers(self, calendar: Calendar, segments: tuple[str, ...]) -> Offers:
        """Return what all strategies offer together."""
        offers = Offers(calendar, len(segments))
        for strategy, brief in self._briefs(calendar, segments):
            strategy.offers(brief, offers)
        return offers

    def next_decision(self, today: int) -> int | None:
        """Return the first day after `today` on which a strategy wants to think, or None."""
        days = [
            max(strategy.from_day, today + 1 + (strategy.from_day - today - 1) % cadence)
            for strategy, envelope in zip(self.strategies, self.envelopes, strict=True)
            if (cadence := strategy.cadence_days(envelope)) is not None
        ]
        return min(days, default=None)

    def adapt(self, seen: Trajectory, today: int, offers: Offers) -> Offers:
        """Let the strategies whose day it is change what is offered from `today` on."""
        for strategy, brief in self._briefs(offers.calendar, seen.segments):
            cadence = strategy.cadence_days(brief.envelope_cents)
            since = today - strategy.from_day
            if cadence is not None and since >= 0 and since % cadence == 0:
                strategy.adapt(brief, seen, today, offers)
        return offers

    def settle(self, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what each strategy cost."""
        for strategy, brief in self._briefs(trajectory.calendar, trajectory.segments):
            strategy.settle(brief, trajectory, ledger)

    def unspent(self, ledger: Ledger) -> float | None:
        """Return what is left of the budget after a run, in currency; None without a budget."""
        if self.budget is None:
            return None
        spent = sum(ledger.cost(strategy.kind) for strategy in self.strategies)
        return (cents(self.budget) - spent) / 100

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as a scenario file writes it, every parameter spelled out."""
        strategies = [
            {strategy.kind: strategy.model_dump(mode="json")} for strategy in self.strategies
        ]
        return {"budget": self.budget, "strategies": strategies}

    def _briefs(
        self, calendar: Calendar, segments: tuple[str, ...]
    ) -> list[tuple[Strategy, Brief]]:
        return [
            (strategy, Brief(calendar, segments, envelope))
            for strategy, envelope in zip(self.strategies, self.envelopes, strict=True)
        ]


def equal_split(plan: StrategyPlan) -> StrategyPlan:
    """Return the plan with its budget shared equally, parameters as they are.

    A plan without a budget has nothing to share and is returned as it is.
    """
    if plan.budget is None:
        return plan
    shared = tuple(s.model_copy(update={"budget": None}) for s in plan.strategies)
    return replace(plan, strategies=shared)
