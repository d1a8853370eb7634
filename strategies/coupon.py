"""Coupons: a price cut for an audience, valid for some days, once or again and again.

Whoever is in the audience holds a coupon while it is valid, and redeems it with an order. It acts
through the price (M36); through `pull-forward`, by which some of those orders would have come later
anyway (V32, M64); and through `deal`, by which a deep discount makes new customers buy more from
then on, and established ones less (M71). Known limit: what a cut sells must pay for those who would
have bought anyway: at a margin of 40 % it does not (V33).

Money. A coupon costs nothing until it is redeemed: then what it takes off the list price is a
redemption; of an order that is paid back nothing was taken off. Revenue is what was paid; in profit
and return what coupons took off counts once, as a cost. Those that are still valid when the plan
ends are owed: in full one for each who holds one and has not used it, and of these the share that
will be redeemed at the rate seen since they were issued (V60). Who buys twice while it is valid
redeems twice; where two coupons meet, the deeper one counts and both are booked. Envelope: a coupon
is not made worth less; it is offered on as many days as the purse covers, were orders to rise with
the 4th power of the price.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.ledger import BEYOND, CASH, Ledger
from sim.levers.lever import MOST_CUT
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.metered import Metered
from strategies.owed import redeemed_share
from strategies.published import Published

STEEPEST: Final = 4.0
"""Elasticity with which it reckons, more than the mean of 2.62 and its spread (M36)."""


class Coupon(Metered):
    """A price cut on the orders of an audience, for days at a time."""

    kind: ClassVar[str] = "coupon"
    title: ClassVar[str] = "Coupons"
    title_zh: ClassVar[str] = "优惠券"
    lever_family: ClassVar[str] = "price"
    by_day = True
    lever = "discount"
    mechanism = "buy"
    deed = "orders"
    priced_by = "discount"
    whole = True
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "purchases", -0.2, 0.8,
            "M36: 20 % off sells 1.79 times as much; M37: exposed and not redeemed -16 %, "
            "redeemers +10 %; M28: coupons +31.7 % while they run",
        ),
    )  # fmt: skip

    discount: float = parameter(
        0.1, title="discount", title_zh="折扣力度", unit="share of price",
        meaning="what a coupon takes off the list price of an order", low=0.0, high=MOST_CUT,
        search=Range(0, 0.5), source="M36; M71: deep ones help new and hurt old customers",
        evidence="A",
    )  # fmt: skip
    valid_days: int = parameter(
        14, title="validity", title_zh="有效天数", unit="days",
        meaning="days for which a coupon is valid", low=1, high=3650, search=Range(3, 30, 1),
        source="M70: used fast, with a second peak before expiry; shorter validity", evidence="A",
    )  # fmt: skip
    every_days: int = parameter(
        0, title="again every", title_zh="发放间隔", unit="days",
        meaning="days from one issue to the next; 0: issued once, on the first day", low=0,
        high=3650, source="M70: expected, regular coupons backfire", evidence="B",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether nothing is taken off."""
        return self.discount == 0

    @property
    def refuses_alerts(self) -> str | None:
        """None may where it is issued but once, before any has fired."""
        if self.every_days > 0:
            return super().refuses_alerts
        return (
            "coupons that are issued once are over before an alert fires; with every_days: 1 they "
            "are valid whenever it lets them run"
        )

    @property
    def depth(self) -> float:
        """The cut."""
        return self.discount

    @property
    def rush(self) -> float:
        """Times as many orders as without it that a day may bring."""
        return float((1.0 - self.discount) ** -STEEPEST)

    def window(self, days: int) -> slice:
        """Return the days from the first issue to the last day on which a coupon is valid."""
        window = super().window(days)
        if self.every_days > 0:
            return window
        return slice(window.start, min(window.start + self.valid_days, window.stop))

    def scheduled(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days on which a coupon is valid."""
        days = super().scheduled(brief)
        if self.every_days == 0:
            return days
        since = np.arange(len(days)) - self.from_day
        return days & (since % self.every_days < self.valid_days)

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the orders."""
        return seen.daily("buyers").astype(np.float64)

    def price_cents(self, brief: Brief, basket: float) -> float:
        """Return what an order is cheaper by; one that is paid back gives its cut back, too."""
        return 100 * self.discount * basket

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what was redeemed, and those that are still out."""
        super().settle(brief, trajectory, ledger)
        course = self.course(brief, trajectory)
        for name, redeemed in (
            (self.called, course.deeds_cents),
            (self.called + BEYOND, course.beyond_cents),
        ):
            if redeemed.any():
                ledger.post(name, CASH, "coupons", redeemed)
        held, likely = self._outstanding(brief, trajectory)
        if held:
            ledger.post_at_end(self.called, "coupons_provision", "coupons_liability", held)
            ledger.owe(self.called, likely)

    def _outstanding(self, brief: Brief, seen: Trajectory) -> tuple[int, int]:
        """Return what coupons that are valid beyond the plan cost: all of them, and as expected."""
        course, days = self.course(brief, seen), brief.calendar.days
        issued = self._last_issue(days)
        left = self._days_left(brief, issued)
        ran = course.shares[self.scheduled(brief)]
        if left == 0 or not ran.size or ran[-1] == 0:
            return 0, 0
        used = int(course.deeds[issued:].sum())
        holders = max(int(seen.members[-1]) - used, 0)
        cost = self.left_for(brief, course, holders * self.price_cents(brief, seen.basket_kept))
        # Each holder goes on as all did since the last issue.
        held_days = max(int(seen.members[issued:].sum()), 1)
        redeems = min(used / held_days, 1.0)
        leaves = min(float(seen.daily("left")[issued:].sum()) / held_days, 1.0)
        return math.floor(cost), math.floor(cost * redeemed_share(redeems, leaves, left))

    def _days_left(self, brief: Brief, issued: int) -> int:
        """Return the days from the plan's end to the last on which those issued are valid."""
        ends = issued + self.valid_days
        left = (ends if self.to_day is None else min(ends, self.to_day)) - brief.calendar.days
        if left <= 0:
            return 0
        longer = Calendar(brief.calendar.start, brief.calendar.days + left)
        valid = np.flatnonzero(self.scheduled(replace(brief, calendar=longer))[-left:])
        return int(valid[-1]) + 1 if valid.size else 0

    def _last_issue(self, days: int) -> int:
        if self.every_days == 0:
            return self.from_day
        return self.from_day + (days - 1 - self.from_day) // self.every_days * self.every_days
