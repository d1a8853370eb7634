"""What members remember beside the core: pulls on the next visits, moods of posting, lessons of a
visit.

A community without such mechanisms has no memories (`Columns.memories` of length 1) and pays for
none of this.
"""

from __future__ import annotations

import numpy as np

from sim.behaviour.leave import referrer
from sim.behaviour.mood import toxicity
from sim.behaviour.visit import adoption, leaning, motives, optout, status, streak, symbol
from sim.behaviour.write import award, badge, crowding, feedback, reply, silence, training
from sim.compiled.arithmetic import normal32
from sim.compiled.compile import inlined
from sim.compiled.draws import (
    ADOPT,
    AWARD,
    HURT,
    MUTE,
    REACT,
    REPLY,
    TRAIT_CAMP,
    TRAIT_CORE,
    TRAIT_MOTIVE,
    TRAIT_RESPOND,
    TRAIT_THRESHOLD,
    U,
    mix,
    open_unit,
    uniform,
)
from sim.compiled.layout import (
    ADOPTED,
    ANSWERED,
    AUDIENCE,
    AWARD_SHARE,
    BADGE,
    BADGE_POSTS,
    CHALLENGE,
    CHALLENGE_DAYS,
    GAME,
    HURT_SHARE,
    MUTED,
    PRIVILEGE,
    PUSH,
    PUSH_PULL,
    RARITY,
    REACH,
    REFERRER,
    REPLY_PROBABILITY,
    REWARD,
    SAMPLE,
    SKILL,
    SUPPORT,
    SYMBOL,
    TOXICITY_SEEN,
    VISIBILITY,
    WRITE_FACTOR,
    WROTE,
)
from sim.compiled.types import (
    Columns,
    Days,
    Effect,
    Flag,
    Float32,
    Member,
    Tallies,
    Theta,
    Today,
    Whole,
    Word,
    Work,
)
from sim.day.leanings import leaning_of, standing_counts
from sim.day.tally import ADOPTED as ADOPTED_COUNT
from sim.day.tally import ANSWERED as ANSWERED_COUNT
from sim.day.tally import AWARDED as AWARDED_COUNT
from sim.day.tally import CHALLENGES, FIRST_POSTS, MINORITY_POSTS, level_now, offer_row
from sim.day.tally import HURT as HURT_COUNT
from sim.day.tally import MUTED as MUTED_COUNT
from sim.day.ties import count_in

F = np.float32


@inlined
def remembers(c: Columns) -> Flag:
    """Return whether members remember anything beside the core."""
    return c.memories.shape[0] > 1


@inlined
def recall(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    w: Work,
    effect: Effect,
    reward: Float32,
    row: Whole,
    level: Whole,
    day: Whole,
    n: Whole,
) -> None:
    """Fill `extra`, `most` and `push` of the member at place `n`, who expects a reward's pull."""
    r = c.memories[row]
    answered = reply.pull(theta, r.notes & ANSWERED != 0)
    adopted = adoption.pull(theta, r.notes & ADOPTED != 0)
    w.most[n] = answered + adopted
    extra = answered
    if theta.streak_pull > F(0.0):
        days = d.rules[CHALLENGE_DAYS]
        run = streak.pull(theta, r.streak, w.gap[n])
        run = run + streak.challenge(theta, r.streak, w.gap[n], days, effect[CHALLENGE])
        extra = extra + run
    if r.hurt > F(0.0):
        days = F(np.int32(day - np.int64(r.hurt_day)))
        extra = extra - theta.toxicity_pull * toxicity.left(theta, r.hurt, days)
    extra = extra + adopted
    if theta.demotion_pain > F(0.0):
        pain = status.pull(theta, level, r.level_held)
        extra = extra + pain * standing_counts(c, theta, d, t, row)
    if r.notes & MUTED:
        extra = extra - effect[PUSH_PULL]
        w.push[n] = F(0.0)
    w.extra[n] = extra + _minded(c, theta, d, t, effect, reward, row)


@inlined
def standing_offered(theta: Theta, t: Today, effect: Effect) -> Float32:
    """Return the pull of what stands out that is offered, logit, for one who leans nowhere."""
    sign = symbol.pull(theta, effect[SYMBOL], t.moods[RARITY])
    return effect[PRIVILEGE] + effect[GAME] + sign


