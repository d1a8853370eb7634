"""What each member has done, kept for audiences that ask for it.

Where none does, `Columns.deeds` has length 1 and nothing is written.
"""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import inlined
from sim.compiled.deeds import (
    BUCKETS,
    DEED_WEEKS,
    FIRST_ORDER,
    LAST_ORDER,
    LAST_POST,
    ORDERED,
    POSTED,
    SPENT,
    VISITED,
    WEEK_OF_DEEDS,
)
from sim.compiled.layout import DEEDS_PHASE
from sim.compiled.types import Columns, Days, Flag, Whole


@inlined
def keeps_deeds(c: Columns) -> Flag:
    """Return whether members' deeds are kept."""
    return c.deeds.shape[0] > 1


@inlined
def _turn(c: Columns, d: Days, row: Whole, day: Whole) -> None:
    """Let the weeks that have passed since the last deed move on."""
    deeds = c.deeds[row]
    week = (day + 7 - d.rules[DEEDS_PHASE]) // 7
    gap = week - deeds[WEEK_OF_DEEDS]
    if gap <= 0:
        return
    deeds[WEEK_OF_DEEDS] = week
    for kind in range(VISITED, SPENT + 1):
        first = BUCKETS + kind * DEED_WEEKS
        for k in range(DEED_WEEKS - 1, -1, -1):
            deeds[first + k] = deeds[first + k - gap] if k >= gap else np.int64(0)


@inlined
def _add(c: Columns, row: Whole, kind: Whole, amount: Whole) -> None:
    c.deeds[row, kind] += amount
    c.deeds[row, BUCKETS + kind * DEED_WEEKS] += amount


@inlined
def note_visit(c: Columns, d: Days, row: Whole, day: Whole, posts: Whole) -> None:
    """Note a visit and its posts."""
    _turn(c, d, row, day)
    _add(c, row, VISITED, np.int64(1))
    if posts > 0:
        _add(c, row, POSTED, np.int64(posts))
        c.deeds[row, LAST_POST] = day + 1


@inlined
def ordered_before(c: Columns, row: Whole, day: Whole) -> Flag:
    """Return whether a member has ordered on an earlier day, where that is kept."""
    first = c.deeds[row, FIRST_ORDER]
    return first > 0 and first <= day and c.deeds[row, LAST_ORDER] <= day


@inlined
def note_orders(c: Columns, d: Days, row: Whole, day: Whole, orders: Whole, price: Whole) -> None:
    """Note orders of a day, each at millionths of the list price."""
    _turn(c, d, row, day)
    _add(c, row, ORDERED, np.int64(orders))
    _add(c, row, SPENT, np.int64(orders) * np.int64(price))
    if c.deeds[row, FIRST_ORDER] == 0:
        c.deeds[row, FIRST_ORDER] = day + 1
    c.deeds[row, LAST_ORDER] = day + 1
