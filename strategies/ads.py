"""Advertising in the feed: it earns by what members read, takes room and tires.

Money. The fee is a grant, paid for every 30 days begun while there are ads; what is shown earns
revenue. Several in one plan sell one feed: no more than all of it on any day. Envelope: the ads
stop on the first day whose fee the money would not cover.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Range, parameter
from strategies.feed_sale import FeedSale


class Ads(FeedSale):
    """Commercial items in the feed, sold by the thousand that are shown."""

    kind: ClassVar[str] = "ads"
    title: ClassVar[str] = "Advertising in the feed"
    title_zh: ClassVar[str] = "信息流广告"
    lever = "ad_load"

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

    def earned_cents(
        self, trajectory: Trajectory, shown: NDArray[np.floating[Any]]
    ) -> NDArray[np.float64]:
        """Return what it has earned until each day, in cents."""
        return np.cumsum(shown) * (self.per_thousand / 10)
