"""A stretch of days in one call, without the interpreter's lock."""

from __future__ import annotations

import numpy as np

from sim.behaviour import adopt, content, endowed, goal, invite, motives, peers, read, write
from sim.kernel.arithmetic import exp32
from sim.kernel.births import morning
from sim.kernel.bits import unsigned
from sim.kernel.climate import posts_a_channel, sense, spread, stock_posts
from sim.kernel.compile import compiled, entry, inlined
from sim.kernel.draws import U, derive_keys
from sim.kernel.layout import (
    ACCEPTED_WAITING,
    BLOCK,
    DAY,
    ENDOWED,
    FULL,
    HEAD_START,
    INVITE_CAP,
    ITEMS,
    LEAVE_SCALE,
    LEFT,
    LEVELS,
    MEMBERS,
    POINTS_ON,
    POINTS_PURSE,
    PRIVILEGE,
    PUSH,
    REWARD,
    SCALE,
    SHIFT,
    THRESHOLDS,
    UNLOCK_AFTER,
    WRITE_CAP,
)
from sim.kernel.part import forfeit, leave_scale, mourn
from sim.kernel.ration import rank
from sim.kernel.remember import remembers
from sim.kernel.screen import everybody, screen
from sim.kernel.sift import sift, weigh
from sim.kernel.spend import credit
from sim.kernel.tally import PUSHES, SUPPLIED, offer_row
from sim.kernel.ties import push_peers
from sim.kernel.types import (
    Columns,
    Days,
    Flag,
    Float32,
    Floats,
    Tallies,
    Theta,
    Today,
    Whole,
    Word,
    Work,
)
from sim.kernel.visits import visits

F = np.float32


@inlined
def _scale(theta: Theta, d: Days, pulls: Floats, motive: Float32) -> Whole:
    """Return by how much the day may multiply a visit probability at most, in 256ths."""
    s = pulls[0, 0]
    for level in range(d.rules[LEVELS] + 1):
        for segment in range(pulls.shape[1]):
            s = max(s, pulls[level, segment])
    s = s + peers.pull(theta, F(1.0)) + motive
    if d.rules[POINTS_ON] != 0:
        s = s + goal.pull(theta, F(1.0))
    if s <= F(0.0):
        return 257
    return np.int64(min(exp32(s) * F(256.3), F(1e8))) + 1


@inlined
def _head_start(theta: Theta, d: Days) -> Float32:
    """Return the pull of a head start on those below the first level."""
    if d.rules[POINTS_ON] == 0 or d.rules[LEVELS] == 0 or d.rules[ENDOWED] == 0:
        return F(0.0)
    return endowed.pull(theta, endowed.share(d.rules[ENDOWED], d.rules[THRESHOLDS]))


@entry
def open_day(
    c: Columns,
    theta: Theta,
    graph: Floats,
    d: Days,
    t: Today,
    tl: Tallies,
    seed: Word,
) -> Flag:
    """Begin a day: who joins, what there is to read; false when a column must grow first."""
    day = c.control[DAY]
    if not morning(c, theta, graph, d, tl, seed, day):
        c.control[FULL] = 1
        return False
    if c.friends_here.shape[0] > 1:
        push_peers(c)
    segments = tl.counts.shape[1]
    stock_posts(theta, t, tl, day)
    if remembers(c):
        sense(c, theta, t, tl, day)
    row = offer_row(d, day)
    supply = d.supply[min(row, d.supply.shape[0] - 1)]
    items = read.compose_feed(theta, t.stock, supply, posts_a_channel(c, theta, t), t.feeds)
    tl.counts[day, 0, SUPPLIED] += items
    t.sums[ITEMS] = items
    derive_keys(t.keys, seed, day)
    t.caps[WRITE_CAP] = write.mood_cap(theta)
    t.caps[INVITE_CAP] = invite.cap(theta, d.rules[UNLOCK_AFTER])
    t.caps[LEAVE_SCALE] = leave_scale(d, day)
    t.caps[HEAD_START] = _head_start(theta, d)
    motive = F(0.0)
    # Levels that the plan does not have would only widen the bounds.
    for level in range(d.rules[LEVELS] + 1):
        for j in range(segments):
            effect = d.effects[row, level, j]
            motive = max(motive, motives.most(theta, effect[REWARD], effect[PRIVILEGE]))
            pull = d.shift[day] + d.effects[row, level, j, SHIFT]
            t.pulls[level, j] = pull + content.pull(theta, t.feeds[j])
    t.sums[SCALE] = _scale(theta, d, t.pulls, motive)
    return True


