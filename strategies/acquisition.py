"""Paid acquisition: money by the day in one channel, which brings members at a rising cost.

It acts through those who join (`strategies.channels`): more of it brings ever fewer, some of what
is spent works later, and whom a channel brings comes less often than who came unasked (M100). A
plan may use several channels, each once: two halves of one channel are one. Known limits: the most
that a channel brings is a statement of the operator's own; on a day with several channels all whom
they bring share their mean propensity to visit; what works beyond the end of a plan is lost to it;
what it is said to have won is what was expected, whatever chance or a platform took of it. Naive
returns on advertising are many times the true ones (M65): who would have come anyway is no gain.

Money. What is spent is paid on the day, whoever comes, on the account ``acquisition``. Envelope: it
stops on the first day that the money would not cover, until the next month or quarter if the budget
holds by those.
"""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.ledger import CASH, Ledger
from sim.money import daily_cents
from sim.offers import Offers
from sim.ranges import SCENARIO
from sim.scale import in_currency
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, Strategy, parameter
from strategies.channels import CHANNELS, Channel, ChannelName, won


class Acquisition(Strategy):
    """Members won by money that is spent in one channel, day by day."""

    kind: ClassVar[str] = "acquisition"
    title: ClassVar[str] = "Paid acquisition"
    title_zh: ClassVar[str] = "付费获客"
    lever_family: ClassVar[str] = "acquisition"
    by_day = True
    by_span = True

    channel: ChannelName = parameter(
        "search", title="channel", title_zh="投放渠道", unit="channel",
        meaning="where it is spent: search, feed, leaders, outdoor, television, or partners, who "
        "take resources of one's own for it", source="M65, M100", evidence="B",
    )  # fmt: skip
    spend_per_day: float = parameter(
        20.0, title="spend a day", title_zh="每日投放", unit="currency/day",
        meaning="spent on each day that it runs, whoever comes", low=0.0, high=1e7,
        search=Range(0, 400), source="user's own", evidence="D",
    )  # fmt: skip
    half_spend: float = parameter(
        200.0, title="spend at half", title_zh="半饱和投放", unit="currency/day",
        meaning="spend a day at which half of all come whom the channel could bring", low=0.01,
        high=1e7, source="user's own; none published (M65)", evidence="D",
    )  # fmt: skip
    member_cost: float | None = parameter(
        None, title="cost of a member", title_zh="单客成本", unit="currency/member",
        meaning="mean cost of a member at that spend; none: what the channel usually costs",
        low=0.01, high=1e5, source="user's own; assumed", evidence="D",
    )  # fmt: skip
    slope: float = parameter(
        1.0, title="slope", title_zh="饱和斜率", unit="1",
        meaning="steepness of saturation; above 1 a little money brings next to nobody", low=1.0,
        high=3.0, source="M65: form published, size the user's own", evidence="C",
    )  # fmt: skip
    carry: float | None = parameter(
        None, title="carry-over", title_zh="广告滞留", unit="share/day",
        meaning="share of a day's effect that is left on the next; none: the channel's", low=0.0,
        high=0.95, source="M65: TV 0.3-0.8, print 0.1-0.4, digital 0-0.3", evidence="A",
    )  # fmt: skip
    quality: float | None = parameter(
        None, title="quality", title_zh="渠道质量", unit="1",
        meaning="odds that one who is won visits on a day, of those of others, at most 1; none: "
        "the channel's", low=0.1, high=1.0,
        source="M100: retention of the paid x 0.75-1", evidence="B",
    )  # fmt: skip

    @property
    def fixes(self) -> frozenset[str]:
        """The channel: spending on it in two places would saturate it twice."""
        return frozenset({f"the channel {self.channel}"})

    @property
    def refuses_alerts(self) -> str | None:
        """None may: what it brings is known before the plan begins."""
        return "acquisition is bought beforehand; no alert can begin it"

    @property
    def usual(self) -> Channel:
        """What is usual in its channel."""
        return CHANNELS[self.channel]

    @property
    def idle(self) -> bool:
        """Whether nothing is spent."""
        return self.spend_per_day == 0

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Write whom it is expected to win, and how they differ.

        Raises
        ------
        InputError
            If more than may ever join on a day: its price is a slip, and no machine holds them.
        """
        quality, expected = self.usual.quality, self._won(brief)
        quality = quality if self.quality is None else self.quality
        most, highest = SCENARIO["organic"].high, float(expected.max(initial=0.0))
        if highest > most:
            raise InputError(
                f"so much is expected to win {highest:,.0f} members on a day; at most {most:,.0f} "
                "are allowed",
                field=f"{self.called}.spend_per_day",
            )
        offers.win(expected, math.log(quality))

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what was spent."""
        cost = self._cost_cents(brief) * self.funded(brief)
        if cost.any():
            ledger.post(self.called, "acquisition", CASH, cost)

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of its window up to the first one that the money does not cover."""
        return super().funded(brief) & brief.covers(self._cost_cents(brief))

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the members whom it was expected to win, to the nearest."""
        return round(float(self._won(brief).sum())), "members"

    def _won(self, brief: Brief) -> NDArray[np.float64]:
        carry = self.usual.carry if self.carry is None else self.carry
        cost = self.member_cost
        if cost is None:
            cost = in_currency(self.usual.member_cost, brief.money_unit)
        spend = np.asarray(self.funded(brief) * self.spend_per_day, np.float64)
        return won(spend, carry, self.half_spend, self.slope, cost)

    def _cost_cents(self, brief: Brief) -> NDArray[np.int64]:
        return daily_cents(np.cumsum(self.scheduled(brief) * (100 * self.spend_per_day)))
