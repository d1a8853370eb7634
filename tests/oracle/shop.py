"""The shop of the oracle: what is in stock, who gets it, and who goes without.

Equations: `stock` in `sim.behaviour`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from tests.oracle.community import Oracle
    from tests.oracle.effect import Effect
    from tests.oracle.member import Member

F = np.float32


class Wish(NamedTuple):
    """What a member wants: orders at a price each, of which only some are its own."""

    what: str
    orders: int
    price: int
    own: int
    effect: Effect


class Shop:
    """Sells at once what there is always enough of, and in the evening what is in stock.

    Parameters
    ----------
    model
        The community.
    """

    def __init__(self, model: Oracle) -> None:
        self.model = model
        self.is_limited = bool(model.theta["stock_rate"] > 0)
        self.shelf = self.brought = self.meant = 0
        self.wishes: dict[Member, list[Wish]] = {}

    def open(self) -> None:
        """Fill the shelf, bring in what is meant for the day, clear out what is over."""
        if not self.is_limited:
            return
        model = self.model
        here = sum(not member.left for member in model.roll)
        supply = int(float(model.theta["stock_rate"]) * (1000 * here) + 0.5)
        most = int(float(model.theta["stock_days"]) * supply + 0.5)
        if model.day == 0:
            self.shelf = most
        elif self.shelf < most:
            self.shelf = min(self.shelf + supply, most)
        before, self.meant = self.meant, int(model.for_all().stocked)
        if self.meant > before:
            self.brought += self.meant - before
            model.counts[model.day, 0, "stock_brought"] += self.meant - before
        over = max(self.brought - self.meant, 0)
        self.brought -= over
        model.counts[model.day, 0, "stock_cleared"] += over

    def want(self, member: Member, wish: Wish) -> bool:
        """Sell a member what it wants; whether it has it already."""
        if self.is_limited:
            self.wishes.setdefault(member, []).append(wish)
            return False
        self._sell(member, wish)
        return True

    def close(self) -> None:
        """Sell what was wanted today, by priority."""
        if not self.is_limited:
            return
        model = self.model
        for member in sorted(self.wishes, key=lambda one: one.priority):
            lost = 0
            for wish in self.wishes[member]:
                left = self.brought + self.shelf // 1000
                alone = wish.what == "buyers"
                served = min(wish.orders, left) if alone else wish.orders * (wish.orders <= left)
                lost += wish.orders - served
                if not served:
                    continue
                usual = min(served, self.shelf // 1000)
                self.shelf -= 1000 * usual
                self.brought -= served - usual
                own = served if alone else wish.own
                self._sell(member, wish._replace(orders=served, own=own))
                if alone and model.spec.activity == "purchase":
                    member.act()
            if lost:
                model.count(member, "lost_orders", lost)
                member.satisfaction = member.satisfaction * (F(1.0) - model.theta["sold_out_hit"])
        self.wishes = {}
        model.counts[model.day, 0, "stock_held"] += self.brought + self.shelf // 1000
        model.counts[model.day, 0, "stock_left"] += self.brought

    def _sell(self, member: Member, wish: Wish) -> None:
        """Sell; what a member pays counts towards levels, to the last part of a point."""
        model = self.model
        model.count(member, wish.what, wish.orders)
        model.count(member, "sold_millionths", wish.orders * wish.price)
        if model.spec.deeds:
            again = bool(member.orders) and member.orders[-1][0] < model.day
            model.count(member, "reorders", int(again))
        member.orders += [(model.day, wish.price)] * wish.own
        step = int(wish.effect.level_step)
        if step:
            member.spent_towards_a_point += wish.own * wish.price
            whole = member.spent_towards_a_point // step
            member.lifetime_points += whole
            member.spent_towards_a_point -= whole * step