@inlined
def _queue(c: Columns, t: Today, w: Work, first: Whole, last: Whole, screened: Flag) -> Whole:
    """Queue those of the block from `first` on who may act; return how many."""
    end = min(first + BLOCK, last)
    return screen(c, t, w, first, end) if screened else everybody(w, first, end)


@entry
def live_blocks(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    w: Work,
    first_block: Whole,
    last_block: Whole,
    screened: Flag,
) -> None:
    """Live today's blocks first .. last: they share nothing but what is fixed for the day."""
    day = unsigned(c.control[DAY])
    members = unsigned(c.control[MEMBERS])
    effects = d.effects[offer_row(d, day)]
    last = min(last_block * BLOCK, members)
    found = _queue(c, t, w, first_block * BLOCK, last, screened)
    for block in range(first_block, last_block):
        doubtful = weigh(c, theta, d, t, tl, w, effects, day, found)
        # One block ahead, so that its records and these ties are on their way meanwhile.
        ahead = _queue(c, t, w, (block + 1) * BLOCK, last, screened)
        visitors = sift(c, theta, d, tl, w, day, found, doubtful, screened)
        found = ahead
        visits(c, theta, d, t, tl, w, effects, day, visitors, screened)


@compiled
def _pay_claims(c: Columns, d: Days, tl: Tallies, seed: Word, day: Whole) -> None:
    """Issue the points claimed today; by keyed priority when the purse is too small for all."""
    count: Whole = 0
    total: Whole = 0
    for row in range(c.control[MEMBERS]):
        if c.claims[row] > 0:
            c.queue[count] = np.int32(row)
            c.order[count] = count
            total += c.claims[row]
            count += 1
    if total > c.control[POINTS_PURSE]:
        rank(c, seed, day, count)
    for n in range(count):
        claimant = np.int64(c.queue[c.order[n]])
        points = c.claims[claimant]
        c.claims[claimant] = 0
        if points <= c.control[POINTS_PURSE]:
            c.control[POINTS_PURSE] -= points
            credit(c, tl, claimant, day, points)
            if c.members[claimant].flags & LEFT:
                forfeit(d, tl, c.members[claimant], day)


@entry
def close_day(c: Columns, theta: Theta, d: Days, tl: Tallies, seed: Word) -> None:
    """End a day: pay, mourn, count, and turn the page."""
    day = c.control[DAY]
    if c.control[POINTS_PURSE] >= 0:
        _pay_claims(c, d, tl, seed, day)
    mourn(c, theta, d, day)
    if adopt.spreads(theta):
        spread(c)
    for word in range((c.control[MEMBERS] + 63) >> 6):
        c.here_yesterday[word] = c.here_today[word]
        c.here_today[word] = U(0)
    effects = d.effects[offer_row(d, day)]
    for j in range(tl.counts.shape[1]):
        tl.population[day, j] = tl.present[j]
        messages = np.float64(effects[0, j, PUSH]) * np.float64(tl.present[j] - tl.muted[j])
        tl.counts[day, j, PUSHES] = np.int64(messages + 0.5)
    c.control[ACCEPTED_WAITING] = tl.accepted[0]
    tl.accepted[0] = 0
    c.control[DAY] = day + 1


@entry
def live(
    c: Columns,
    theta: Theta,
    graph: Floats,
    d: Days,
    t: Today,
    tl: Tallies,
    w: Work,
    seed: Word,
    last_day: Whole,
    screened: Flag,
) -> None:
    """Live the days up to `last_day` (not included), or until a column is full.

    Parameters are the named tuples of `sim.kernel.layout`, the packed behaviour, the graph's
    (ties a newcomer makes, closure, homophily), the seed and whether to screen; not screening
    gives the same bits and is for tests.
    """
    while c.control[DAY] < last_day:
        if not open_day(c, theta, graph, d, t, tl, seed):
            return
        blocks = (c.control[MEMBERS] + BLOCK - 1) // BLOCK
        live_blocks(c, theta, d, t, tl, w, 0, blocks, screened)
        close_day(c, theta, d, tl, seed)
