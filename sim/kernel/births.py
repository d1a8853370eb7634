"""The morning: who joins, and which referred members have stayed long enough to count."""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, normal32
from sim.kernel.compile import compiled, inlined
from sim.kernel.draws import (
    FOUNDER,
    ORGANIC,
    SEGMENT,
    TRAIT_VISIT,
    TRAIT_WRITE,
    U,
    key,
    mix,
    open_unit,
    uniform,
)
from sim.kernel.draws import (
    PAID as PAID_DECISION,
)
from sim.kernel.layout import (
    ALWAYS,
    EFFECTS_DAY,
    EVENTS,
    FOUNDERS,
    HOLD_DAYS,
    HUNTER,
    INVITED_CENTS,
    INVITER_CENTS,
    LEFT,
    MEMBERS,
    NEVER,
    NO_COHORT,
    ORGANICS,
    PAID,
    PROMISED,
    REFERRED,
    REWARDS_PURSE,
    SPILLED,
    UNLOCK_AFTER,
)
from sim.kernel.ration import rank
from sim.kernel.tally import (
    HUNTERS,
    JOINED_ORGANIC,
    JOINED_PAID,
    JOINED_REFERRED,
    QUALIFIED,
    REWARDS_CLAWED_BACK,
    REWARDS_ISSUED,
    REWARDS_PAID,
    UNLOCKS,
    level_of,
    offer_row,
)
from sim.kernel.ties import befriend
from sim.kernel.types import Columns, Days, Flag, Float32, Floats, Tallies, Theta, Whole, Word

F = np.float32
_GOLDEN = U(0x9E3779B97F4A7C15)


@inlined
def joiners(c: Columns, d: Days, day: Whole) -> Whole:
    """Return how many join on a day."""
    count = np.int64(d.organic[day]) + np.int64(d.paid[day]) + c.control[EVENTS]
    if day == 0:
        count += d.rules[FOUNDERS]
    return count


@inlined
def has_room(c: Columns, graph: Floats, count: Whole) -> Flag:
    """Return whether the columns hold `count` more members and the ties that they bring."""
    rows = c.control[MEMBERS] + count <= c.members.shape[0]
    lines = c.control[SPILLED] + 2 * count * (np.int64(graph[0]) + 2) <= c.spill.shape[0]
    return rows and lines


@inlined
def _segment(d: Days, u: Float32) -> Whole:
    for k in range(d.segment_edges.shape[0] - 1):
        if u < d.segment_edges[k]:
            return np.uint8(k)
    return np.uint8(d.segment_edges.shape[0] - 1)


@compiled
def join(
    c: Columns,
    theta: Theta,
    graph: Floats,
    d: Days,
    seed: Word,
    day: Whole,
    identity: Word,
    flags: Whole,
    inviter: Whole,
) -> Whole:
    """Add one member and return its row."""
    row = c.control[MEMBERS]
    c.control[MEMBERS] = row + 1
    c.identity[row] = identity
    c.inviter[row] = np.int32(inviter)
    c.visit_bound[row] = ALWAYS
    c.leave_bound[row] = ALWAYS
    for k in range(c.lines.shape[1]):
        c.lines[row, k] = np.int32(-1)
    segment = _segment(d, uniform(identity, key(seed, SEGMENT, 0)))
    if inviter >= 0 and uniform(identity, key(seed, SEGMENT, 1)) < graph[2]:
        segment = c.members[inviter].segment
    trait = theta.visit_base + d.birth_shift[day]
    if flags & REFERRED:
        trait = trait + theta.referred_stay
    z = normal32(open_unit(mix(identity ^ key(seed, TRAIT_VISIT, 0))))
    w = normal32(open_unit(mix(identity ^ key(seed, TRAIT_WRITE, 0))))
    spread = theta.write_spread
    m = c.members[row]
    m.visit_trait = trait + theta.visit_spread * z
    m.write_trait = theta.write_rate * exp32(spread * w - F(0.5) * spread * spread)
    m.habit = F(0.0)
    m.satisfaction = F(0.5)
    m.fatigue = F(0.0)
    m.loss = F(0.0)
    m.last_visit = np.int32(day - 1)
    m.last_active = NEVER
    m.join_day = np.int32(day)
    m.loss_day = np.int32(day)
    m.points = np.int32(0)
    m.lifetime_points = np.int32(0)
    m.posts = np.int32(0)
    m.ties = np.int32(0)
    m.cohort = NO_COHORT
    m.invitations = np.uint16(0)
    m.progress = np.uint8(0)
    m.segment = segment
    c.population[segment] += 1
    m.flags = np.uint8(flags)
    m.visits = np.uint8(0)
    befriend(c, graph, seed, row, inviter)
    organics = c.control[ORGANICS]
    if flags == 0:
        c.roster[organics] = np.int32(row)
        c.control[ORGANICS] = organics + 1
    else:
        c.roster[c.roster.shape[0] - 1 - (row - organics)] = np.int32(row)
    return row


@compiled
def _promise(
    c: Columns, d: Days, tl: Tallies, seed: Word, day: Whole, first: Whole, last: Whole
) -> None:
    """Promise the invited reward to the referred members who joined today, as far as it lasts."""
    effects = d.effects[offer_row(d, day)]
    need = np.int64(0)
    for row in range(first, last):
        if c.members[row].flags & REFERRED:
            need += np.int64(effects[0, c.members[row].segment, INVITED_CENTS])
    if need == 0:
        return
    ranked = _order(c, seed, day, first, last, need)
    for k in range(last - first):
        row = first + (c.order[k] if ranked else k)
        m = c.members[row]
        if not m.flags & REFERRED:
            continue
        cents = np.int64(effects[0, m.segment, INVITED_CENTS])
        if cents > 0 and _spend(c, cents):
            m.flags = m.flags | PROMISED
            tl.counts[day, m.segment, REWARDS_ISSUED] += cents


