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
from sim.trajectory import Trajectory
from strategies.base import Range, parameter
from strategies.feed_sale import FeedSale

WEAR_DAYS: Final = 28
"""Days over which members remember which brands they were shown."""


class Placement(FeedSale):
    """Brands woven into the feed's items, softer than advertising and dearer."""

    kind: ClassVar[str] = "placement"
    title: ClassVar[str] = "Brand placements"
    title_zh: ClassVar[str] = "品牌软植入"
    lever = "placement"

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

    def earned_cents(
        self, trajectory: Trajectory, shown: NDArray[np.floating[Any]]
    ) -> NDArray[np.float64]:
        """Return what it has earned until each day, in cents: less for what was seen lately."""
        latest = np.cumsum(shown)
        latest[WEAR_DAYS:] -= latest[:-WEAR_DAYS].copy()
        seen = latest / np.maximum(trajectory.members_of_day, 1)
        return np.cumsum(shown * self.per_thousand * each(math.exp, -seen / self.wear)) / 10
