"""Invitation rewards: promised when a friend joins, settled when the hold ends.

What is promised is what was offered on the day of acceptance, the one before the friend joins, to
those in the audiences in which the inviter was on it.
"""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import compiled, inlined
from sim.compiled.layout import (
    HOLD_DAYS,
    INVITED_CENTS,
    INVITER_CENTS,
    LEFT,
    PROMISED,
    REFERRED,
    REWARDS_PURSE,
    UNLOCK_AFTER,
)
from sim.compiled.ration import rank
from sim.compiled.types import Columns, Days, Flag, Floats, Tallies, Whole, Word
from sim.day.promises import pay_out
from sim.day.tally import (
    QUALIFIED,
    REWARDS_CLAWED_BACK,
    REWARDS_ISSUED,
    REWARDS_PAID,
    REWARDS_REFUSED,
    UNLOCKS,
    level_now,
    offer_row,
)


@inlined
def _cell(c: Columns, d: Days, friend: Whole, segment: Whole) -> Whole:
    """Return the cell of a segment in the audiences in which the friend's inviter was."""
    place: Whole = np.int64(c.invited_in[friend]) if c.invited_in.shape[0] > 1 else 0
    return place * d.segment_edges.shape[0] + np.int64(segment)


@inlined
def _invited_cents(c: Columns, d: Days, offered: Floats, friend: Whole) -> Whole:
    """Return the reward of a friend, as it was offered on accepting."""
    cell = _cell(c, d, friend, c.members[friend].segment)
    return np.int64(offered[0, cell, INVITED_CENTS])


@inlined
def _unlock_cents(c: Columns, d: Days, promised: Floats, friend: Whole, day: Whole) -> Whole:
    """Return what an unlock is worth to a friend's inviter, as offered when the friend accepted."""
    inviter = c.members[c.inviter[friend]]
    cell = _cell(c, d, friend, inviter.segment)
    return np.int64(promised[level_now(d, inviter, day), cell, INVITER_CENTS])


@compiled
def promise(
    c: Columns, d: Days, tl: Tallies, seed: Word, day: Whole, first: Whole, last: Whole
) -> None:
    """Promise the invited reward to the referred members who joined today, as far as it lasts."""
    effects = d.effects[offer_row(d, day - 1)]
    count: Whole = 0
    need: Whole = 0
    for row in range(first, last):
        if c.members[row].flags & REFERRED:
            c.queue[count] = np.int32(row)
            count += 1
            need += _invited_cents(c, d, effects, row)
    if need == 0:
        return
    _order(c, seed, day, count, need)
    for k in range(count):
        newcomer = np.int64(c.queue[c.order[k]])
        m = c.members[newcomer]
        cents = _invited_cents(c, d, effects, newcomer)
        if cents > 0 and _spend(c, cents):
            m.flags = m.flags | PROMISED
            tl.counts[day, m.cell, REWARDS_ISSUED] += cents
        else:
            tl.counts[day, m.cell, REWARDS_REFUSED] += cents


@inlined
def _order(c: Columns, seed: Word, day: Whole, count: Whole, need: Whole) -> None:
    """Fill ``c.order`` with the places of the queue; where the purse holds all, as they stand."""
    purse = c.control[REWARDS_PURSE]
    if purse >= 0 and need > purse:
        rank(c, seed, day, count)
    else:
        for n in range(count):
            c.order[n] = n


@inlined
def _spend(c: Columns, cents: Whole) -> Flag:
    """Take an amount from the purse of invitation rewards; return whether it was there."""
    purse = c.control[REWARDS_PURSE]
    if purse < 0:
        return True
    if purse < cents:
        return False
    c.control[REWARDS_PURSE] = purse - cents
    return True


@compiled
def settle(
    c: Columns, d: Days, tl: Tallies, seed: Word, day: Whole, first: Whole, last: Whole
) -> None:
    """Count the referred members of a day who have stayed; pay, claw back, unlock."""
    promised = d.effects[offer_row(d, np.int64(c.members[first].join_day) - 1)]
    hold = d.rules[HOLD_DAYS]
    count: Whole = 0
    need: Whole = 0
    for row in range(first, last):
        if c.members[row].flags & REFERRED:
            c.queue[count] = np.int32(row)
            count += 1
            need += _unlock_cents(c, d, promised, row, day)
    _order(c, seed, day, count, need)
    for k in range(count):
        referred = np.int64(c.queue[c.order[k]])
        m = c.members[referred]
        stayed = hold == 0 or (m.visits >= 2 and not m.flags & LEFT)
        if hold == 1:
            # It leaves no day on which a friend could come back.
            stayed = m.flags & LEFT == 0
        if m.flags & PROMISED:
            cents = _invited_cents(c, d, promised, referred)
            m.flags = m.flags & ~PROMISED
            if stayed:
                tl.counts[day, m.cell, REWARDS_PAID] += cents
                pay_out(c, referred)
            else:
                tl.counts[day, m.cell, REWARDS_CLAWED_BACK] += cents
                if c.control[REWARDS_PURSE] >= 0:
                    c.control[REWARDS_PURSE] += cents
        if not stayed:
            continue
        tl.counts[day, m.cell, QUALIFIED] += 1
        inviter = c.members[c.inviter[referred]]
        is_full = inviter.progress == d.rules[UNLOCK_AFTER]
        if not is_full:
            inviter.progress = np.uint8(inviter.progress + 1)
        if inviter.progress == d.rules[UNLOCK_AFTER]:
            cents = _unlock_cents(c, d, promised, referred, day)
            if cents > 0 and _spend(c, cents):
                inviter.progress = np.uint8(0)
                tl.counts[day, inviter.cell, UNLOCKS] += 1
                tl.counts[day, inviter.cell, REWARDS_ISSUED] += cents
                tl.counts[day, inviter.cell, REWARDS_PAID] += cents
                pay_out(c, np.int64(c.inviter[referred]))
            elif not is_full:
                tl.counts[day, inviter.cell, REWARDS_REFUSED] += cents
