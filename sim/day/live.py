"""A stretch of days in one call, without the interpreter's lock."""

from __future__ import annotations

import numpy as np

from sim.behaviour.buy import stock
from sim.behaviour.invite import invite, inviters
from sim.behaviour.read import grading, read
from sim.behaviour.visit import adoption, content, endowed, goal, peers, symbol, token
from sim.behaviour.write import write
from sim.compiled.arithmetic import exp32
from sim.compiled.bits import unsigned
from sim.compiled.compile import compiled, entry, inlined
from sim.compiled.control import ACCEPTED_WAITING, DAY, FULL, MEMBERS, POINTS_PURSE
from sim.compiled.draws import U, derive_keys
from sim.compiled.layout import (
    AD_SHARE,
    BLOCK,
    ENDOWED,
    HEAD_START,
    INVITE_CAP,
    ITEMS,
    LEAVE_SCALE,
    LEFT,
    LEVELS,
    PINNED,
    PINNED_WORTH,
    POINTS_ON,
    PUSH,
    RARITY,
    ROOMS,
    SCALE,
    SHIFT,
    SYMBOL,
    THRESHOLDS,
    TOKEN,
    UNLOCK_AFTER,
    WRITE_CAP,
)
from sim.compiled.ration import rank
from sim.compiled.types import (
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
from sim.day.births import morning
from sim.day.climate import (
    divide,
    posts_a_channel,
    sense,
    share_out,
    spread,
    stock_posts,
    there_is,
    yesterday,
)
from sim.day.part import forfeit, leave_scale, mourn
from sim.day.promises import believes, turn_the_page
from sim.day.remember import most_minded, remembers
from sim.day.screen import everybody, screen
from sim.day.sell import restock, sell_wanted
from sim.day.sift import sift, weigh
from sim.day.spend import credit
from sim.day.tally import POINTS_REFUSED, PUSHES, REACHABLE, SUPPLIED, VISITS, offer_row
from sim.day.ties import push_peers
from sim.day.visits import visits

F = np.float32


@inlined
def _scale(theta: Theta, d: Days, pulls: Floats, motive: Float32) -> Whole:
    """Return by how much the day may multiply a visit probability at most, in 256ths."""
    s = pulls[0, 0]
    for level in range(d.rules[LEVELS] + 1):
        for cell in range(d.effects.shape[2]):
            s = max(s, pulls[level, cell])
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


@inlined
def _rarity(theta: Theta, d: Days, tl: Tallies, row: Whole) -> Float32:
    """Return what is left of a sign's pull by how many wear one today."""
    wearers: Whole = 0
    members: Whole = 0
    for cell in range(d.effects.shape[2]):
        members += tl.present[cell]
        quality = F(0.0)
        for level in range(d.rules[LEVELS] + 1):
            quality = max(quality, d.effects[row, level, cell, SYMBOL])
        if quality > F(0.0):
            wearers += tl.present[cell]
    return symbol.rarity(theta, wearers, members)


@entry
def wake(c: Columns, theta: Theta, graph: Floats, d: Days, tl: Tallies, seed: Word) -> Flag:
    """Begin a day: who joins; false when a column must grow first."""
    if not morning(c, theta, graph, d, tl, seed, c.control[DAY]):
        c.control[FULL] = 1
        return False
    return True


@entry
def open_day(c: Columns, theta: Theta, d: Days, t: Today, tl: Tallies, seed: Word) -> None:
    """Set out what there is to read today and what everybody is offered."""
    day = c.control[DAY]
    if c.friends_here.shape[0] > 1:
        push_peers(c)
    segments = d.segment_edges.shape[0]
    stock_posts(theta, t, tl, day)
    row = offer_row(d, day)
    if remembers(c):
        sense(c, theta, t, tl, day)
        if day > 0:
            share_out(d, t, tl, row, day)
    supply = d.supply[min(row, d.supply.shape[0] - 1)]
    rooms = d.effects[row, 0, 0, ROOMS]
    load = posts_a_channel(c, theta, t) / rooms
    tl.counts[day, 0, SUPPLIED] += there_is(t.stock, supply)
    if rooms > F(1.0):
        divide(t, rooms)
    t.sums[ITEMS] = read.compose_feed(theta, t.stock, t.lift, supply, load, t.feeds, t.suits)
    if stock.is_limited(theta):
        restock(c, theta, d, tl, day)
    derive_keys(t.keys, seed, day)
    t.caps[WRITE_CAP] = write.mood_cap(theta)
    rate = inviters.most(theta, d.invite_rates)
    t.caps[INVITE_CAP] = invite.cap(theta, d.rules[UNLOCK_AFTER], rate)
    t.caps[LEAVE_SCALE] = leave_scale(d, day)
    t.caps[HEAD_START] = _head_start(theta, d)
    t.moods[RARITY] = _rarity(theta, d, tl, row)
    visits_before = yesterday(tl, day, VISITS) if day > 0 else 0
    motive = F(0.0)
    # Levels that the plan does not have would only widen the bounds.
    for level in range(d.rules[LEVELS] + 1):
        for cell in range(d.effects.shape[2]):
            j = cell % segments
            effect = d.effects[row, level, cell]
            motive = max(motive, most_minded(theta, t, effect))
            pull = d.shift[day] + d.effects[row, level, cell, SHIFT]
            suits = grading.suiting(theta, t.suits[j], effect[PINNED])
            enough = read.enough(theta, min(suits, theta.attention))
            feed = grading.worth(t.feeds[j], effect[PINNED], effect[PINNED_WORTH])
            feed = feed * (F(1.0) - effect[AD_SHARE])
            pull = pull + content.pull(theta, feed * enough)
            pull = pull + symbol.pull(theta, effect[SYMBOL], t.moods[RARITY])
            t.pulls[level, cell] = pull + token.pull(theta, effect[TOKEN], visits_before)
    t.sums[SCALE] = _scale(theta, d, t.pulls, motive)


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
            credit(c, d, tl, claimant, day, points)
            if c.members[claimant].flags & LEFT:
                forfeit(d, tl, c.members[claimant], day)
        else:
            tl.counts[day, c.members[claimant].cell, POINTS_REFUSED] += points


@entry
def close_day(c: Columns, theta: Theta, d: Days, tl: Tallies, seed: Word) -> None:
    """End a day: pay, mourn, count, and turn the page."""
    day = c.control[DAY]
    if c.control[POINTS_PURSE] >= 0:
        _pay_claims(c, d, tl, seed, day)
    if stock.is_limited(theta):
        sell_wanted(c, theta, d, tl, seed, day)
    mourn(c, theta, d, day)
    if adoption.spreads(theta):
        spread(c)
    if believes(c):
        turn_the_page(c)
    for word in range((c.control[MEMBERS] + 63) >> 6):
        c.here_yesterday[word] = c.here_today[word]
        c.here_today[word] = U(0)
    effects = d.effects[offer_row(d, day)]
    for cell in range(effects.shape[1]):
        tl.population[day, cell] = tl.present[cell]
        reachable = tl.present[cell] - tl.muted[cell]
        tl.counts[day, cell, REACHABLE] = reachable
        messages = np.float64(effects[0, cell, PUSH]) * np.float64(reachable)
        tl.counts[day, cell, PUSHES] = np.int64(messages + 0.5)
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

    Parameters are the named tuples of `sim.compiled.layout`, the packed behaviour, the graph's
    (ties a newcomer makes, closure, homophily), the seed and whether to screen; not screening
    gives the same bits and is for tests.
    """
    while c.control[DAY] < last_day:
        if not wake(c, theta, graph, d, tl, seed):
            return
        open_day(c, theta, d, t, tl, seed)
        blocks = (c.control[MEMBERS] + BLOCK - 1) // BLOCK
        live_blocks(c, theta, d, t, tl, w, 0, blocks, screened)
        close_day(c, theta, d, tl, seed)
