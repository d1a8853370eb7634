"""Visits of a block: read, feel and what follows for tomorrow, worked out for all at once.

What moves points, invitations and other members' counts is done one visit at a time, in `spend`.
"""

from __future__ import annotations

import numpy as np

from sim.behaviour.leave import contagion, leave
from sim.behaviour.mood import satisfaction, wait
from sim.behaviour.read import attention, grading, read
from sim.behaviour.visit import habit, newcomer, visit
from sim.behaviour.write import training
from sim.compiled.bounds import bound_byte
from sim.compiled.compile import inlined
from sim.compiled.draws import INVITE, READ, TRAIT_ATTENTION, WRITE, uniform
from sim.compiled.layout import (
    ACCESS,
    AD_SHARE,
    ASKED,
    COMPLAINED,
    HUNTER,
    ITEMS,
    PINNED,
    PINNED_WORTH,
    SERVICE,
    SKILL,
)
from sim.compiled.types import (
    Columns,
    Days,
    Effect,
    Effects,
    Flag,
    Member,
    Tallies,
    Theta,
    Today,
    Whole,
    Work,
)
from sim.day.part import expire, perhaps_leave
from sim.day.promises import expected_factor, head_start_bound
from sim.day.remember import most_recalled, remembers, urge, worst_leave_factor
from sim.day.sift import exponentials
from sim.day.spend import spend
from sim.day.tally import level_of, lose_levels

F = np.float32


@inlined
def _hear_answer(theta: Theta, d: Days, m: Member, effect: Effect) -> None:
    """Feel how long the last visit's question or complaint waited for its answer."""
    kept = F(1.0) - effect[SERVICE]
    if m.flags & ASKED:
        hours = d.waits[m.last_visit, 0] * kept
        m.satisfaction = wait.satisfaction_after(theta, m.satisfaction, hours, F(1.0))
    if m.flags & COMPLAINED:
        hours = d.waits[m.last_visit, 1] * kept
        m.satisfaction = wait.satisfaction_after(theta, m.satisfaction, hours, F(2.0))
    m.flags = m.flags & ~(ASKED | COMPLAINED)


@inlined
def _arrive(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    w: Work,
    effects: Effects,
    day: Whole,
    visitors: Whole,
) -> None:
    """Settle what happened since the last visit, and read what the visit hangs on."""
    remembered = remembers(c)
    for n in range(visitors):
        row = np.int64(w.rows[n])
        m = c.members[row]
        expire(d, tl, m, day)
        lose_levels(d, m, day)
        effect = effects[level_of(d, m.lifetime_points), m.cell]
        if m.flags & (ASKED | COMPLAINED):
            _hear_answer(theta, d, m, effect)
        w.satisfaction[n] = m.satisfaction
        paid = expected_factor(c, theta, d, t, m, row, day, effect)
        skill = effect[SKILL]
        if remembered and c.memories[row].trained:
            skill = training.kept(theta, skill, np.int64(c.memories[row].trained))
        w.rate[n] = m.write_trait * paid * skill
        if remembered:
            w.rate[n] = w.rate[n] * urge(c, theta, d, t, effect, paid, m, row, day)
        feed = grading.worth(t.feeds[m.segment], effect[PINNED], effect[PINNED_WORTH])
        w.feed[n] = feed * (F(1.0) - effect[AD_SHARE]) + effect[ACCESS]
        w.suits[n] = grading.suiting(theta, t.suits[m.segment], effect[PINNED])
        w.items[n] = np.int32(effect[PINNED] * theta.attention + F(0.5))
        w.identity[n] = c.identity[row]
        w.loss[n] = m.loss
        w.gap[n] = F(np.int32(day - np.int64(m.loss_day)))


@inlined
def _read(theta: Theta, t: Today, w: Work, visitors: Whole) -> None:
    """Read and feel; grow the habit; draw for writing and inviting."""
    items = np.int32(t.sums[ITEMS])
    k_attention, k_read = t.keys[TRAIT_ATTENTION], t.keys[READ]
    for n in range(visitors):
        able = attention.budget(theta, uniform(w.identity[n], k_attention))
        w.items[n] = min(able, items + w.items[n])
        w.suits[n] = min(F(able), w.suits[n])
    for n in range(visitors):
        luck = read.luck(theta, w.items[n], uniform(w.identity[n], k_read))
        good = read.experience(w.feed[n], read.enough(theta, w.suits[n]), luck, w.items[n])
        w.satisfaction[n] = satisfaction.after(theta, w.satisfaction[n], good)
    k_write, k_invite = t.keys[WRITE], t.keys[INVITE]
    for n in range(visitors):
        w.habit[n] = habit.after(theta, w.habit[n])
        w.write_draw[n] = uniform(w.identity[n], k_write)
    for n in range(visitors):
        w.invite_draw[n] = uniform(w.identity[n], k_invite)


@inlined
def _foresee(c: Columns, theta: Theta, d: Days, t: Today, w: Work, row: Whole, n: Whole) -> None:
    """Fill `most` and `harm`: what may be added to later pulls, and multiply the hazard."""
    m = c.members[row]
    ahead = head_start_bound(d, t, level_of(d, m.lifetime_points))
    w.most[n] = most_recalled(c, theta, d, row) + ahead
    w.harm[n] = worst_leave_factor(c, theta, d, m, row)


@inlined
def _look_ahead(theta: Theta, w: Work, visitors: Whole) -> None:
    """Work out the bounds of tomorrow's visit and of leaving."""
    fresh = w.power[visitors : 2 * visitors]
    worst = w.power[2 * visitors : 3 * visitors]
    kept = w.power[3 * visitors : 4 * visitors]
    for n in range(visitors):
        fresh[n] = newcomer.exponent(theta, w.age[n] + F(1.0))
        worst[n] = leave.worst_exponent(theta, w.satisfaction[n])
        kept[n] = contagion.exponent(theta, w.gap[n])
    exponentials(fresh, 3 * visitors)
    for n in range(visitors):
        pull = visit.own_pull(
            theta, w.trait[n], w.habit[n], w.satisfaction[n], w.age[n] + F(1.0), fresh[n]
        )
        w.power[n] = -(pull + w.most[n])
    exponentials(w.power, visitors)
    for n in range(visitors):
        w.bound[n] = bound_byte(F(1.0) / (F(1.0) + w.power[n]))
        loss = F(0.0) if w.loss[n] <= F(0.0) else w.loss[n] * kept[n]
        w.leave_bound[n] = bound_byte(leave.hazard_bound(theta, worst[n], loss, w.harm[n]))


@inlined
def visits(
    c: Columns,
    theta: Theta,
    d: Days,
    t: Today,
    tl: Tallies,
    w: Work,
    effects: Effects,
    day: Whole,
    visitors: Whole,
    screened: Flag,
) -> None:
    """Live the visits of those whom `sift` left in ``w``."""
    _arrive(c, theta, d, t, tl, w, effects, day, visitors)
    _read(theta, t, w, visitors)
    for n in range(visitors):
        row = np.int64(w.rows[n])
        spend(c, theta, d, t, tl, w, effects, row, day, n)
        _foresee(c, theta, d, t, w, row, n)
    _look_ahead(theta, w, visitors)
    for n in range(visitors):
        row = np.int64(w.rows[n])
        m = c.members[row]
        c.visit_bound[row] = np.uint8(0) if m.flags & HUNTER else w.bound[n]
        c.leave_bound[row] = w.leave_bound[n]
        perhaps_leave(c, theta, d, tl, row, day, w.words[n], screened)
