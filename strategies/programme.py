"""A programme: set up once, it promises what members cause, and pays out of a purse.

Grants (the set-up, and fees if there are any) are paid whatever members do, and come first out of
the envelope. A programme whose set-up the money does not cover, or whose purse then holds none of
what it promises, is not launched: it promises nothing and costs nothing. What the grants leave is
the purse. On each day of its first week and then once a week the programme looks into it, and
promises only what it still holds.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.ledger import CASH, Ledger
from sim.levers import LEVER_INDEX
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import PURSE_CHECK_DAYS, Brief, Strategy, covered, money_gone, parameter
from strategies.delivery import Stop


@dataclass(frozen=True, slots=True)
class Terms:
    """What a launched programme pays regardless, and what is left for its promises.

    Attributes
    ----------
    running
        Days on which it promises.
    granted
        Days on which its grants are paid, those it runs on while the money covers them; bool,
        shape ``(days,)``.
    grants_cents
        Grants of each day, cents, same shape.
    purse_cents
        Money that the grants leave, cents; None: no limit.
    money_unit
        What a unit of money is worth in the currency.
    """

    running: slice
    granted: NDArray[np.bool_]
    grants_cents: NDArray[np.int64]
    purse_cents: int | None
    money_unit: float


class Programme(Strategy):
    """A strategy with a set-up and a purse; a subclass says what it promises."""

    setup_cost: float = parameter(
        0.0, title="set-up cost", title_zh="启动成本", unit="currency",
        meaning="paid once, on the first day", low=0.0, high=1e9,
        source="user's own", evidence="D",
    )  # fmt: skip

    @property
    @abstractmethod
    def promises(self) -> Mapping[str, float]:
        """What is promised on each day that it runs, by lever; all zero: it is not launched."""

    @abstractmethod
    def purse(self, terms: Terms) -> int | None:
        """Return what may be promised in all, in the purse's own unit; None: no limit."""

    @abstractmethod
    def taken(self, seen: Trajectory) -> NDArray[np.int64]:
        """Return what was taken out of the purse on each day, in its unit, shape ``(days,)``."""

    @abstractmethod
    def affordable(self, left: int) -> Mapping[str, float]:
        """Return those of the promises that a purse with so much in it covers."""

    @abstractmethod
    def set_rules(self, terms: Terms, offers: Offers) -> None:
        """Write what else a launched programme offers: its rules, the purse among them."""

    @abstractmethod
    def settle_promises(self, terms: Terms, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what a launched programme's promises cost."""

    @property
    def free(self) -> bool:
        """Whether its promises cost nothing, so that no purse limits them."""
        return False

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Write what it promises and the rules of the programme, if it is launched."""
        terms = self.terms(brief)
        if terms is None:
            return
        for lever, value in self._first_promises(terms).items():
            offers.pull(lever, value, days=terms.running)
        self.set_rules(terms, offers)

    def cadence_days(self, envelope_cents: int | None) -> int | None:
        """Weekly when there is a purse to watch."""
        watched = envelope_cents is not None and self._promising and not self.free
        return PURSE_CHECK_DAYS if watched else None

    def looks(self, since: int, envelope_cents: int | None) -> bool:
        """Daily in the first week, in which a small purse runs dry, then by its cadence."""
        cadence = self.cadence_days(envelope_cents)
        if cadence is not None and 0 <= since < cadence:
            return True
        return super().looks(since, envelope_cents)

    def adapt(self, brief: Brief, seen: Trajectory, today: int, offers: Offers) -> None:
        """Promise from today on only what the purse still holds."""
        terms = self.terms(brief)
        purse = None if terms is None else self.purse(terms)
        if purse is None:
            return
        kept = self.affordable(purse - int(self.taken(seen).sum()))
        end = self.window(brief.calendar.days).stop
        for lever in self.promises:
            offers.table[today:end, ..., LEVER_INDEX[lever]] = kept.get(lever, 0.0)

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the grants, and what the promises cost, if it was launched."""
        terms = self.terms(brief)
        if terms is None:
            return
        ledger.post(self.called, "grant", CASH, terms.grants_cents)
        self.settle_promises(terms, trajectory, ledger)

    @property
    def idle(self) -> bool:
        """Whether it promises nothing."""
        return not self._promising

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return its window when it is launched."""
        days = np.zeros(brief.calendar.days, np.bool_)
        terms = self.terms(brief)
        if terms is not None:
            days[terms.running] = True
        return days

    def ran(self, brief: Brief, trajectory: Trajectory) -> NDArray[np.bool_]:
        """Return the days of its window in whose morning the purse held what it promises."""
        days = self.funded(brief)
        terms = self.terms(brief)
        purse = None if terms is None else self.purse(terms)
        if purse is None:
            return days
        taken = np.cumsum(self.taken(trajectory))
        left = purse - np.concatenate([[0], taken[:-1]])
        held = [any(self.affordable(int(each)).values()) for each in left]
        return np.logical_and(days, held)

    def ran_dry(self, brief: Brief, trajectory: Trajectory) -> Stop | None:
        """Return the day from which the purse held none of what it promises, to the end."""
        return money_gone(self.ran(brief, trajectory), self.scheduled(brief))

    def fees(self, days: int) -> NDArray[np.float64]:
        """Return the fee of each of so many days of running, cents; none by default."""
        return np.zeros(days)

    def terms(self, brief: Brief) -> Terms | None:
        """Return the terms, or None when there is nothing to launch or no money to launch it."""
        days = brief.calendar.days
        running = self.window(days)
        if not self._promising or running.start == running.stop:
            return None
        fees = np.zeros(days)
        fees[running] = self.fees(running.stop - running.start)
        fees[running.start] += 100 * self.setup_cost
        grants = daily_cents(np.cumsum(fees))
        paid = covered(grants, brief.envelope_cents)
        if not paid[running.start]:
            return None
        grants[~paid] = 0
        granted = np.zeros(days, np.bool_)
        granted[running] = paid[running]
        left = brief.envelope_cents
        purse = None if left is None else left - int(grants.sum())
        terms = Terms(running, granted, grants, purse, brief.money_unit)
        return terms if any(self._first_promises(terms).values()) else None

    def _first_promises(self, terms: Terms) -> Mapping[str, float]:
        """Return those of the promises that the full purse covers."""
        purse = self.purse(terms)
        return self.promises if purse is None else self.affordable(purse)

    @property
    def _promising(self) -> bool:
        return any(self.promises.values())
