"""Invitation rewards: promised when a friend joins, settled when the hold ends.

What is promised is what was offered on the day of acceptance, the one before the friend joins, to
those in the audiences in which the inviter was on it.
"""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import compiled, inlined
from sim.compiled.control import DRUM_PRIZE, DRUMS, REWARDS_PURSE, TICKETS
from sim.compiled.draws import CHECK, GOLDEN, PRIZE, U, key, mix, uniform
from sim.compiled.layout import (
    CAUGHT_SHARE,
    CHECK_CENTS,
    HOLD_DAYS,
    HUNTER,
    INVITED_CENTS,
    INVITER_CENTS,
    LEFT,
    MOST_UNLOCKS,
    ONE_IN,
    PROMISED,
    REFERRED,
    REWARD_RISE,
    REWARD_RISES,
    UNCOUNTED,
    UNLOCK_AFTER,
)
from sim.compiled.ration import rank
from sim.compiled.types import Columns, Days, Flag, Floats, Member, Tallies, Whole, Word
from sim.day.promises import pay_out
from sim.day.tally import (
    CAUGHT,
    CHECKS,
    QUALIFIED,
    REWARDS_CLAWED_BACK,
    REWARDS_ISSUED,
    REWARDS_PAID,
    REWARDS_REFUSED,
    UNLOCKS,
    level_now,
    offer_row,
)

F = np.float32


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
    """Return what a first unlock is worth to a friend's inviter, as offered on accepting."""
    inviter = c.members[c.inviter[friend]]
    cell = _cell(c, d, friend, inviter.segment)
    return np.int64(promised[level_now(d, inviter, day), cell, INVITER_CENTS])


@inlined
def _risen(d: Days, cents: Whole, unlocked: Whole) -> Whole:
    """Return what a reward has risen to for one who has unlocked so many, in whole cents."""
    millionths = 1_000_000 + min(unlocked, d.rules[REWARD_RISES]) * d.rules[REWARD_RISE]
    return (cents * millionths + 500_000) // 1_000_000


@inlined
def unlocked_by(c: Columns, row: Whole) -> Whole:
    """Return how many rewards a member has unlocked; 0 where nothing hangs on it."""
    unlocked: Whole = np.int64(c.unlocked[row]) if c.unlocked.shape[0] > 1 else 0
    return unlocked


@inlined
def _is_checked(c: Columns, d: Days, offered: Floats, friend: Whole) -> Flag:
    """Return whether a friend is checked: where it or its inviter is promised anything."""
    cell = _cell(c, d, friend, c.members[c.inviter[friend]].segment)
    promised = offered[0, cell, INVITER_CENTS] > F(0.0)
    return d.rules[CHECK_CENTS] > 0 and (promised or _invited_cents(c, d, offered, friend) > 0)


@inlined
def _is_found_out(c: Columns, d: Days, seed: Word, friend: Whole) -> Flag:
    """Return whether a check finds that a friend is a bounty hunter."""
    if c.members[friend].flags & HUNTER == 0:
        return False
    share = F(d.rules[CAUGHT_SHARE]) * F(1e-6)
    return uniform(c.identity[friend], key(seed, CHECK, 0)) < share


@inlined
def _win(
    c: Columns, d: Days, tl: Tallies, seed: Word, day: Whole, inviter: Member, cents: Whole
) -> Whole:
    """Return what an unlock wins, in cents, 0 where it draws a blank; -1 if the purse is empty.

    A lottery has one prize in every drum of `ONE_IN` tickets. It is put aside when the first
    ticket is out, so that each ticket may win it and the purse holds it.
    """
    one_in = d.rules[ONE_IN]
    if one_in == 1 or c.control[TICKETS] == 0:
        if not _spend(c, cents):
            return -1
        tl.counts[day, inviter.cell, REWARDS_ISSUED] += cents
        if one_in == 1:
            return cents
        c.control[DRUM_PRIZE] = cents
    drum = mix(U(c.control[DRUMS]) + GOLDEN)
    place = min(np.int64(uniform(drum, key(seed, PRIZE, 0)) * F(one_in)), one_in - 1)
    won: Whole = c.control[DRUM_PRIZE] if c.control[TICKETS] == place else 0
    c.control[TICKETS] += 1
    if c.control[TICKETS] >= one_in:
        c.control[TICKETS] = 0
        c.control[DRUMS] += 1
    return won


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
            if _is_checked(c, d, effects, row):
                need += d.rules[CHECK_CENTS]
    if need == 0:
        return
    _order(c, seed, day, count, need)
    for k in range(count):
        newcomer = np.int64(c.queue[c.order[k]])
        m = c.members[newcomer]
        cents = _invited_cents(c, d, effects, newcomer)
        if _is_checked(c, d, effects, newcomer):
            if not _spend(c, d.rules[CHECK_CENTS]):
                m.flags = m.flags | UNCOUNTED
                tl.counts[day, m.cell, REWARDS_REFUSED] += cents
                continue
            tl.counts[day, m.cell, CHECKS] += 1
            if _is_found_out(c, d, seed, newcomer):
                m.flags = m.flags | UNCOUNTED
                tl.counts[day, m.cell, CAUGHT] += 1
                continue
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
            first_reward = _unlock_cents(c, d, promised, row, day)
            need += _risen(d, first_reward, d.rules[REWARD_RISES])
    if d.rules[ONE_IN] > 1:
        # Which ticket is which decides who wins.
        rank(c, seed, day, count)
    else:
        _order(c, seed, day, count, need)
    for k in range(count):
        referred = np.int64(c.queue[c.order[k]])
        m = c.members[referred]
        stayed = hold == 0 or (m.visits >= 2 and not m.flags & LEFT)
        if hold == 1:
            # It leaves no day on which a friend could come back.
            stayed = m.flags & LEFT == 0
        stayed = stayed and m.flags & UNCOUNTED == 0
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
        bringer = np.int64(c.inviter[referred])
        inviter, unlocked = c.members[bringer], unlocked_by(c, bringer)
        if d.rules[MOST_UNLOCKS] > 0 and unlocked >= d.rules[MOST_UNLOCKS]:
            continue
        is_full = inviter.progress == d.rules[UNLOCK_AFTER]
        if not is_full:
            inviter.progress = np.uint8(inviter.progress + 1)
        if inviter.progress == d.rules[UNLOCK_AFTER]:
            cents = _risen(d, _unlock_cents(c, d, promised, referred, day), unlocked)
            won = _win(c, d, tl, seed, day, inviter, cents) if cents > 0 else -1
            if won >= 0:
                inviter.progress = np.uint8(0)
                if c.unlocked.shape[0] > 1:
                    c.unlocked[bringer] = np.uint8(min(unlocked + 1, 255))
                tl.counts[day, inviter.cell, UNLOCKS] += 1
                if won > 0:
                    tl.counts[day, inviter.cell, REWARDS_PAID] += won
                    pay_out(c, bringer)
            elif not is_full:
                tl.counts[day, inviter.cell, REWARDS_REFUSED] += cents
