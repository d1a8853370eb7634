"""Selling: at once where there is always enough, else in the evening, as far as the stock lasts.

Nobody knows during the day who else comes, so that who is served is settled when all have come, by
keyed priority: it must not hang on how members are stored or by which thread they live.
"""

from __future__ import annotations

import numpy as np

from sim.behaviour.buy import stock
from sim.compiled.compile import compiled, inlined
from sim.compiled.control import BROUGHT, LAST_BROUGHT, MEMBERS, SHELF
from sim.compiled.layout import LEFT, PURCHASE, STOCKED
from sim.compiled.ration import rank
from sim.compiled.types import Columns, Days, Effect, Effects, Flag, Tallies, Theta, Whole, Word
from sim.day.deeds import keeps_deeds, note_orders, ordered_before
from sim.day.part import bear_in_mind
from sim.day.progress import count_spending
from sim.day.tally import (
    ACTIVE,
    BUYERS,
    LOST_ORDERS,
    REORDERS,
    SOLD,
    STOCK_BROUGHT,
    STOCK_CLEARED,
    STOCK_HELD,
    STOCK_LEFT,
    TEAM_ORDERS,
    mark_active,
    offer_row,
)

OWN, OWN_PRICE, TEAM, TEAM_COSTS, LEVEL = range(5)
"""Columns of `Columns.wanted`."""


@inlined
def waits(c: Columns) -> Flag:
    """Return whether orders wait for the evening."""
    return c.wanted.shape[0] > 1


@inlined
def sell(
    c: Columns,
    d: Days,
    tl: Tallies,
    row: Whole,
    day: Whole,
    what: Whole,
    orders: Whole,
    own: Whole,
    price: Whole,
    effect: Effect,
) -> None:
    """Sell orders, of which some are a member's own; of a team only who opened it is known.

    Parameters beside those of the day: `what` counts them, BUYERS or TEAM_ORDERS; `price` is in
    millionths of the list price.
    """
    cell = c.members[row].cell
    tl.counts[day, cell, what] += orders
    tl.counts[day, cell, SOLD] += orders * price
    count_spending(c, row, own * price, effect)
    if keeps_deeds(c):
        if ordered_before(c, row, day):
            tl.counts[day, cell, REORDERS] += 1
        note_orders(c, d, row, day, own, price)


@inlined
def restock(c: Columns, theta: Theta, d: Days, tl: Tallies, day: Whole) -> None:
    """Fill the shelf; bring in what the plan has for these days, and clear out what is over."""
    members: Whole = 0
    for cell in range(tl.present.shape[0]):
        members += tl.present[cell]
    c.control[SHELF] = stock.filled(theta, c.control[SHELF], members, day == 0)
    now = np.int64(d.effects[offer_row(d, day), 0, 0, STOCKED])
    more = now - c.control[LAST_BROUGHT]
    c.control[LAST_BROUGHT] = now
    if more > 0:
        c.control[BROUGHT] += more
        tl.counts[day, 0, STOCK_BROUGHT] += more
    kept = min(c.control[BROUGHT], now)
    tl.counts[day, 0, STOCK_CLEARED] += c.control[BROUGHT] - kept
    c.control[BROUGHT] = kept


@compiled
def sell_wanted(c: Columns, theta: Theta, d: Days, tl: Tallies, seed: Word, day: Whole) -> None:
    """Sell what was wanted today, by keyed priority when there is not enough for all."""
    count: Whole = 0
    total: Whole = 0
    for row in range(c.control[MEMBERS]):
        wanted = np.int64(c.wanted[row, OWN]) + np.int64(c.wanted[row, TEAM])
        if wanted > 0:
            c.queue[count] = np.int32(row)
            c.order[count] = count
            total += wanted
            count += 1
    if total > _left(c):
        rank(c, seed, day, count)
    effects = d.effects[offer_row(d, day)]
    for n in range(count):
        _serve(c, theta, d, tl, effects, np.int64(c.queue[c.order[n]]), day)
    c.wanted[: c.control[MEMBERS]] = np.int32(0)
    tl.counts[day, 0, STOCK_HELD] += _left(c)
    tl.counts[day, 0, STOCK_LEFT] += c.control[BROUGHT]


@inlined
def _left(c: Columns) -> Whole:
    """Return the whole orders that there are."""
    return c.control[BROUGHT] + c.control[SHELF] // stock.PARTS


@inlined
def _take(c: Columns, orders: Whole) -> None:
    """Take orders from the stock: first the usual one, which is filled anew tomorrow."""
    usual = min(orders, c.control[SHELF] // stock.PARTS)
    c.control[SHELF] -= usual * stock.PARTS
    c.control[BROUGHT] -= orders - usual


@inlined
def _serve(
    c: Columns, theta: Theta, d: Days, tl: Tallies, effects: Effects, row: Whole, day: Whole
) -> None:
    """Sell a member what it wanted, as far as there is; who goes without minds it."""
    m, wanted = c.members[row], c.wanted[row]
    effect = effects[wanted[LEVEL], m.cell]
    own, team = np.int64(wanted[OWN]), np.int64(wanted[TEAM])
    orders = min(own, _left(c))
    if orders > 0:
        _take(c, orders)
        price = np.int64(wanted[OWN_PRICE])
        sell(c, d, tl, row, day, BUYERS, orders, orders, price, effect)
        if d.rules[PURCHASE] != 0:
            tl.counts[day, m.cell, ACTIVE] += 1
            mark_active(d, tl, m, day)
    served: Whole = team if team <= _left(c) else 0
    if served > 0:
        _take(c, served)
        price = np.int64(wanted[TEAM_COSTS])
        sell(c, d, tl, row, day, TEAM_ORDERS, served, np.int64(1), price, effect)
    lost = own - orders + team - served
    if lost > 0:
        tl.counts[day, m.cell, LOST_ORDERS] += lost
        m.satisfaction = stock.disappointed(theta, m.satisfaction)
        if m.flags & LEFT == 0:
            bear_in_mind(c, theta, d, row, day)