@inlined
def _minded(
    c: Columns, theta: Theta, d: Days, t: Today, effect: Effect, reward: Float32, row: Whole
) -> Float32:
    """Return what being moved by money or by standing adds to today's pulls, logit."""
    if leaning.lean(theta):
        offered = standing_offered(theta, t, effect)
        if effect[REWARD] <= F(0.0) and offered <= F(0.0):
            return F(0.0)
        return leaning.shift(theta, leaning_of(c, d, t, row), reward, offered)
    moved = effect[REWARD] > F(0.0) or effect[PRIVILEGE] > F(0.0)
    if theta.status_minded > F(0.0) and moved:
        u = uniform(c.identity[row], t.keys[TRAIT_MOTIVE])
        return motives.shift(theta, u, reward, effect[PRIVILEGE])
    return F(0.0)


@inlined
def most_minded(theta: Theta, t: Today, effect: Effect) -> Float32:
    """Return the most that this adds for anybody."""
    if leaning.lean(theta):
        return leaning.most(theta, effect[REWARD], standing_offered(theta, t, effect))
    return motives.most(theta, effect[REWARD], effect[PRIVILEGE])


@inlined
def _is_silent(c: Columns, theta: Theta, t: Today, h: Word) -> Flag:
    if theta.silence == F(0.0):
        return False
    support = c.climate[SUPPORT]
    if uniform(h, t.keys[TRAIT_CAMP]) >= theta.minority_share:
        support = F(1.0) - support
    u = uniform(h, t.keys[TRAIT_THRESHOLD])
    threshold = silence.threshold(theta, u, uniform(h, t.keys[TRAIT_CORE]))
    return not silence.speaks(support, threshold)


@inlined
def urge(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    effect: Effect,
    paid: Float32,
    m: Member,
    row: Whole,
    day: Whole,
) -> Float32:
    """Return by what a posting rate is multiplied beside the levers; they multiply it by `paid`."""
    r = c.memories[row]
    if _is_silent(c, theta, t, c.identity[row]):
        return F(0.0)
    factor = t.moods[AUDIENCE]
    spur = feedback.left(theta, r.spur, F(np.int32(day - np.int64(r.spur_day))))
    factor = factor * (F(1.0) + spur)
    given = award.left(theta, r.award, F(np.int32(day - np.int64(r.award_day))))
    factor = factor * (F(1.0) + given)
    if theta.crowding > F(0.0) or theta.crowding_ties > F(0.0):
        crowded = crowding.write_factor(theta, r.motive, paid, F(m.ties))
        factor = factor * crowded
    near = badge.nearness(np.int64(m.posts), d.rules[BADGE_POSTS], effect[BADGE])
    if near > F(0.0):
        near = near * standing_counts(c, theta, d, t, row)
    return factor * badge.write_factor(theta, near)


@inlined
def most_recalled(c: Columns, theta: Theta, d: Days, row: Whole) -> Float32:
    """Return a bound of what a visitor's memories will add to a pull, logit."""
    if not remembers(c):
        return F(0.0)
    r = c.memories[row]
    answered = reply.pull(theta, r.notes & ANSWERED != 0)
    most = answered + adoption.pull(theta, r.notes & ADOPTED != 0)
    if theta.streak_pull > F(0.0):
        most = most + streak.most(theta, r.streak, d.rules[CHALLENGE_DAYS])
    return most


@inlined
def leave_factor(
    c: Columns, theta: Theta, d: Days, m: Member, row: Whole, day: Whole, age: Float32
) -> Float32:
    """Return by what day, segment and memory multiply a member's hazard of leaving."""
    factor = d.hazard[day] * d.segment_leave[m.segment]
    if not remembers(c):
        return factor
    r = c.memories[row]
    if r.hurt > F(0.0):
        hurt = toxicity.left(theta, r.hurt, F(np.int32(day - np.int64(r.hurt_day))))
        factor = factor * toxicity.leave_factor(theta, hurt, age)
    if theta.crowding_leave > F(0.0) and r.motive < F(0.0):
        offered = d.effects[offer_row(d, day), level_now(d, m, day), m.cell, WRITE_FACTOR]
        factor = factor * crowding.leave_factor(theta, r.motive, offered)
    return referrer.kept(theta, factor) if r.notes & REFERRER else factor


@inlined
def worst_leave_factor(c: Columns, theta: Theta, d: Days, m: Member, row: Whole) -> Float32:
    """Return a bound of that for later days until a visit, apart from the day's part."""
    factor = d.segment_leave[m.segment]
    if remembers(c) and c.memories[row].hurt > F(0.0):
        factor = factor * toxicity.worst_leave_factor(theta, c.memories[row].hurt)
    if remembers(c) and theta.crowding_leave > F(0.0) and c.memories[row].motive < F(0.0):
        factor = factor * crowding.worst_leave_factor(theta, c.memories[row].motive)
    return factor


