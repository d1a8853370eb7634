"""Point exchange: points may be used at partners', who are paid for what they give.

It acts through what members do with their points (M32): on a visit on which nothing was redeemed at
home they may use whole lots at a partner's, so that more of the points are used and fewer lapse. A
point is worth no more for it; that promises are kept is believed as it is seen. Partners whose
point buys less than a point is worth at home are used as much less. Known limit: it is paid for
points that would have lapsed, so that breakage, which paid for part of the programme, is gone. It
needs points.

Money: the fees of the partners are grants; each point that goes to one is a redemption at the
partner's price, paid at once, and leaves the liability of the programme that gave it. Under a
budget it is on offer while the purse covers what may be used until the next look. Nothing is owed:
what is not used when it ends is used at home or lapses.
"""

from __future__ import annotations

import math
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import FEE_DAYS, Brief, Range, parameter
from strategies.metered import Metered
from strategies.published import Published, of_use

USUAL_PARTNERS: Final = 5.0
"""Partners who have 63 % of what members want; assumed: nobody published it."""


class Exchange(Metered):
    """Partners at whom points may be used."""

    kind: ClassVar[str] = "exchange"
    title: ClassVar[str] = "Point exchange with partners"
    title_zh: ClassVar[str] = "异业积分兑换"
    lever_family: ClassVar[str] = "incentive"
    lever = "exchange"
    mechanism = "exchange"
    deed = "points used at partners'"
    priced_by = "point_price"
    # What it brings about is counted as it came: of a part of a day a part would be paid.
    whole = True
    published: ClassVar[tuple[Published, ...]] = of_use(
        -0.05, 0.10,
        "M31: loyalty programmes +5 to +10 % visits; a vendor's +40 % of activity is no effect",
    )  # fmt: skip

    partners: int = parameter(
        3, title="partners", title_zh="合作商家数", unit="partners",
        meaning="partners; 5 have 63 % of what members want", low=0, high=1000,
        search=Range(0, 10, 1), source="none published", evidence="D",
    )  # fmt: skip
    point_price: float = parameter(
        0.01, title="partner's price of a point", title_zh="合作方积分单价",
        unit="currency/point",
        meaning="what a partner is paid for a point, and what it buys there", low=0.0,
        high=1000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip
    lot: int = parameter(
        50, title="points at a time", title_zh="单次兑换积分", unit="points",
        meaning="points that a partner asks for at a time", low=1, high=1_000_000,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    monthly_fee: float = parameter(
        20.0, title="fee of a partner", title_zh="合作月费", unit="currency/partner/30 days",
        meaning="paid for each partner while it is on offer: contracts, connection, clearing",
        low=0.0, high=1e6, source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether there is no partner."""
        return self.partners == 0

    @property
    def depth(self) -> float:
        """Share of what members want that the partners have."""
        return 1.0 - math.exp(-self.partners / USUAL_PARTNERS)

    @property
    def fixes(self) -> frozenset[str]:
        """Return the points that a partner asks for."""
        return frozenset({"exchange_points"})

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Offer it on the days that it runs, for what a point buys."""
        super().offers(brief, offers)
        if self.may_run(brief):
            worth = self.funded(brief).astype(np.float32) * np.float32(self.point_price)
            offers.pull("exchange_worth", worth[:, None, None])
            # An alert may begin it later.
            offers.rules.exchange_points = self.lot

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the points that went to partners."""
        return seen.daily("points_exchanged").astype(np.float64)

    def foretold(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the points issued: as many may go, at most, where nothing was saved before."""
        return seen.daily("points_issued").astype(np.float64)

    @property
    def _day_cents(self) -> float:
        return 100 * (self.day_cost + self.partners * self.monthly_fee / FEE_DAYS)
