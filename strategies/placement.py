"""Brand placements: brands pay to be woven into items; members feel less of it than of an ad.

Money. What it costs to win and serve brands is a grant, paid for every 30 days begun. Brands pay by
the thousand shown, net of the work on them, and less for what the same members see again and again
(`wear`). Several in one plan, and advertising, sell one feed. Envelope: it stops on the first day
whose fee the money would not cover.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import each
from sim.ledger import CASH, Ledger
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import FEE_DAYS, Brief, Range, Strategy, cents, covered, parameter
from strategies.published import Published, of_use

WEAR_DAYS: Final = 28
"""Days over which members remember which brands they were shown."""


class Placement(Strategy):
    """Brands woven into the feed's items, softer than advertising and dearer."""

    kind: ClassVar[str] = "placement"
    title: ClassVar[str] = "Brand placements"
    title_zh: ClassVar[str] = "品牌软植入"
    lever_family: ClassVar[str] = "ads"
    aimable = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.3, 0.0,
        "M103: -2 % of use for each further advertisement an hour, 3 to 12 an hour; M20: "
        "retention fell above a tenth of the feed",
    )  # fmt: skip

    share: float = parameter(
        0.05, title="share of the feed", title_zh="植入占比", unit="share of feed",
        meaning="share of what members read that carries a brand", low=0.0, high=1.0,
        search=Range(0, 0.4), source="M20: a tenth of the feed tires nobody; M103", evidence="C",
    )  # fmt: skip
    per_thousand: float = parameter(
        12.0, title="price of a thousand", title_zh="千次展示价格", unit="currency/1000 items",
        meaning="what brands pay for a thousand items shown to members who have seen none",
        low=0.0, high=10_000.0, source="user's own", evidence="D",
    )  # fmt: skip
    wear: float = parameter(
        5.0, title="wear", title_zh="重复衰减", unit="placements/member/28 days",
        meaning="placements shown to a member, a mean, in four weeks at which brands pay 37 % of "
        "the price: they pay by what it does", low=0.1, high=10_000.0,
        source="M101: response to repetition is concave; no figure on placements", evidence="D",
    )  # fmt: skip
    monthly_fee: float = parameter(
        600.0, title="fee", title_zh="品牌合作月费", unit="currency/30 days",
        meaning="what winning brands and weaving them in costs, paid for every 30 days begun",
        low=0.0, high=1e9, source="user's own", evidence="D",
    )  # fmt: skip

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Write the share of the feed with a brand in it."""
        running = self.funded(brief).astype(np.float32)
        offers.pull("placement", (running * np.float32(self.share))[:, None, None])

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the fee, the work, and what brands pay as revenue."""
        running = self.funded(brief)
        fees = self._fees(brief) * running
        if fees.any():
            ledger.post(self.called, "grant", CASH, fees)
        shown = trajectory.daily("exposures") * running * self.share
        earned = daily_cents(np.cumsum(shown * self._paid(trajectory, shown)) / 10)
        if earned.any():
            ledger.post(self.called, CASH, "revenue", earned)

    @property
    def feed_share(self) -> float:
        """Return what it sells of the feed."""
        return self.share

    @property
    def idle(self) -> bool:
        """Whether no brand is woven in."""
        return self.share == 0

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of its window up to the first fee that the money does not cover."""
        return super().funded(brief) & covered(self._fees(brief), brief.envelope_cents)

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the items with a brand that members read, to the nearest."""
        return round(float((trajectory.daily("exposures") * ran).sum() * self.share)), "items"

    def _paid(
        self, trajectory: Trajectory, shown: NDArray[np.floating[Any]]
    ) -> NDArray[np.float64]:
        """Return what brands pay for a thousand shown on each day, in currency."""
        latest = np.cumsum(shown)
        latest[WEAR_DAYS:] -= latest[:-WEAR_DAYS].copy()
        seen = latest / np.maximum(trajectory.members_of_day, 1)
        return self.per_thousand * each(math.exp, -seen / self.wear)

    def _fees(self, brief: Brief) -> NDArray[np.int64]:
        """Return the fee in cents on the first of every 30 days of its window."""
        fees = np.zeros(brief.calendar.days, np.int64)
        running = self.window(brief.calendar.days)
        fees[running.start : running.stop : FEE_DAYS] = cents(self.monthly_fee)
        return fees
