"""Invite cards: what an invitation comes on, so that more of those who get one join.

It acts through acceptance (`sim.behaviour.invite.card`): a good card shows what there is, and takes
a step less to join. It is no reward and makes nobody invite more. Known limits: a card is paid for
each invitation, and most of them bring nobody; more effort does ever less; where hardly anybody
invites, it has nothing to act on.

Money: each invitation costs its card, a redemption; the design is a grant on the first day. Nothing
is owed. Envelope: cards are given on as many days as the purse covers.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.play import Crafted
from strategies.published import Published


class Card(Crafted):
    """Cards for the invitations of an audience."""

    kind: ClassVar[str] = "card"
    title: ClassVar[str] = "Invite cards"
    title_zh: ClassVar[str] = "邀请卡"
    lever_family: ClassVar[str] = "referral"
    by_day = True
    lever = "card"
    mechanism = "card"
    deed = "invitations"
    priced_by = "card_cost"
    published: ClassVar[tuple[Published, ...]] = (
        Published("accepted", 0.0, 0.33, "M40: sign-ups of a shared link 4.9 to 33 %, by business"),
    )  # fmt: skip

    effort: float = parameter(
        1.0, title="effort", title_zh="卡片投入", unit="1",
        meaning="how much is put into a card; 1 has 63 % of what the best card can do", low=0.0,
        high=5.0, search=Range(0, 3),
        source="M40: what shared links convert; that more does ever less is assumed", evidence="D",
    )  # fmt: skip
    card_cost: float = parameter(
        0.2, title="cost of a card", title_zh="邀请卡成本", unit="currency/invitation",
        meaning="what a card with an effort of 1 costs, for each invitation that is sent", low=0.0,
        high=1000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip

    def price_cents(self, brief: Brief, basket: float) -> float:
        """Return what a card costs, in cents."""
        return 100 * self.effort * self.card_cost

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the invitations."""
        return seen.daily("invitations").astype(np.float64)
