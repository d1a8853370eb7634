"""One block's day: screen everybody by one hash and one byte, then live the few who may act.

A member's visit and leaving are drawn from the two words of one hash. `visit_bound` bounds the
visit probability in 256ths for a day that adds nothing, and a day that adds s >= 0 to the logit
multiplies it by e^s at most; so whoever the screen drops would not have come (exact, not
approximate). Only whoever passes pays for the record, then for the ties, then for the rest.
"""

from __future__ import annotations

import numpy as np

from sim.behaviour import ask, feel, invite, leave, read, visit, write
from sim.kernel.arithmetic import logistic
from sim.kernel.compile import inlined
from sim.kernel.draws import (
    ACCEPT,
    BUY,
    COMPLAINT,
    HUNT,
    INVITE,
    QUESTION,
    READ,
    REDEEM,
    TRAIT_ATTENTION,
    TRAIT_INVITE,
    WRITE,
    U,
    child,
    key,
    mix,
    uniform,
    unit,
    unit_low,
)
from sim.kernel.layout import (
    ACCEPT_PROBABILITY,
    AD_FATIGUE,
    ALWAYS,
    ASKED,
    BUY_PROBABILITY,
    CLAIMS,
    COMPLAINED,
    CONTRIBUTION,
    DESK,
    EVENTS,
    EXPIRY_DAYS,
    HUNTER,
    HUNTER_PROBABILITY,
    INVITE_FACTOR,
    LEFT,
    LEVELS,
    POINTS_ON,
    POINTS_POST,
    POINTS_PURSE,
    POINTS_VISIT,
    PRICE_CENTS,
    PUSH,
    REWARD_POINTS,
    SHIFT,
    THRESHOLDS,
    UNLOCK_AFTER,
    WRITE_FACTOR,
)
from sim.kernel.tally import (
    ACCEPTED,
    ACTIVE,
    BUYERS,
    COMPLAINTS,
    EXPOSURES,
    GMV_CENTS,
    INVITATIONS,
    POINTS_EXPIRED,
    POINTS_ISSUED,
    POINTS_REDEEMED,
    POSTS,
    QUESTIONS,
    RETURNED,
    VISITS,
    WRITERS,
    level_of,
    mark_active,
    offer_row,
)
from sim.kernel.tally import (
    LEFT as LEFT_COUNT,
)
from sim.kernel.ties import share_here
from sim.kernel.types import (
    Columns,
    Days,
    Effect,
    Flag,
    Float32,
    Member,
    Tallies,
    Theta,
    Whole,
    Word,
)

F = np.float32
_HALF = F(0.5)


@inlined
def bound_byte(p: Float32) -> Whole:
    """Return an upper bound of a probability in 256ths, 255 meaning always."""
    byte = np.int32(p * F(256.03)) + np.int32(1)
    return np.uint8(min(byte, np.int32(255)))


@inlined
def screen(c: Columns, k: Word, scale16: Word, first: Whole, last: Whole) -> Whole:
    """Fill ``c.rows`` with the members of first .. last whose draws may let them visit or leave."""
    found: Whole = 0
    for row in range(first, last):
        x = mix(c.identity[row] ^ k)
        come = ((x >> U(56)) << U(4)) < U(c.visit_bound[row]) * scale16
        go = ((x >> U(24)) & U(255)) < U(c.leave_bound[row])
        sure = (c.visit_bound[row] == ALWAYS) | (c.leave_bound[row] == ALWAYS)
        c.rows[found] = np.int32(row)
        found += np.int64(come | go | sure)
    return found


@inlined
def gradient(theta: Theta, d: Days, lifetime_points: Whole, level: Whole) -> Float32:
    """Return the pull of being close to the next level: g progress^2 (M25)."""
    if d.rules[POINTS_ON] == 0 or level >= d.rules[LEVELS]:
        return F(0.0)
    below: Whole = 0 if level == 0 else d.rules[THRESHOLDS + level - 1]
    progress = F(lifetime_points - below) / F(d.rules[THRESHOLDS + level] - below)
    return theta.goal_gradient * progress * progress


@inlined
def comes(
    c: Columns,
    theta: Theta,
    d: Days,
    row: Whole,
    day: Whole,
    feed: Float32,
    effect: Effect,
    level: Whole,
    u: Float32,
) -> Flag:
    """Return whether a member who has not left visits today."""
    m = c.members[row]
    if m.visits == 0:
        return True
    if m.flags & HUNTER:
        return False
    x = visit.own_pull(theta, m, day) + d.shift[day] + effect[SHIFT]
    x = x + theta.content_pull * (feed - _HALF)
    x = x + gradient(theta, d, m.lifetime_points, level)
    x = x - theta.fatigue_pull * visit.fatigue_now(theta, m, day, effect[PUSH])
    if u >= logistic(x + theta.peer_pull):
        return False
    return u < logistic(x + theta.peer_pull * share_here(c, row))


