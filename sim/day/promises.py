"""What a member expects of what is promised, and what it learns from how that is kept."""

from __future__ import annotations

import numpy as np

from sim.behaviour.visit import belief, endowed, goal, reward
from sim.compiled.compile import inlined
from sim.compiled.draws import U
from sim.compiled.layout import (
    EARNED,
    ENDOWED,
    EXPIRY_DAYS,
    HEAD_START,
    INVITER_WORTH,
    LEVEL_DAYS,
    LEVEL_GIVES,
    LEVELS,
    PAID_OUT,
    POST_WORTH,
    PROGRESS,
    REWARD,
    REWARD_POINTS,
    THRESHOLDS,
    VISIT_WORTH,
    WRITE_FACTOR,
)
from sim.compiled.types import (
    Columns,
    Days,
    Effect,
    Effects,
    Flag,
    Float32,
    Member,
    Theta,
    Today,
    Whole,
)
from sim.day.leanings import money_counts
from sim.day.ties import count_in

F = np.float32


@inlined
def believes(c: Columns) -> Flag:
    """Return whether members learn how promises are kept."""
    return c.paid.shape[0] > 0


@inlined
def belief_of(c: Columns, row: Whole) -> Float32:
    """Return how far a member believes what is promised, 0 to 1."""
    return belief.held(c.memories[row].belief) if believes(c) else F(1.0)


@inlined
def _points(d: Days, m: Member, day: Whole) -> Whole:
    """Return the points that have not lapsed by a day; they are taken away on the next visit."""
    limit = d.rules[EXPIRY_DAYS]
    return 0 if limit > 0 and day - m.last_visit > limit else np.int64(m.points)


@inlined
def expected_share(
    c: Columns, theta: Theta, d: Days, m: Member, row: Whole, day: Whole, effect: Effect
) -> Float32:
    """Return what share of the worth of its points a member expects, 0 to 1."""
    missing = F(d.rules[REWARD_POINTS] - _points(d, m, day))
    return reward.nearness(theta, missing, effect[EARNED]) * belief_of(c, row)


@inlined
def expected_reward(
    c: Columns, theta: Theta, d: Days, m: Member, row: Whole, day: Whole, effect: Effect
) -> Float32:
    """Return the pull of a visit's reward as a member expects it, logit; `REWARD` at most."""
    if effect[VISIT_WORTH] <= F(0.0):
        return effect[REWARD]
    share = expected_share(c, theta, d, m, row, day, effect)
    return min(reward.expected_pull(theta, effect[VISIT_WORTH], share), effect[REWARD])


@inlined
def expected_factor(
    c: Columns, theta: Theta, d: Days, t: Today, m: Member, row: Whole, day: Whole, effect: Effect
) -> Float32:
    """Return by what the reward of a post multiplies posting, as a member expects it."""
    worth = effect[POST_WORTH]
    if worth <= F(0.0):
        return effect[WRITE_FACTOR]
    share = expected_share(c, theta, d, m, row, day, effect) * money_counts(c, theta, d, t, row)
    sure = reward.expected_factor(theta, worth, F(1.0))
    return effect[WRITE_FACTOR] * (reward.expected_factor(theta, worth, share) / sure)


@inlined
def head_start_bound(d: Days, t: Today, level: Whole) -> Float32:
    """Bound what a head start adds: of whoever has a level, nothing while levels are kept."""
    return t.caps[HEAD_START] if level == 0 or d.rules[LEVEL_DAYS] > 0 else F(0.0)


@inlined
def pull_of_the_next_level(
    c: Columns, theta: Theta, d: Days, m: Member, row: Whole, level: Whole, effects: Effects
) -> Float32:
    """Return the pull of a level ahead that gives something, and of a head start on it, logit."""
    earned = effects[level, m.cell, PROGRESS]
    if level >= d.rules[LEVELS] or earned <= F(0.0):
        return F(0.0)
    gives = effects[level + 1, m.cell, LEVEL_GIVES]
    if gives <= F(0.0):
        return F(0.0)
    above = d.rules[THRESHOLDS + level]
    below: Whole = 0 if level == 0 else d.rules[THRESHOLDS + level - 1]
    lifetime = np.int64(m.lifetime_points)
    # Endowed progress: the way to the first level looks longer, and partly gone (M26).
    head: Whole = endowed.given(d.rules[ENDOWED], above) if level == 0 else 0
    if lifetime >= above:
        # The level above was lost since the last visit, and with it what had been earned for it;
        # no card begins anew.
        lifetime = below
        head = 0
    missing = F(above - lifetime)
    near = reward.nearness(theta, missing, earned)
    pull = goal.pull(theta, F(lifetime - below + head) / F(above - below + head))
    if head > 0:
        begun = endowed.pull(theta, endowed.share(head, above))
        pull = pull + begun * endowed.within(missing, earned)
    return pull * (near * gives * belief_of(c, row))


@inlined
def pay_out(c: Columns, row: Whole) -> None:
    """Let a member remember that it was paid; its ties see it from tomorrow on."""
    if believes(c):
        c.memories[row].notes = c.memories[row].notes | PAID_OUT
        c.paying[row >> 6] |= U(1) << U(row & 63)


@inlined
def learn_from_promises(
    c: Columns, theta: Theta, d: Days, row: Whole, level: Whole, effect: Effect
) -> None:
    """Let a visitor believe more or less in what is promised; before it holds a new level."""
    worth = effect[VISIT_WORTH] + effect[POST_WORTH] + effect[INVITER_WORTH]
    if worth <= F(0.0) and (effect[PROGRESS] <= F(0.0) or d.rules[LEVELS] == 0):
        return
    r = c.memories[row]
    if level > np.int64(r.level_held) and effect[LEVEL_GIVES] > F(0.0):
        pay_out(c, row)
    paid = r.notes & PAID_OUT != 0
    seen = not paid and count_in(c, c.paid, row) > 0
    r.notes = r.notes & ~PAID_OUT
    r.belief = belief.remembered(belief.after(theta, belief.held(r.belief), paid, seen))


@inlined
def turn_the_page(c: Columns) -> None:
    """Let today's payments be seen by ties tomorrow."""
    for word in range(c.paid.shape[0]):
        c.paid[word] = c.paying[word]
        c.paying[word] = U(0)