@inlined
def learn_from_posting(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    effect: Effect,
    paid: Float32,
    m: Member,
    row: Whole,
    day: Whole,
    posts: Whole,
) -> None:
    """Let a writer be answered, read, awarded, hurt and paid, by which posting is multiplied."""
    r = c.memories[row]
    h = c.identity[row]
    counts = tl.counts[day, m.cell]
    if theta.reply_pull > F(0.0) and not (r.notes & WROTE):
        r.notes = r.notes | WROTE
        counts[FIRST_POSTS] += 1
        if uniform(h, t.keys[REPLY]) < effect[REPLY_PROBABILITY]:
            r.notes = r.notes | ANSWERED
            counts[ANSWERED_COUNT] += 1
    if theta.feedback_gain > F(0.0) and uniform(h, t.keys[TRAIT_RESPOND]) < theta.feedback_share:
        z = normal32(open_unit(mix(h ^ t.keys[REACT])))
        reach = t.moods[REACH] * (F(1.0) + effect[VISIBILITY])
        rise = feedback.rise(theta, feedback.readers(theta, reach, z))
        spur = feedback.left(theta, r.spur, F(np.int32(day - np.int64(r.spur_day))))
        r.spur = max(spur, rise)
        r.spur_day = np.uint16(day)
    share = effect[AWARD_SHARE]
    if theta.award_gain > F(0.0) and share > F(0.0) and uniform(h, t.keys[AWARD]) < share:
        r.award = award.rise(theta, share) * standing_counts(c, theta, d, t, row)
        r.award_day = np.uint16(day)
        counts[AWARDED_COUNT] += 1
    if theta.toxicity_rate > F(0.0):
        chance = toxicity.chance(theta, effect[TOXICITY_SEEN], t.moods[HURT_SHARE])
        if uniform(h, t.keys[HURT]) < chance:
            days = F(np.int32(day - np.int64(r.hurt_day)))
            r.hurt = toxicity.left(theta, r.hurt, days) + F(1.0)
            r.hurt_day = np.uint16(day)
            counts[HURT_COUNT] += 1
    if theta.crowding > F(0.0):
        r.motive = crowding.motive_after(theta, r.motive, paid)
    if theta.silence > F(0.0) and uniform(h, t.keys[TRAIT_CAMP]) < theta.minority_share:
        counts[MINORITY_POSTS] += np.int64(posts)


@inlined
def learn_from_visit(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    effect: Effect,
    m: Member,
    row: Whole,
    level: Whole,
    day: Whole,
    fatigue: Float32,
) -> None:
    """Let a visitor go on with a streak, hold a level, turn messages off, take up a practice."""
    r = c.memories[row]
    h = c.identity[row]
    counts = tl.counts[day, m.cell]
    if theta.streak_pull > F(0.0):
        gap: Whole = 0 if m.visits == 0 else day - np.int64(m.last_visit)
        r.streak = np.uint16(streak.length_after(r.streak, gap))
        takes = d.rules[CHALLENGE_DAYS]
        if effect[CHALLENGE] > F(0.0) and takes > 0 and np.int64(r.streak) % takes == 0:
            counts[CHALLENGES] += 1
    if level > r.level_held:
        r.level_held = np.uint8(level)
    if effect[SKILL] > F(1.0):
        r.trained = np.uint8(max(np.int64(r.trained), training.taught(theta, effect[SKILL])))
    push = effect[PUSH]
    heard = push > F(0.0) and not (r.notes & MUTED)
    tires = theta.optout_rate > F(0.0) and heard
    if tires and uniform(h, t.keys[MUTE]) < optout.probability(theta, push, fatigue):
        r.notes = r.notes | MUTED
        tl.muted[m.cell] += 1
        counts[MUTED_COUNT] += 1
    if adoption.spreads(theta) and not (r.notes & ADOPTED):
        having = count_in(c, c.adopted, row)
        if not adoption.counts(theta, having, np.int64(m.ties)):
            having = 0
        chance = adoption.with_sample(adoption.probability(theta, having), effect[SAMPLE])
        if uniform(h, t.keys[ADOPT]) < chance:
            take_up(c, row)
            counts[ADOPTED_COUNT] += 1


@inlined
def take_up(c: Columns, row: Whole) -> None:
    """Let a member have the practice; its ties see it from tomorrow on."""
    c.memories[row].notes = c.memories[row].notes | ADOPTED
    c.adopting[row >> 6] |= U(1) << U(row & 63)


@inlined
def is_muted(c: Columns, row: Whole) -> Flag:
    """Return whether a member turned messages off."""
    return remembers(c) and c.memories[row].notes & MUTED != 0
