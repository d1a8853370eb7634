"""Traffic support: the posts of some are shown to more readers, and those of others to fewer.

It acts through reactions (M12): a responsive minority of creators writes more for a day or two
after many read them. Attention is finite: what the feed gives to boosted posts, a share more than a
usual post has, it takes from all, by yesterday's posts; so a boost for everybody is one for nobody.
Known limit: few creators respond, the others write less, and it is gone when it ends (M92). That a
boost shows better posts, or sells what is in them, is not in the model.

Money: exposure is what it costs. Each boosted post takes places that could have been sold or given
to others; who accounts less than the default for them has fewer such places, in proportion. They
are paid when the post is written; nothing is owed.
"""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.scale import in_currency
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.metered import Metered
from strategies.published import Published

REFERENCE_COST: Final = 0.05
"""Units of money that showing one post to twice its readers takes; assumed."""


class Boost(Metered):
    """Further readers for each post of an audience, taken from the others'."""

    kind: ClassVar[str] = "boost"
    title: ClassVar[str] = "Traffic support"
    title_zh: ClassVar[str] = "流量扶持"
    lever_family: ClassVar[str] = "content"
    by_day = True
    lever = "perk_visibility"
    mechanism = "feedback"
    deed = "posts"
    priced_by = "place_cost"
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "posts", -0.02, 0.05,
            "M12: reactions +2 % posts a day on average, most do not change; M92: few creators "
            "respond, gone when the boost ends",
        ),
    )  # fmt: skip

    readers: float = parameter(
        1.0, title="further readers", title_zh="曝光加成", unit="share",
        meaning="readers that a boosted post is to have beyond a usual one's, as a share of these, "
        "before all give way", low=0.0, high=10.0, search=Range(0, 5),
        source="M92: engagement -40 % at a low rank against a high one", evidence="B",
    )  # fmt: skip
    place_cost: float = parameter(
        REFERENCE_COST, title="cost of places", title_zh="曝光成本", unit="currency/post",
        meaning="what twice the readers for a post take from what could be sold or shown; who "
        "accounts less than the default gives less", low=0.0, high=1000.0,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether nobody is boosted."""
        return self.readers == 0 or self.place_cost == 0

    @property
    def depth(self) -> float:
        """Further readers of a post, as a share."""
        return self.readers

    def depth_under(self, brief: Brief) -> float:
        """Return the same by what is accounted for it."""
        usual = in_currency(REFERENCE_COST, brief.money_unit)
        return self.readers * min(self.place_cost / usual, 1.0)

    def price_cents(self, brief: Brief, basket: float) -> float:
        """Return what a boosted post costs, in cents."""
        return 100 * self.place_cost * self.readers

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the posts."""
        return seen.daily("posts").astype(np.float64)