@inlined
def rebound(c: Columns, theta: Theta, row: Whole, day: Whole) -> None:
    """Renew the bounds of a member's record after today."""
    m = c.members[row]
    if m.flags & LEFT:
        c.visit_bound[row] = bound_byte(leave.comeback(theta, m, day))
        c.leave_bound[row] = np.uint8(0)
    elif m.flags & HUNTER:
        c.visit_bound[row] = np.uint8(0)
        c.leave_bound[row] = bound_byte(leave.hazard(theta, m, day))
    else:
        c.visit_bound[row] = bound_byte(logistic(visit.own_pull(theta, m, day + 1)))
        c.leave_bound[row] = bound_byte(leave.hazard(theta, m, day))


@inlined
def _expire(d: Days, tl: Tallies, m: Member, day: Whole) -> None:
    """Let points lapse that outlived their time, on the day they did."""
    limit = d.rules[EXPIRY_DAYS]
    if limit > 0 and m.points > 0 and day - m.last_visit > limit:
        tl.counts[m.last_visit + limit + 1, m.segment, POINTS_EXPIRED] += np.int64(m.points)
        m.points = np.int32(0)


@inlined
def _hear_answer(theta: Theta, d: Days, m: Member) -> None:
    """Feel how long the last visit's question or complaint waited for its answer."""
    if m.flags & ASKED:
        m.satisfaction = feel.after_wait(theta, m.satisfaction, d.waits[m.last_visit, 0], F(1.0))
    if m.flags & COMPLAINED:
        m.satisfaction = feel.after_wait(theta, m.satisfaction, d.waits[m.last_visit, 1], F(2.0))
    m.flags = m.flags & ~(ASKED | COMPLAINED)


@inlined
def _ask(theta: Theta, d: Days, tl: Tallies, seed: Word, h: Word, m: Member, day: Whole) -> None:
    if uniform(h, key(seed, QUESTION, day)) < theta.question_rate:
        m.flags = m.flags | ASKED
        tl.counts[day, m.segment, QUESTIONS] += 1
    p = ask.complaint_probability(theta, m.satisfaction)
    if uniform(h, key(seed, COMPLAINT, day)) < p:
        m.flags = m.flags | COMPLAINED
        tl.counts[day, m.segment, COMPLAINTS] += 1


