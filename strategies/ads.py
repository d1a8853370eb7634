"""Advertising in the feed: it earns by what members read, takes room and tires.

Money. The fee is a grant, paid for every 30 days begun while there are ads; what is shown earns
revenue. Several in one plan sell one feed: no more than all of it on any day. Envelope: the ads
stop on the first day whose fee the money would not cover.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.ledger import CASH, Ledger
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import FEE_DAYS, Brief, Range, Strategy, cents, covered, parameter
from strategies.published import Published, of_use


class Ads(Strategy):
    """Commercial items in the feed, sold by the thousand that are shown."""

    kind: ClassVar[str] = "ads"
    title: ClassVar[str] = "Advertising in the feed"
    title_zh: ClassVar[str] = "信息流广告"
    lever_family: ClassVar[str] = "ads"
    aimable = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.3, 0.0,
        "M103: -2 % of use for each further advertisement an hour, 3 to 12 an hour; M20: "
        "retention fell above a tenth of the feed",
    )  # fmt: skip

    share: float = parameter(
        0.1, title="share of the feed", title_zh="广告占比", unit="share of feed",
        meaning="share of what members read that is advertising", low=0.0, high=1.0,
        search=Range(0, 0.4), source="M20: a tenth of the feed tires nobody; M103", evidence="C",
    )  # fmt: skip
    per_thousand: float = parameter(
        5.0, title="price of a thousand", title_zh="千次展示价格", unit="currency/1000 items",
        meaning="what advertisers pay for a thousand items shown", low=0.0, high=10_000.0,
        source="user's own", evidence="D",
    )  # fmt: skip
    monthly_fee: float = parameter(
        200.0, title="fee", title_zh="广告系统月费", unit="currency/30 days",
        meaning="what selling and serving costs, paid for every 30 days begun",
        low=0.0, high=1e9, source="user's own", evidence="D",
    )  # fmt: skip

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Write the commercial share of the feed."""
        running = self.funded(brief).astype(np.float32)
        offers.pull("ad_load", (running * np.float32(self.share))[:, None, None])

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the fee, and what was shown as revenue."""
        running = self.funded(brief)
        fees = self._fees(brief) * running
        if fees.any():
            ledger.post(self.called, "grant", CASH, fees)
        shown = trajectory.daily("exposures") * running * self.share
        earned = daily_cents(np.cumsum(shown) * (self.per_thousand / 10))
        if earned.any():
            ledger.post(self.called, CASH, "revenue", earned)

    @property
    def feed_share(self) -> float:
        """Return what it sells of the feed."""
        return self.share

    @property
    def idle(self) -> bool:
        """Whether nothing of the feed is advertising."""
        return self.share == 0

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of its window up to the first fee that the money does not cover."""
        return super().funded(brief) & covered(self._fees(brief), brief.envelope_cents)

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the commercial items that members read, to the nearest."""
        return round(float((trajectory.daily("exposures") * ran).sum() * self.share)), "items"

    def _fees(self, brief: Brief) -> NDArray[np.int64]:
        """Return the fee in cents on the first of every 30 days of its window."""
        fees = np.zeros(brief.calendar.days, np.int64)
        running = self.window(brief.calendar.days)
        fees[running.start : running.stop : FEE_DAYS] = cents(self.monthly_fee)
        return fees
