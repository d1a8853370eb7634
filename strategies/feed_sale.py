"""What offers that sell a part of the feed have in common: a share of it, and a fee.

Money. The fee is a grant, paid for every 30 days begun while they run; what is shown earns revenue.
Several in one plan sell one feed: no more than all of it on any day. Envelope: they stop on the
first day whose fee the money would not cover.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.ledger import CASH, Ledger
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import FEE_DAYS, Brief, Strategy, cents, covered
from strategies.published import Published, of_use


class FeedSale(Strategy):
    """A share of the feed that is sold by the thousand shown; a subclass says what it is."""

    lever_family: ClassVar[str] = "ads"
    aimable = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.3, 0.0,
        "M103: -2 % of use for each further advertisement an hour, 3 to 12 an hour; M20: "
        "retention fell above a tenth of the feed",
    )  # fmt: skip
    lever: ClassVar[str]
    """What it pulls."""

    share: float
    per_thousand: float
    monthly_fee: float

    @abstractmethod
    def earned_cents(
        self, trajectory: Trajectory, shown: NDArray[np.floating[Any]]
    ) -> NDArray[np.float64]:
        """Return what it has earned until each day, in cents, shape ``(days,)``.

        Parameters
        ----------
        trajectory
            The record of the plan's days.
        shown
            Items shown on each day.
        """

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Write the share of the feed that is sold."""
        running = self.funded(brief).astype(np.float32)
        offers.pull(self.lever, (running * np.float32(self.share))[:, None, None])

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the fee, and what was shown as revenue."""
        running = self.funded(brief)
        fees = self._fees(brief) * running
        if fees.any():
            ledger.post(self.called, "grant", CASH, fees)
        earned = daily_cents(self.sold_cents(brief, trajectory))
        if earned.any():
            ledger.post(self.called, CASH, "revenue", earned)

    def sold_cents(self, brief: Brief, seen: Trajectory) -> NDArray[np.float64]:
        """Return what it has earned until each day, in cents."""
        shown = seen.daily("exposures") * self.funded(brief) * self.share
        return self.earned_cents(seen, shown)

    @property
    def feed_share(self) -> float:
        """Return what it sells of the feed."""
        return self.share

    @property
    def idle(self) -> bool:
        """Whether nothing of the feed is sold."""
        return self.share == 0

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of its window up to the first fee that the money does not cover."""
        return super().funded(brief) & covered(self._fees(brief), brief.envelope_cents)

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the items sold that members read, to the nearest."""
        return round(float((trajectory.daily("exposures") * ran).sum() * self.share)), "items"

    def _fees(self, brief: Brief) -> NDArray[np.int64]:
        """Return the fee in cents on the first of every 30 days of its window."""
        fees = np.zeros(brief.calendar.days, np.int64)
        running = self.window(brief.calendar.days)
        fees[running.start : running.stop : FEE_DAYS] = cents(self.monthly_fee)
        return fees
