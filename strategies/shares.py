"""What strategies share of a budget by month or quarter: with those that run in the same ones."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import InputError
from strategies.base import Strategy
from strategies.brief import Brief, cents


def shares(
    strategies: Sequence[Strategy], budget_cents: int, brief: Brief
) -> tuple[int | None, ...]:
    """Return the money of each in each span: its own, or its part of what those leave there.

    Whoever has no day in a span needs none of its money, so that a year of events can spend a
    quarter's on those of the quarter. One whose days lie in several has in each what the scarcest
    of them gives it. One that never runs has none.

    Parameters
    ----------
    strategies
        Those of the plan.
    budget_cents
        Money for them in each span.
    brief
        What all of them are told; its `budget_per` says by what the budget holds.

    Raises
    ------
    InputError
        If their own budgets add up to more than that in a span.
    """
    runs = [one.scheduled(brief) for one in strategies]
    own = [None if one.budget is None else cents(one.budget) for one in strategies]
    found: list[int | None] = list(own)
    for spell in brief.spells:
        here = [k for k, days in enumerate(runs) if days[spell].any()]
        given = sum(amount for k in here if (amount := own[k]) is not None)
        if given > budget_cents:
            first = brief.calendar.dates[spell.start].isoformat()
            raise InputError(
                f"the strategies' own budgets in the {brief.budget_per} with {first} add up to "
                f"{given / 100:.2f}, more than the plan's {budget_cents / 100:.2f}",
                field="budget",
            )
        sharers = [k for k in here if own[k] is None]
        for k in sharers:
            part = (budget_cents - given) // len(sharers)
            before = found[k]
            found[k] = part if before is None else min(before, part)
    return tuple(0 if amount is None else amount for amount in found)