@inlined
def _redeem(theta: Theta, d: Days, tl: Tallies, seed: Word, h: Word, m: Member, day: Whole) -> None:
    price = d.rules[REWARD_POINTS]
    if price > 0 and m.points >= price and uniform(h, key(seed, REDEEM, day)) < theta.redeem_rate:
        spent = (np.int64(m.points) // price) * price
        m.points = np.int32(m.points - spent)
        tl.counts[day, m.segment, POINTS_REDEEMED] += spent


@inlined
def _earn(c: Columns, tl: Tallies, row: Whole, day: Whole, points: Whole) -> None:
    """Credit points at once, or claim them for the evening when the purse is limited."""
    if points <= 0:
        return
    if c.control[POINTS_PURSE] < 0:
        credit(c, tl, row, day, points)
    else:
        n = c.control[CLAIMS]
        c.claimants[n] = np.int32(row)
        c.claims[n] = points
        c.control[CLAIMS] = n + 1


@inlined
def credit(c: Columns, tl: Tallies, row: Whole, day: Whole, points: Whole) -> None:
    """Issue points to a member."""
    m = c.members[row]
    m.points = np.int32(m.points + points)
    m.lifetime_points = np.int32(m.lifetime_points + points)
    tl.counts[day, m.segment, POINTS_ISSUED] += np.int64(points)


@inlined
def _invite(
    c: Columns,
    theta: Theta,
    d: Days,
    tl: Tallies,
    seed: Word,
    h: Word,
    row: Whole,
    day: Whole,
    effect: Effect,
) -> None:
    m = c.members[row]
    trait = unit(mix(h ^ key(seed, TRAIT_INVITE, 0)))
    p = invite.probability(
        theta, m.satisfaction, trait, effect[INVITE_FACTOR], m.progress, d.rules[UNLOCK_AFTER]
    )
    if uniform(h, key(seed, INVITE, day)) >= p or m.invitations == np.uint16(65535):
        return
    friend = child(h, np.int64(m.invitations))
    m.invitations = np.uint16(m.invitations + 1)
    tl.counts[day, m.segment, INVITATIONS] += 1
    if uniform(friend, key(seed, ACCEPT, day)) < effect[ACCEPT_PROBABILITY]:
        n = c.control[EVENTS]
        event = c.events[n]
        event.inviter = np.int32(row)
        hunts = uniform(friend, key(seed, HUNT, day)) < effect[HUNTER_PROBABILITY]
        event.hunter = np.int32(hunts)
        event.identity = friend
        c.control[EVENTS] = n + 1
        tl.counts[day, m.segment, ACCEPTED] += 1


@inlined
def spend_visit(
    c: Columns,
    theta: Theta,
    d: Days,
    tl: Tallies,
    seed: Word,
    row: Whole,
    day: Whole,
    feed: Float32,
    items: Whole,
    effect: Effect,
) -> None:
    """Live one visit: read, write, buy, ask, redeem, earn, invite."""
    m = c.members[row]
    h = c.identity[row]
    segment = m.segment
    _expire(d, tl, m, day)
    _hear_answer(theta, d, m)
    habit = visit.habit_now(theta, m, day)
    fatigue = visit.fatigue_now(theta, m, day, effect[PUSH])
    c.here_today[row >> 6] |= U(1) << U(row & 63)
    tl.counts[day, segment, VISITS] += 1

    trait = unit(mix(h ^ key(seed, TRAIT_ATTENTION, 0)))
    items_read = min(read.attention(theta, trait), items)
    tl.counts[day, segment, EXPOSURES] += items_read
    luck = uniform(h, key(seed, READ, day))
    good = read.experience(theta, feed, items_read, luck)
    m.satisfaction = feel.satisfaction_after(theta, m.satisfaction, good)

    posts = write.posts(theta, m, effect[WRITE_FACTOR], uniform(h, key(seed, WRITE, day)))
    contribution = d.rules[CONTRIBUTION] != 0
    if contribution and m.visits == 0 and posts == 0:
        posts = np.int32(1)
    if posts > 0:
        m.posts = m.posts + posts
        tl.counts[day, segment, POSTS] += np.int64(posts)
        tl.counts[day, segment, WRITERS] += 1
    if posts > 0 or not contribution:
        tl.counts[day, segment, ACTIVE] += 1
        mark_active(d, tl, m, day)

    buy = effect[BUY_PROBABILITY]
    if buy > F(0.0) and uniform(h, key(seed, BUY, day)) < buy:
        tl.counts[day, segment, BUYERS] += 1
        tl.counts[day, segment, GMV_CENTS] += np.int64(effect[PRICE_CENTS])
    if d.rules[DESK] != 0:
        _ask(theta, d, tl, seed, h, m, day)
    _redeem(theta, d, tl, seed, h, m, day)
    _earn(c, tl, row, day, np.int64(effect[POINTS_VISIT]) + posts * np.int64(effect[POINTS_POST]))
    if effect[INVITE_FACTOR] > F(0.0):
        _invite(c, theta, d, tl, seed, h, row, day, effect)

    m.habit = visit.habit_after(theta, habit)
    m.fatigue = fatigue + effect[AD_FATIGUE]
    m.last_visit = np.int32(day)
    if m.visits < np.uint8(255):
        m.visits = np.uint8(m.visits + 1)


@inlined
def live_member(
    c: Columns,
    theta: Theta,
    d: Days,
    tl: Tallies,
    seed: Word,
    k: Word,
    row: Whole,
    day: Whole,
    items: Whole,
    leavers: Whole,
) -> Whole:
    """Live one member's day; return the number of leavers so far."""
    m = c.members[row]
    x = mix(c.identity[row] ^ k)
    level = level_of(d, m.lifetime_points)
    effect = d.effects[offer_row(d, day), level, m.segment]
    feed = c.feeds[m.segment]
    if m.flags & LEFT:
        here = unit(x) < leave.comeback(theta, m, day)
        if here:
            m.flags = m.flags & ~LEFT
            m.loss = F(0.0)
            c.population[m.segment] += 1
            tl.counts[day, m.segment, RETURNED] += 1
    else:
        here = comes(c, theta, d, row, day, feed, effect, level, unit(x))
    if here:
        spend_visit(c, theta, d, tl, seed, row, day, feed, items, effect)
    if not m.flags & LEFT and unit_low(x) < leave.hazard(theta, m, day):
        m.flags = m.flags | LEFT
        m.loss = F(0.0)
        m.loss_day = np.int32(day)
        c.population[m.segment] -= 1
        tl.counts[day, m.segment, LEFT_COUNT] += 1
        c.leavers[leavers] = np.int32(row)
        leavers += 1
    rebound(c, theta, row, day)
    return leavers