@compiled
def _order(c: Columns, seed: Word, day: Whole, first: Whole, last: Whole, need: Whole) -> Flag:
    """Fill ``c.order`` with the claims of rows first .. last, and return whether it is needed.

    Where the purse holds all that is needed, the order does not matter, and rows serve.
    """
    purse = c.control[REWARDS_PURSE]
    if purse < 0 or need <= purse:
        return False
    for n in range(last - first):
        c.claimants[n] = np.int32(first + n)
    rank(c, c.claimants, seed, day, last - first)
    return True


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


@inlined
def _unlock_cents(c: Columns, d: Days, promised: Floats, row: Whole) -> Whole:
    """Return what an unlock is worth to an inviter, as promised when the friend joined."""
    inviter = c.members[row]
    level = level_of(d, inviter.lifetime_points)
    return np.int64(promised[level, inviter.segment, INVITER_CENTS])


@compiled
def _settle(
    c: Columns, d: Days, tl: Tallies, seed: Word, day: Whole, first: Whole, last: Whole
) -> None:
    """Count the referred members of a day who have stayed; pay, claw back, unlock."""
    promised = d.effects[offer_row(d, np.int64(c.members[first].join_day))]
    hold = d.rules[HOLD_DAYS]
    need = np.int64(0)
    for row in range(first, last):
        if c.members[row].flags & REFERRED:
            need += _unlock_cents(c, d, promised, c.inviter[row])
    ranked = _order(c, seed, day, first, last, need)
    for k in range(last - first):
        row = first + (c.order[k] if ranked else k)
        m = c.members[row]
        if not m.flags & REFERRED:
            continue
        stayed = hold == 0 or (m.visits >= 2 and not m.flags & LEFT)
        if m.flags & PROMISED:
            cents = np.int64(promised[0, m.segment, INVITED_CENTS])
            m.flags = m.flags & ~PROMISED
            if stayed:
                tl.counts[day, m.segment, REWARDS_PAID] += cents
            else:
                tl.counts[day, m.segment, REWARDS_CLAWED_BACK] += cents
                if c.control[REWARDS_PURSE] >= 0:
                    c.control[REWARDS_PURSE] += cents
        if not stayed:
            continue
        tl.counts[day, m.segment, QUALIFIED] += 1
        inviter = c.members[c.inviter[row]]
        if inviter.progress < d.rules[UNLOCK_AFTER]:
            inviter.progress = np.uint8(inviter.progress + 1)
        if inviter.progress == d.rules[UNLOCK_AFTER]:
            cents = _unlock_cents(c, d, promised, c.inviter[row])
            if cents > 0 and _spend(c, cents):
                inviter.progress = np.uint8(0)
                tl.counts[day, inviter.segment, UNLOCKS] += 1
                tl.counts[day, inviter.segment, REWARDS_ISSUED] += cents
                tl.counts[day, inviter.segment, REWARDS_PAID] += cents


@compiled
def morning(
    c: Columns, theta: Theta, graph: Floats, d: Days, tl: Tallies, seed: Word, day: Whole
) -> None:
    """Let the day's joiners in and settle the referrals whose hold ends today."""
    born = c.born
    first = c.control[MEMBERS]
    born[day] = first
    if day == 0:
        k = key(seed, FOUNDER, 0)
        for n in range(d.rules[FOUNDERS]):
            row = join(c, theta, graph, d, seed, day, mix(k ^ mix(U(n) + _GOLDEN)), 0, -1)
            tl.counts[day, c.members[row].segment, JOINED_ORGANIC] += 1
    k = key(seed, ORGANIC, day)
    for n in range(d.organic[day]):
        row = join(c, theta, graph, d, seed, day, mix(k ^ mix(U(n) + _GOLDEN)), 0, -1)
        tl.counts[day, c.members[row].segment, JOINED_ORGANIC] += 1
    k = key(seed, PAID_DECISION, day)
    for n in range(d.paid[day]):
        row = join(c, theta, graph, d, seed, day, mix(k ^ mix(U(n) + _GOLDEN)), PAID, -1)
        tl.counts[day, c.members[row].segment, JOINED_PAID] += 1
    events = c.control[EVENTS]
    for n in range(events):
        event = c.events[n]
        flags = REFERRED
        if event.hunter:
            flags = flags | HUNTER
        row = join(c, theta, graph, d, seed, day, event.identity, flags, event.inviter)
        tl.counts[day, c.members[row].segment, JOINED_REFERRED] += 1
        if event.hunter:
            tl.counts[day, c.members[row].segment, HUNTERS] += 1
    c.control[EVENTS] = 0
    last = c.control[MEMBERS]
    born[day + 1] = last
    if d.rules[UNLOCK_AFTER] > 0:
        if events > 0:
            _promise(c, d, tl, seed, day, first, last)
        due = day - d.rules[HOLD_DAYS]
        if due >= d.rules[EFFECTS_DAY] and born[due + 1] > born[due]:
            _settle(c, d, tl, seed, day, born[due], born[due + 1])
