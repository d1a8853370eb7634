"""Inviting on a visit: by the reward that is in view, a badge ahead and the mood."""

from __future__ import annotations

import numpy as np

from sim.behaviour.invite import invite, inviters
from sim.behaviour.visit import leaning
from sim.behaviour.write import badge
from sim.compiled.compile import inlined
from sim.compiled.draws import (
    ACCEPT,
    HUNT,
    JOIN_BY_TEAM,
    TRAIT_INVITE,
    U,
    child,
    mix,
    uniform,
    unit,
)
from sim.compiled.layout import (
    ACCEPT_PROBABILITY,
    BADGE,
    BADGE_POSTS,
    HUNTER_PROBABILITY,
    INVITE_CAP,
    INVITE_FACTOR,
    INVITER_WORTH,
    MOST_UNLOCKS,
    REFERRER,
    REWARD_RISE,
    REWARD_RISES,
    TEAM_BRINGS,
    TEAM_SIZE,
    UNLOCK_AFTER,
)
from sim.compiled.types import (
    Columns,
    Days,
    Effect,
    Float32,
    Tallies,
    Theta,
    Today,
    Whole,
    Word,
)
from sim.day.leanings import money_counts, standing_counts
from sim.day.promises import belief_of
from sim.day.remember import remembers
from sim.day.rewards import unlocked_by
from sim.day.tally import ACCEPTED, INVITATIONS

F = np.float32


@inlined
def perhaps_invite(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    h: Word,
    row: Whole,
    day: Whole,
    effect: Effect,
    u: Float32,
) -> None:
    """Invite a friend, who accepts or not, for the reward alone or not."""
    m = c.members[row]
    reward, after = effect[INVITER_WORTH], d.rules[UNLOCK_AFTER]
    highest = effect[INVITE_FACTOR] * t.caps[INVITE_CAP]
    rise, rises = F(d.rules[REWARD_RISE]) * F(1e-6), d.rules[REWARD_RISES]
    top = reward
    if rise > F(0.0) and reward > F(0.0):
        top = invite.times(theta, reward, invite.multiple(rise, rises, rises))
        sure = invite.reward_factor(theta, reward, F(1.0))
        highest = highest * F(1.001) * (invite.reward_factor(theta, top, F(1.0)) / sure)
    if leaning.lean(theta) and reward > F(0.0):
        highest = highest * invite.reward_factor(theta, top, theta.leaning_spread)
    if u >= highest or m.invitations == np.uint16(65535):
        return
    rate = inviters.rate(theta, d.invite_rates, unit(mix(h ^ t.keys[TRAIT_INVITE])))
    factor, believed = effect[INVITE_FACTOR], belief_of(c, row)
    rewarded = factor > F(1.0)
    if reward > F(0.0):
        if c.unlocked.shape[0] > 1:
            unlocked, most = unlocked_by(c, row), d.rules[MOST_UNLOCKS]
            worth = invite.in_view(
                theta, reward, believed, m.progress, after, unlocked, rise, rises, most
            )
        else:
            worth = invite.expected(theta, reward, believed, m.progress, after)
        sure = invite.reward_factor(theta, reward, F(1.0))
        money = money_counts(c, theta, d, t, row)
        factor = factor * (invite.reward_factor(theta, worth, money) / sure)
    p = invite.probability(
        theta, m.satisfaction, rate, factor, rewarded, believed, m.progress, after
    )
    if remembers(c):
        near = badge.nearness(np.int64(m.posts), d.rules[BADGE_POSTS], effect[BADGE])
        if near > F(0.0):
            near = min(near * standing_counts(c, theta, d, t, row), F(1.0))
        p = p * badge.invite_factor(theta, near)
    if u >= p:
        return
    friend = child(h, np.int64(m.invitations))
    m.invitations = np.uint16(m.invitations + 1)
    tl.counts[day, m.cell, INVITATIONS] += 1
    if uniform(friend, t.keys[ACCEPT]) < effect[ACCEPT_PROBABILITY]:
        bit = U(1) << U(row & 63)
        c.accepted[row >> 6] |= bit
        if uniform(friend, t.keys[HUNT]) < effect[HUNTER_PROBABILITY]:
            c.hunted[row >> 6] |= bit
        if remembers(c):
            c.memories[row].notes = c.memories[row].notes | REFERRER
        tl.accepted[0] += 1
        tl.counts[day, m.cell, ACCEPTED] += 1


@inlined
def recruit(
    c: Columns,
    d: Days,
    t: Today,
    tl: Tallies,
    h: Word,
    row: Whole,
    day: Whole,
    effect: Effect,
) -> None:
    """Bring those into the community who filled a team and were no members; after inviting.

    They are the latest of the member's invitations, so that their identities follow from it.
    """
    m = c.members[row]
    brought: Whole = 0
    for friend in range(d.rules[TEAM_SIZE] - 1):
        full = m.invitations == np.uint16(65535)
        if not full and uniform(child(h, friend), t.keys[JOIN_BY_TEAM]) < effect[TEAM_BRINGS]:
            m.invitations = np.uint16(m.invitations + 1)
            brought += 1
    if brought == 0:
        return
    c.recruits[row] = np.uint16(brought)
    if remembers(c):
        c.memories[row].notes = c.memories[row].notes | REFERRER
    tl.accepted[0] += brought
    tl.counts[day, m.cell, INVITATIONS] += brought
    tl.counts[day, m.cell, ACCEPTED] += brought
