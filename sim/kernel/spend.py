"""One visit: read, write, buy, ask, redeem, earn, invite."""

from __future__ import annotations

import numpy as np

from sim.behaviour import ask, feel, invite, read, visit, write
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
    mix,
    uniform,
    unit,
)
from sim.kernel.layout import (
    ACCEPT_PROBABILITY,
    AD_FATIGUE,
    ASKED,
    BUY_PROBABILITY,
    CLAIMS,
    COMPLAINED,
    CONTRIBUTION,
    DESK,
    EVENTS,
    EXPIRY_DAYS,
    HUNTER_PROBABILITY,
    INVITE_FACTOR,
    POINTS_POST,
    POINTS_PURSE,
    POINTS_VISIT,
    PRICE_CENTS,
    PUSH,
    REWARD_POINTS,
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
    POINTS_CLAWED_BACK,
    POINTS_EXPIRED,
    POINTS_ISSUED,
    POINTS_REDEEMED,
    POSTS,
    QUESTIONS,
    VISITS,
    WRITERS,
    level_of,
    mark_active,
    offer_row,
)
from sim.kernel.types import Columns, Days, Effect, Float32, Member, Tallies, Theta, Whole, Word

F = np.float32


@inlined
def expire(d: Days, tl: Tallies, m: Member, day: Whole) -> None:
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
def _ask(c: Columns, theta: Theta, tl: Tallies, h: Word, m: Member, day: Whole) -> None:
    if uniform(h, c.keys[QUESTION]) < theta.question_rate:
        m.flags = m.flags | ASKED
        tl.counts[day, m.segment, QUESTIONS] += 1
    p = ask.complaint_probability(theta, m.satisfaction)
    if uniform(h, c.keys[COMPLAINT]) < p:
        m.flags = m.flags | COMPLAINED
        tl.counts[day, m.segment, COMPLAINTS] += 1


@inlined
def _redeem(c: Columns, theta: Theta, d: Days, tl: Tallies, h: Word, m: Member, day: Whole) -> None:
    price = d.rules[REWARD_POINTS]
    if price > 0 and m.points >= price and uniform(h, c.keys[REDEEM]) < theta.redeem_rate:
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
    h: Word,
    row: Whole,
    day: Whole,
    effect: Effect,
) -> None:
    m = c.members[row]
    u = uniform(h, c.keys[INVITE])
    if u >= effect[INVITE_FACTOR] * c.caps[1] or m.invitations == np.uint16(65535):
        return
    trait = unit(mix(h ^ c.keys[TRAIT_INVITE]))
    p = invite.probability(
        theta, m.satisfaction, trait, effect[INVITE_FACTOR], m.progress, d.rules[UNLOCK_AFTER]
    )
    if u >= p:
        return
    friend = child(h, np.int64(m.invitations))
    m.invitations = np.uint16(m.invitations + 1)
    tl.counts[day, m.segment, INVITATIONS] += 1
    if uniform(friend, c.keys[ACCEPT]) < effect[ACCEPT_PROBABILITY]:
        n = c.control[EVENTS]
        event = c.events[n]
        event.inviter = np.int32(row)
        hunts = uniform(friend, c.keys[HUNT]) < effect[HUNTER_PROBABILITY]
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
    row: Whole,
    day: Whole,
    items: Whole,
    habit: Float32,
) -> None:
    """Live one visit; `habit` is the habit that the member came with."""
    m = c.members[row]
    h = c.identity[row]
    segment = m.segment
    effect = d.effects[offer_row(d, day), level_of(d, m.lifetime_points), segment]
    expire(d, tl, m, day)
    _hear_answer(theta, d, m)
    fatigue = visit.fatigue_now(theta, m, day, effect[PUSH])
    c.here_today[row >> 6] |= U(1) << U(row & 63)
    tl.counts[day, segment, VISITS] += 1

    trait = unit(mix(h ^ c.keys[TRAIT_ATTENTION]))
    items_read = min(read.attention(theta, trait), items)
    tl.counts[day, segment, EXPOSURES] += items_read
    luck = uniform(h, c.keys[READ])
    good = read.experience(theta, c.feeds[segment], items_read, luck)
    m.satisfaction = feel.satisfaction_after(theta, m.satisfaction, good)

    posts = write.posts(theta, m, effect[WRITE_FACTOR], c.caps[0], uniform(h, c.keys[WRITE]))
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
    if buy > F(0.0) and uniform(h, c.keys[BUY]) < buy:
        tl.counts[day, segment, BUYERS] += 1
        tl.counts[day, segment, GMV_CENTS] += np.int64(effect[PRICE_CENTS])
    if d.rules[DESK] != 0:
        _ask(c, theta, tl, h, m, day)
    _redeem(c, theta, d, tl, h, m, day)
    _earn(c, tl, row, day, np.int64(effect[POINTS_VISIT]) + posts * np.int64(effect[POINTS_POST]))
    if effect[INVITE_FACTOR] > F(0.0):
        _invite(c, theta, d, tl, h, row, day, effect)

    m.habit = visit.habit_after(theta, habit)
    m.fatigue = fatigue + effect[AD_FATIGUE]
    m.last_visit = np.int32(day)
    if m.visits < np.uint8(255):
        m.visits = np.uint8(m.visits + 1)


@inlined
def forfeit(d: Days, tl: Tallies, m: Member, day: Whole) -> None:
    """Take back the points of a member who leaves; those that have lapsed before count as such."""
    expire(d, tl, m, day)
    tl.counts[day, m.segment, POINTS_CLAWED_BACK] += np.int64(m.points)
    m.points = np.int32(0)
