"""A stretch of days in one call, without the interpreter's lock."""

from __future__ import annotations

import numpy as np

from sim.behaviour import invite, leave, read, write
from sim.kernel.arithmetic import exp32
from sim.kernel.births import has_room, joiners, morning
from sim.kernel.block import bound_byte, gather, live_member, screen
from sim.kernel.compile import compiled, inlined
from sim.kernel.draws import U, derive_keys
from sim.kernel.layout import (
    BLOCK,
    CLAIMS,
    DAY,
    FULL,
    LEFT,
    MEMBERS,
    POINTS_ON,
    POINTS_PURSE,
    PUSH,
    SHIFT,
    UNLOCK_AFTER,
)
from sim.kernel.ration import rank
from sim.kernel.spend import credit, forfeit
from sim.kernel.tally import POSTS, PUSHES, SUPPLIED, offer_row
from sim.kernel.ties import tie_at
from sim.kernel.types import Columns, Days, Flag, Floats, Tallies, Theta, Whole, Word

F = np.float32


@inlined
def day_scale(theta: Theta, d: Days, day: Whole, feeds: Floats) -> Word:
    """Return by how much the day may multiply a visit probability at most, in 16ths."""
    effects = d.effects[offer_row(d, day)]
    s = effects[0, 0, SHIFT]
    for level in range(effects.shape[0]):
        for segment in range(effects.shape[1]):
            s = max(s, effects[level, segment, SHIFT])
    feed = feeds[0]
    for segment in range(feeds.shape[0]):
        feed = max(feed, feeds[segment])
    s = s + d.shift[day] + theta.content_pull * (feed - F(0.5)) + theta.peer_pull
    if d.rules[POINTS_ON] != 0:
        s = s + theta.goal_gradient
    if s <= F(0.0):
        return U(17)
    return U(min(exp32(s) * F(16.0), F(1e6))) + U(2)


@compiled
def _mourn(c: Columns, theta: Theta, day: Whole, leavers: Whole) -> None:
    """Let the ties of today's leavers feel the loss."""
    for n in range(leavers):
        row = np.int64(c.leavers[n])
        for k in range(c.members[row].ties):
            friend = np.int64(tie_at(c, row, k))
            m = c.members[friend]
            if m.flags & LEFT:
                continue
            m.loss = leave.loss_now(theta, m, day) + F(1.0)
            m.loss_day = np.int32(day)
            c.leave_bound[friend] = bound_byte(leave.hazard_bound(theta, m, day))


@compiled
def _pay_claims(c: Columns, d: Days, tl: Tallies, seed: Word, day: Whole) -> None:
    """Issue the points claimed today; by keyed priority when the purse is too small for all."""
    claims = c.control[CLAIMS]
    total = np.int64(0)
    for n in range(claims):
        c.order[n] = n
        total += c.claims[n]
    if total > c.control[POINTS_PURSE]:
        rank(c, c.claimants, seed, day, claims)
    for n in range(claims):
        claim = c.order[n]
        points = c.claims[claim]
        if points <= c.control[POINTS_PURSE]:
            row = np.int64(c.claimants[claim])
            c.control[POINTS_PURSE] -= points
            credit(c, tl, row, day, points)
            if c.members[row].flags & LEFT:
                forfeit(d, tl, c.members[row], day)
    c.control[CLAIMS] = 0


@compiled
def live(
    c: Columns,
    theta: Theta,
    graph: Floats,
    d: Days,
    tl: Tallies,
    seed: Word,
    last_day: Whole,
    screened: Flag,
) -> None:
    """Live the days up to `last_day` (not included), or until a column is full.

    Parameters are the named tuples of `sim.kernel.layout`, the packed behaviour, the graph's
    (ties a newcomer makes, closure, homophily), the seed and whether to screen; not screening
    gives the same bits and is for tests.
    """
    theta = theta[0]
    segments = tl.counts.shape[1]
    feeds = c.feeds
    while c.control[DAY] < last_day:
        day = c.control[DAY]
        if not has_room(c, graph, joiners(c, d, day)):
            c.control[FULL] = 1
            return
        morning(c, theta, graph, d, tl, seed, day)
        for j in range(segments):
            c.posts[j] = tl.counts[day - 1, j, POSTS] if day > 0 else 0
        items = read.compose_feed(
            theta, c.posts, d.supply[min(offer_row(d, day), d.supply.shape[0] - 1)], feeds
        )
        tl.counts[day, 0, SUPPLIED] += items
        derive_keys(c.keys, seed, day)
        c.caps[0] = write.mood_cap(theta)
        c.caps[1] = invite.cap(theta, d.rules[UNLOCK_AFTER])
        scale16 = day_scale(theta, d, day, feeds)
        members = c.control[MEMBERS]
        leavers = 0
        for first in range(0, members, BLOCK):
            last = min(first + BLOCK, members)
            if screened:
                found = screen(c, scale16, first, last)
                gather(c, found)
            else:
                found = last - first
                for n in range(found):
                    c.rows[n] = np.int32(first + n)
            for n in range(found):
                row = np.int64(c.rows[n])
                leavers = live_member(c, theta, d, tl, row, day, items, leavers, screened)
        if c.control[POINTS_PURSE] >= 0:
            _pay_claims(c, d, tl, seed, day)
        _mourn(c, theta, day, leavers)
        for word in range((members + 63) >> 6):
            c.here_yesterday[word] = c.here_today[word]
            c.here_today[word] = U(0)
        effects = d.effects[offer_row(d, day)]
        for j in range(segments):
            tl.population[day, j] = c.population[j]
            messages = np.float64(effects[0, j, PUSH]) * np.float64(c.population[j])
            tl.counts[day, j, PUSHES] = np.int64(messages + 0.5)
        c.control[DAY] = day + 1
