"""A governance token of the community's own. Speculative: nothing was published on what it does.

The operator backs a first stock with a treasury and shares out a fixed part of that stock each day
among the visits. What a token is worth falls as the stock grows (dilution), and by a trend that
nobody knows: each world draws one (`token_trend`), so that results spread. It acts through what a
visit earns (`token`), of which there is no evidence at all; members' votes and their trade in
tokens are not in it. Known limit: the day's part is shared by ever more visits and backed by an
ever thinner treasury, so that it pulls ever less, and setting it up costs what it never earns.

Money: the setting up (law, audit, contracts), the treasury and the monthly fee are grants, paid
whatever comes of it. The operator buys no token back, so nothing is owed.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.ledger import CASH, Ledger
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import FEE_DAYS, Brief, Range, Strategy, parameter


class Token(Strategy):
    """Tokens for visits, out of a stock that is backed once. Speculative."""

    kind: ClassVar[str] = "token"
    title: ClassVar[str] = "Governance token (speculative)"
    title_zh: ClassVar[str] = "社区治理代币（投机性）"
    lever_family: ClassVar[str] = "incentive"
    mechanism = "token"
    speculative: ClassVar[bool] = True

    treasury: float = parameter(
        1000.0, title="treasury", title_zh="代币储备金", unit="currency",
        meaning="money that backs the first stock, paid on the first day", low=0.0, high=1e9,
        search=Range(0, 5000), source="speculative: nothing published", evidence="D",
    )  # fmt: skip
    daily_issue: float = parameter(
        0.005, title="issue a day", title_zh="每日增发", unit="share of the first stock",
        meaning="tokens shared out a day, of the first stock; each dilutes those before it",
        low=0.0, high=1.0, search=Range(0, 0.05), source="speculative: nothing published",
        evidence="D",
    )  # fmt: skip
    setup_cost: float = parameter(
        5000.0, title="set-up cost", title_zh="启动成本", unit="currency",
        meaning="paid once, on the first day: law, audit, contracts", low=0.0, high=1e9,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    monthly_fee: float = parameter(
        300.0, title="monthly fee", title_zh="月费", unit="currency/30 days",
        meaning="paid for every 30 days begun: platform, reports, support", low=0.0, high=1e9,
        source="none published; user's own", evidence="D",
    )  # fmt: skip

    @property
    def idle(self) -> bool:
        """Whether there are no tokens, or nothing backs them."""
        return self.treasury == 0 or self.daily_issue == 0

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days that the money covers; none where it does not cover the first."""
        return super().funded(brief) & brief.covers(self._paid(brief))

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Share out by how much the day's issue raises what all members' tokens are worth."""
        days = self.funded(brief)
        issued = np.maximum(np.arange(len(days) + 1) - self.from_day, 0) * self.daily_issue
        # Each issue dilutes those before it: in all, members never hold more than the treasury.
        pool = self.treasury * np.diff(issued / (1.0 + issued))
        offers.pull("token", (days * pool).astype(np.float32)[:, None, None])

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book the grants of the days on which it ran."""
        paid = np.where(self.funded(brief), self._paid(brief), 0)
        if paid.any():
            ledger.post(self.called, "grant", CASH, paid)

    def _paid(self, brief: Brief) -> NDArray[np.int64]:
        """Return what each day takes, cents, shape ``(days,)``."""
        days = np.flatnonzero(self.scheduled(brief))
        paid = np.zeros(brief.calendar.days)
        if len(days):
            paid[days[0] : days[-1] + 1 : FEE_DAYS] += 100 * self.monthly_fee
            paid[days[0]] += 100 * (self.setup_cost + self.treasury)
        return daily_cents(np.cumsum(paid))
