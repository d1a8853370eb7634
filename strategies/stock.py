"""Stock for a burst: orders that are brought in beforehand, beyond what the shop usually holds.

It acts where the usual supply is limited (`stock`): what it brings in is there from its first day
on, so that fewer go without when all come at once. Known limit: beyond what is wanted it is only
dearer: what is left when its days are over is cleared out below cost, and the next burst needs
stock of its own. Brought in days before, it is held for longer, and part of it may go before.

Money: bringing it in, and the goods that spoil, are grants, paid on its first day; holding what is
left is a redemption, each evening; so is what clearing out loses, on the day after its last one, or
on the last of the plan. What the goods cost that are sold is in the economy's margin. Envelope: it
is brought in only if the money covers all of this should nothing be sold at all.
"""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.ledger import CASH, Ledger
from sim.levers.stock import MOST
from sim.money import daily_cents
from sim.offers import Offers
from sim.trajectory import Trajectory
from strategies.base import Brief, Range, Strategy, covered, parameter


class Stock(Strategy):
    """Orders in stock for some days, beyond the usual supply."""

    kind: ClassVar[str] = "stock"
    title: ClassVar[str] = "Stock for a burst"
    title_zh: ClassVar[str] = "爆发期备货"
    lever_family: ClassVar[str] = "price"
    mechanism = "stock"

    orders: int = parameter(
        200, title="orders brought in", title_zh="备货量", unit="orders",
        meaning="orders for which goods are brought in for its first day", low=0, high=MOST,
        search=Range(0, 2000, 1), source="none published; user's own", evidence="D",
    )  # fmt: skip
    bring_cost: float = parameter(
        1.0, title="cost of bringing in", title_zh="备货运费", unit="currency/order",
        meaning="what each takes beside its goods: transport, handling", low=0.0, high=1e6,
        source="none published; user's own", evidence="D",
    )  # fmt: skip
    spoiled: float = parameter(
        0.042, title="spoiled", title_zh="损耗率", unit="share",
        meaning="share of it that spoils and cannot be sold", low=0.0, high=1.0,
        source="row 99: a vendor's 4.2 % with cold chain, and a floor rather than a mean",
        evidence="D",
    )  # fmt: skip
    goods_cost: float = parameter(
        18.0, title="cost of goods", title_zh="单均商品成本", unit="currency/order",
        meaning="what the goods of an order cost: lost on what spoils, and in part on what is left",
        low=0.0, high=1e6, source="none published; 60 % of the default list price of 30",
        evidence="D",
    )  # fmt: skip
    recovered: float = parameter(
        0.5, title="recovered by clearing out", title_zh="清仓回收比例", unit="share",
        meaning="share of their cost that goods bring which are left when its days are over",
        low=0.0, high=1.0, source="none published; user's own", evidence="D",
    )  # fmt: skip
    hold_cost: float = parameter(
        0.015, title="cost of holding", title_zh="每日仓储成本", unit="currency/order/day",
        meaning="paid for each order that is left, every evening: room, capital", low=0.0,
        high=1e4, source="assumed: 30 % of the goods' cost a year",
        evidence="D",
    )  # fmt: skip

    @property
    def fixes(self) -> frozenset[str]:
        """Return the stock: whose goods are left could not be told of two."""
        return frozenset({"stock"})

    @property
    def idle(self) -> bool:
        """Whether nothing comes in that could be sold."""
        return self.for_sale == 0

    @property
    def for_sale(self) -> int:
        """Orders that come in and do not spoil."""
        # In decimals 1000 less 4.2 % is 958.
        return math.floor(self.orders * (1.0 - self.spoiled) + 1e-9)

    def offers(self, brief: Brief, offers: Offers) -> None:
        """Have it in stock on the days that it runs."""
        running = self.funded(brief)
        offers.pull("stock", (running * self.for_sale).astype(np.float32)[:, None, None])

    def funded(self, brief: Brief) -> NDArray[np.bool_]:
        """Return the days of its window that the money covers if nothing is sold."""
        days = super().funded(brief)
        held = 100 * self.hold_cost * self.for_sale * days
        lost = 100 * self._lost_each * self.for_sale
        # A cent above, as each account is rounded by itself.
        begun = _first(days) * (math.ceil(self._bring_cents + lost) + 1.0)
        return days & covered(begun + held, brief.envelope_cents)

    def settle(self, brief: Brief, trajectory: Trajectory, ledger: Ledger) -> None:
        """Book what came in, and what was left of it: its holding, and its clearing out."""
        running = self.funded(brief)
        if not running.any():
            return
        left, cleared = (trajectory.daily(name) for name in ("stock_left", "stock_cleared"))
        # Nobody knows what comes after the plan: what is left then is worth what clearing brings.
        cleared = cleared.astype(np.float64)
        cleared[-1] += left[-1]
        lost = 100 * (self.hold_cost * left + self._lost_each * cleared)
        for account, paid in (
            ("grant", _first(running) * self._bring_cents),
            ("redemption", lost),
        ):
            if (cents := daily_cents(np.cumsum(paid))).any():
                ledger.post(self.called, account, CASH, cents)

    def reached(
        self, brief: Brief, trajectory: Trajectory, ran: NDArray[np.bool_]
    ) -> tuple[int, str]:
        """Return the orders that were sold of it."""
        left = int(trajectory.daily("stock_left")[-1]) + trajectory.total("stock_cleared")
        return trajectory.total("stock_brought") - left, "orders"

    @property
    def _lost_each(self) -> float:
        """What an order loses that is cleared out, in currency."""
        return self.goods_cost * (1.0 - self.recovered)

    @property
    def _bring_cents(self) -> float:
        """What it takes to bring it in once, the spoiled goods included."""
        spoiled = self.orders - self.for_sale
        return 100 * (self.orders * self.bring_cost + spoiled * self.goods_cost)


def _first(days: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the first of some days, which follow each other."""
    return np.asarray(days & (np.cumsum(days) == 1), np.bool_)
