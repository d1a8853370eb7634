"""Group-buying: an order in a team of so many, cheaper, if it is filled in time.

It acts through teams (M47): a visitor opens one and asks friends, each of whom joins by what it
saves them and how long there is; nobody buys in a team that is not filled. A team of m takes m - 1
friends, so that larger teams fail ever more often (V35), and a longer wait helps little: who
answers at all does so soon. Known limits: below the usual cut hardly anybody opens or joins a team;
above it each order costs more and no more are filled; a large team is hardly ever filled. In the
model, friends are only a number and their orders are beside what members buy alone, so that what a
team sells is the most that it can add. With `recruits` a team brings members: whoever fills it and
is none must become one. It is no free growth: some will not, so that fewer teams are filled, and of
those who do many came for one cheap order and never come again.

Money. Nothing is paid for a team that is not filled but the paying back: whoever opened it paid
ahead, and `refund_cost` is what it costs to pay that back. Of a filled team each order costs what
it is cheaper by, a redemption; revenue is what was paid, so that it counts once. Whether a team is
filled is known on the day on which it is opened, so that nothing is owed at the end. Envelope: a
team is offered on as many days as the purse covers.
"""

from __future__ import annotations

from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from sim.ledger import BEYOND, CASH, Ledger
from sim.levers.lever import MOST_CUT
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, parameter
from strategies.metered import Metered
from strategies.published import Published

OPENED: Final = 0.03
"""Teams that a visit opens at most, as it reckons before it has seen any (`team_rate`: 0.02)."""


class GroupBuy(Metered):
    """Orders in teams, cheaper for all of a team that is filled."""

    kind: ClassVar[str] = "groupbuy"
    title: ClassVar[str] = "Group-buying"
    title_zh: ClassVar[str] = "社区拼团"
    lever_family: ClassVar[str] = "price"
    by_day = True
    lever = "team_discount"
    mechanism = "team"
    deed = "orders"
    priced_by = "discount"
    whole = True
    published: ClassVar[tuple[Published, ...]] = (
        Published(
            "purchases", 0.0, 0.6,
            "M96: the popularity of a deal raises buying, no size seen; live selling 5 to 60 %",
        ),
    )  # fmt: skip

    discount: float = parameter(
        0.2, title="discount", title_zh="拼团折扣", unit="share of price",
        meaning="what an order of a filled team is cheaper by", low=0.0, high=MOST_CUT,
        search=Range(0, 0.5), source="M47: no public numbers", evidence="D",
    )  # fmt: skip
    size: int = parameter(
        3, title="team size", title_zh="成团人数", unit="members/team",
        meaning="members that fill a team, who opened it among them", low=2, high=100,
        search=Range(2, 10, 1), source="M47: 2 to 10, recalled", evidence="D",
    )  # fmt: skip
    days: int = parameter(
        1, title="days to fill", title_zh="成团时限", unit="days",
        meaning="days that friends have to join; costs nothing, so that no search turns it", low=1,
        high=30,
        source="M47: a day, recalled", evidence="D",
    )  # fmt: skip
    recruits: bool = parameter(
        False, title="for members alone", title_zh="参团须入会", unit="yes or no",
        meaning="whether whoever fills a team and is no member must become one",
        source="M47: no public numbers; user's own", evidence="D",
    )  # fmt: skip
    refund_cost: float = parameter(
        0.1, title="cost of paying back", title_zh="退款处理成本", unit="currency/team",
        meaning="what it costs to pay back who opened a team that is not filled", low=0.0,
        high=1000.0, source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether a team saves nothing."""
        return self.discount == 0

    @property
    def depth(self) -> float:
        """The cut."""
        return self.discount

    @property
    def fixes(self) -> frozenset[str]:
        """Return the size of a team."""
        return frozenset({"team_size"})

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Offer it on the days that it runs."""
        super().offers(brief, offers)
        if self.may_run(brief):
            # An alert may begin it later.
            offers.rules.team_size, offers.rules.team_days = self.size, self.days
            offers.rules.team_recruits = int(self.recruits)

    def counted(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return what is paid for in filled teams: those, and what paying back costs."""
        filled = self._filled(seen)
        unfilled = np.maximum(seen.daily("teams") - filled, 0.0)
        cut = self.size * self.discount * seen.basket_kept
        paid_back = unfilled * (self.refund_cost / cut) if cut > 0 else 0.0 * unfilled
        return np.asarray(filled + paid_back, np.float64)

    def foretold(self, seen: Trajectory) -> NDArray[np.float64]:
        """Return the teams that visits may open, were all of them filled."""
        return np.asarray(OPENED * seen.daily("visits"), np.float64)

    def price_cents(self, brief: Brief, basket: float) -> float:
        """Return what the orders of a filled team are cheaper by, less what is paid back of it."""
        return 100 * self.size * self.discount * basket

    def _filled(self, seen: Trajectory) -> NDArray[np.float64]:
        return np.asarray(seen.daily("team_orders") / self.size, np.float64)

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the orders in filled teams."""
        return int(trajectory.daily("team_orders")[ran].sum()), self.deed

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what filled teams saved, which was never paid, and what paying back cost."""
        super().settle(brief, trajectory, ledger)
        course, counted = self.course(brief, trajectory), self.counted(trajectory)
        filled = self._filled(trajectory)
        cut = np.divide(filled, counted, out=np.zeros_like(counted), where=counted > 0)
        for name, cents in (
            (self.called, course.deeds_cents),
            (self.called + BEYOND, course.beyond_cents),
        ):
            taken_off = daily_cents(np.cumsum(cents * cut))
            if taken_off.any():
                ledger.post(name, CASH, "coupons", taken_off)
