"""What a strategy is told before it acts: the days, and the money that it may spend on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.trajectory import Trajectory
from strategies.days import Phase

Span = Literal["plan", "month", "quarter"]
"""By what a budget holds: over the whole plan, or in each calendar month or quarter of it."""

MONTHS: Final[Mapping[Span, int]] = {"month": 1, "quarter": 3}
"""Months of a span that is shorter than a plan may be."""


class Seller(Protocol):
    """A strategy that sells a part of the feed, as whoever shares what it earns sees it."""

    @property
    def audience(self) -> str | None:
        """Name of the audience that sees it; None: everybody."""
        ...

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days on which it sells, shape ``(days,)``."""
        ...

    def sold_cents(self, brief: Brief, seen: Trajectory) -> NDArray[np.float64]:
        """Return what it has earned until each day, in cents, same shape."""
        ...


@dataclass(frozen=True, slots=True)
class Brief:
    """What a strategy is told before it acts.

    Parameters
    ----------
    calendar
        The days of the plan.
    segments
        Names of the community's segments.
    envelope_cents
        Money it may spend in each span of `budget_per`, in cents; None: no limit.
    money_unit
        What a unit of money is worth in the plan's currency (`sim.scale`).
    absent
        Mechanisms that the community lacks, as far as that is known.
    phases
        Those of the plan, by name.
    budget_per
        Span of the calendar by which the envelope holds: anew in each, and what one leaves is not
        there in the next.
    acting
        Of a strategy that alerts begin, the days on which they let it run, as far as is known;
        None: no alert begins it.
    sellers
        Of a strategy that shares out what the feed earns, those of the plan that sell it, each with
        what it was told.
    """

    calendar: Calendar
    segments: tuple[str, ...]
    envelope_cents: int | None = None
    money_unit: float = 1.0
    absent: frozenset[str] = frozenset()
    phases: Mapping[str, Phase] = field(default_factory=dict)
    budget_per: Span = "plan"
    acting: NDArray[np.bool_] | None = None
    sellers: tuple[tuple[Seller, Brief], ...] = ()

    @property
    def selling(self) -> NDArray[np.bool_]:
        """Return the days on which anybody sells of the feed, shape ``(days,)``."""
        days = np.zeros(self.calendar.days, np.bool_)
        for seller, told in self.sellers:
            days |= seller.funded(told)
        return days

    def sold_cents(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return what each seller has earned until each day, in cents, ``(sellers, days)``."""
        whole = seen.of_everybody
        sold = [one.sold_cents(told, whole.among(one.audience)) for one, told in self.sellers]
        return np.array(sold, np.float64).reshape(len(sold), self.calendar.days)

    @property
    def woken(self) -> NDArray[np.bool_]:
        """Return the days on which alerts let it run, shape ``(days,)``; all without alerts."""
        days = np.full(self.calendar.days, self.acting is None)
        if self.acting is not None:
            known = self.acting[: len(days)]
            days[: len(known)] = known
        return days

    @property
    def spells(self) -> tuple[slice, ...]:
        """The days of the plan by the spans in which the envelope holds, in order."""
        return spells(self.calendar, self.budget_per)

    def planned_cents(self, days: NDArray[np.bool_]) -> int | None:
        """Return the money that there is in all for some days, ``(days,)``; None: no limit."""
        if self.envelope_cents is None:
            return None
        return self.envelope_cents * max(sum(bool(days[one].any()) for one in self.spells), 1)

    def covers(self, cost_cents: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return the days that the money covers: in each span up to the first that it would not.

        Parameters
        ----------
        cost_cents
            Cost of each day, not negative, shape ``(days,)``.
        """
        parts = [covered(cost_cents[spell], self.envelope_cents) for spell in self.spells]
        return np.concatenate(parts)


@lru_cache(maxsize=64)
def spells(calendar: Calendar, per: Span) -> tuple[slice, ...]:
    """Return the days of a calendar by month or quarter; the first and the last may be part of one.

    Parameters
    ----------
    calendar
        The days of the plan.
    per
        The span; ``plan`` is all of them.
    """
    if per == "plan":
        return (slice(0, calendar.days),)
    number = np.array([(12 * day.year + day.month - 1) // MONTHS[per] for day in calendar.dates])
    ends = [*(np.flatnonzero(np.diff(number)) + 1), calendar.days]
    return tuple(slice(int(a), int(b)) for a, b in zip([0, *ends[:-1]], ends, strict=True))


def cents(currency: float) -> int:
    """Return an amount of currency in whole cents, to the nearest."""
    return round(currency * 100)


def covered(
    cost_cents: NDArray[np.int64] | NDArray[np.float64], envelope_cents: int | None
) -> NDArray[np.bool_]:
    """Return the days that the money covers: all up to the first one that it would not.

    Parameters
    ----------
    cost_cents
        Cost of each day, not negative, shape ``(days,)``.
    envelope_cents
        Money there is; None: no limit.
    """
    if envelope_cents is None:
        return np.ones(len(cost_cents), np.bool_)
    return np.cumsum(cost_cents) <= envelope_cents
