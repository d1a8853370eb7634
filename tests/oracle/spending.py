"""How a member of the oracle spends money and points on a visit.

Equations: `buy`, `pull_forward`, `deal` and `team` in `sim.behaviour`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.oracle.arithmetic import exp, log
from tests.oracle.shop import Wish

if TYPE_CHECKING:
    from tests.oracle.effect import Effect
    from tests.oracle.member import Member

F = np.float32
ONE = F(1.0)


def buy(member: Member, effect: Effect) -> bool:
    """Perhaps purchase something, perhaps for the last time; whether it has it already."""
    model, theta, memory = member.model, member.model.theta, member.memory
    if memory.quit or effect.buy_probability == 0:
        return False
    first = model.spec.activity == "purchase" and member.visits == 0 and member.organic
    rates, quits = model.buying_tables
    p = effect.buy_probability
    if member.paid_months > 0:
        p = p * (ONE + effect.belongs)
    p = p * _cell(rates, member.lasting("trait buy"))
    many = ONE - exp(-F(len(member.ties)) / F(8.0))
    p = p * (ONE + theta["social_spend"] * many)
    if _learns(member):
        p = p * (ONE + F(memory.deal) / F(8192.0))
    if theta["checkout_steps"] > 0:
        p = p * _finishes(member, effect)
    p = p * model.sales[model.day]
    usual = p * effect.as_ever
    if theta["leaning_spread"] > 0 and effect.as_ever < 1:
        lower = log(effect.price / F(1_000_000.0))
        p = p * exp(theta["price_elasticity"] * lower * (member.money - ONE))
    u = member.draw("buy")
    if not first:
        if u >= p:
            return False
        if theta["pull_forward"] > 0 and _has_already(member, u < usual):
            return False
    if _learns(member):
        _learn(member, effect)
    memory.bought = memory.bought or _learns(member) or bool(theta["checkout_steps"] > 0)
    orders = _orders(theta["order_again"], member.draw("order again"))
    quits_now = member.draw("quit buying") < _cell(quits, member.lasting("trait quit"))
    memory.quit = bool(quits_now) and not first
    return model.shop.want(member, Wish("buyers", orders, int(effect.price), orders, effect))


def _finishes(member: Member, effect: Effect) -> np.float32:
    """Return the chance that a member takes every step that is left, the payment included."""
    theta = member.model.theta
    step = _cell(member.model.step_table, member.lasting("trait step"))
    felt = theta["trust_old"] if member.memory.bought else ONE
    odds = ONE + theta["trust_gain"] * effect.trust * felt
    pays = step * odds / (ONE + step * (odds - ONE))
    for _ in range(int(effect.steps_left) - 1):
        pays = pays * step
    return pays


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


def _cell(table: np.ndarray[tuple[int], np.dtype[np.float32]], u: np.float32) -> np.float32:
    """Return the entry of the cell of equal probability in which u lies."""
    return F(table[int(u * F(len(table)))])


def open_team(member: Member, effect: Effect) -> bool:
    """Perhaps open a team, which buys if it is filled; return whether it is."""
    model = member.model
    rate = effect.team_opens * model.sales[model.day]
    if member.draw("open team") >= rate:
        return False
    model.count(member, "teams")
    if member.draw("fill team") >= effect.team_success:
        return False
    size = model.rules.team_size
    model.shop.want(member, Wish("team_orders", size, int(effect.team_price), 1, effect))
    return True


def redeem(member: Member, effect: Effect) -> None:
    """Perhaps turn points into as many whole rewards as they buy, here or at a partner's."""
    model, rules = member.model, member.model.rules
    here = there = F(0.0)
    if 0 < rules.reward_points <= member.points:
        here = model.theta["redeem_rate"]
    if 0 < rules.exchange_points <= member.points:
        there = model.theta["exchange_rate"] * effect.exchange
    u = member.draw("redeem")
    if u < here:
        _use_points(member, rules.reward_points, "points_redeemed")
    elif u < here + (ONE - here) * there:
        _use_points(member, rules.exchange_points, "points_exchanged")


def _use_points(member: Member, price: int, what: str) -> None:
    spent = member.points // price * price
    member.points -= spent
    member.model.count(member, what, spent)
    member.promises.pay_out()
