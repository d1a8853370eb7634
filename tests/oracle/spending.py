"""How a member of the oracle spends money and points on a visit.

Equations: `buy`, `pull_forward`, `deal` and `team` in `sim.behaviour`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.oracle.arithmetic import exp

if TYPE_CHECKING:
    from tests.oracle.effect import Effect
    from tests.oracle.member import Member

F = np.float32
ONE = F(1.0)


def buy(member: Member, effect: Effect) -> bool:
    """Perhaps purchase something, and perhaps for the last time."""
    model, theta, memory = member.model, member.model.theta, member.memory
    if memory.quit or effect.buy_probability == 0:
        return False
    first = model.spec.activity == "purchase" and member.visits == 0 and member.organic
    rates, quits = model.buying_tables
    p = effect.buy_probability * _cell(rates, member.lasting("trait buy"))
    many = ONE - exp(-F(len(member.ties)) / F(8.0))
    p = p * (ONE + theta["social_spend"] * many)
    if _learns(member):
        p = p * (ONE + F(memory.deal) / F(8192.0))
    p = p * model.sales[model.day]
    u = member.draw("buy")
    if not first:
        if u >= p:
            return False
        if theta["pull_forward"] > 0 and _has_already(member, u < p * effect.as_ever):
            return False
    if _learns(member):
        _learn(member, effect)
    orders = _orders(theta["order_again"], member.draw("order again"))
    model.count(member, "buyers", orders)
    _note(member, [(model.day, int(effect.price))] * orders)
    model.count(member, "sold_millionths", orders * int(effect.price))
    quits_now = member.draw("quit buying") < _cell(quits, member.lasting("trait quit"))
    memory.quit = bool(quits_now) and not first
    return True


def _note(member: Member, orders: list[tuple[int, int]]) -> None:
    """Keep orders of today where deeds are kept; the first of a day after others is a reorder."""
    if member.model.spec.deeds:
        first = bool(member.orders) and member.orders[-1][0] < member.model.day
        member.model.count(member, "reorders", int(first))
    member.orders += orders


def _orders(again: np.float32, u: np.float32) -> int:
    """Return how many orders: as often as the draw stays below the powers of `again`, and one."""
    powers = np.cumprod(np.full(63, again, np.float32), dtype=np.float32)
    return 1 + int((u < powers).sum())


def _has_already(member: Member, anyway: bool) -> bool:
    """Return whether it bought this before, at a cut price; a purchase for that only is ahead."""
    memory = member.memory
    if anyway and memory.ahead:
        memory.ahead -= 1
        return True
    if not anyway and member.draw("pull forward") < member.model.theta["pull_forward"]:
        memory.ahead = min(memory.ahead + 1, 255)
    return False


def _learns(member: Member) -> bool:
    return bool(member.model.theta["deal_new"] > 0 or member.model.theta["deal_old"] > 0)


def _learn(member: Member, effect: Effect) -> None:
    """Let the price of a purchase say what the next one is worth."""
    theta, memory = member.model.theta, member.memory
    cut = ONE - effect.price / F(1_000_000.0)
    lesson = -theta["deal_old"] * cut if memory.bought else theta["deal_new"] * cut
    after = (ONE + F(memory.deal) / F(8192.0)) * (ONE + lesson) - ONE
    memory.deal = int(min(max(after, F(-0.9)), F(3.0)) * F(8192.0))
    memory.bought = True


def _cell(table: np.ndarray[tuple[int], np.dtype[np.float32]], u: np.float32) -> np.float32:
    """Return the entry of the cell of equal probability in which u lies."""
    return F(table[int(u * F(len(table)))])


def open_team(member: Member, effect: Effect) -> None:
    """Perhaps open a team, which buys if it is filled."""
    model = member.model
    rate = model.theta["team_rate"] * model.sales[model.day]
    if effect.team_price == 0 or member.draw("open team") >= rate:
        return
    model.count(member, "teams")
    if member.draw("fill team") < effect.team_success:
        size = model.rules.team_size
        model.count(member, "team_orders", size)
        model.count(member, "sold_millionths", size * int(effect.team_price))
        _note(member, [(model.day, int(effect.team_price))])


def redeem(member: Member) -> None:
    """Perhaps turn points into as many whole rewards as they buy."""
    model, price = member.model, member.model.rules.reward_points
    affordable = price > 0 and member.points >= price
    if affordable and member.draw("redeem") < model.theta["redeem_rate"]:
        spent = member.points // price * price
        member.points -= spent
        model.count(member, "points_redeemed", spent)
        member.promises.pay_out()
