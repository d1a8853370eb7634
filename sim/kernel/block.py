"""One block's day: screen everybody by one hash and one byte, then live the few who may act.

A member's visit and leaving are drawn from the two words of one hash. `visit_bound` bounds the
visit probability in 256ths for a day that adds nothing, and a day that adds s >= 0 to the logit
multiplies it by e^s at most; so whoever the screen drops would not have come (exact, not
approximate). Only whoever passes pays for the record, then for the ties, then for the rest.
"""

from __future__ import annotations

import numpy as np

from sim.behaviour import leave, visit
from sim.kernel.arithmetic import logistic
from sim.kernel.compile import inlined
from sim.kernel.draws import VISIT, U, mix, unit, unit_low
from sim.kernel.layout import (
    ALWAYS,
    HUNTER,
    LEFT,
    LEVELS,
    POINTS_ON,
    PUSH,
    SHIFT,
    THRESHOLDS,
    TOUCHED,
)
from sim.kernel.spend import spend_visit
from sim.kernel.tally import LEFT as LEFT_COUNT
from sim.kernel.tally import RETURNED, level_of, offer_row
from sim.kernel.ties import share_here
from sim.kernel.types import Columns, Days, Flag, Float32, Tallies, Theta, Whole, Word

F = np.float32
_HALF = F(0.5)


@inlined
def bound_byte(p: Float32) -> Whole:
    """Return an upper bound of a probability in 256ths, 255 meaning always."""
    byte = np.int32(p * F(256.03)) + np.int32(1)
    return np.uint8(min(byte, np.int32(255)))


@inlined
def may_leave(x: Word, bound: Whole) -> Flag:
    """Return whether a draw is below the bound of the leaving hazard."""
    return (((x >> U(24)) & U(255)) < U(bound)) | (bound == ALWAYS)


@inlined
def screen(c: Columns, scale16: Word, first: Whole, last: Whole) -> Whole:
    """Fill ``c.rows`` with the members of first .. last whose draws may let them visit or leave."""
    k = c.keys[VISIT]
    found: Whole = 0
    for row in range(first, last):
        x = mix(c.identity[row] ^ k)
        come = ((x >> U(56)) << U(4)) < U(c.visit_bound[row]) * scale16
        sure = c.visit_bound[row] == ALWAYS
        c.rows[found] = np.int32(row)
        found += np.int64(come | sure | may_leave(x, c.leave_bound[row]))
    return found


@inlined
def gather(c: Columns, found: Whole) -> None:
    """Read the records and first ties of those who passed, so that cache misses overlap.

    What is read is added up and kept, or the compiler would drop the loop; it saves a quarter of
    the day from 50,000 members on.
    """
    touched: Whole = 0
    for n in range(found):
        row = c.rows[n]
        touched += c.members[row].flags
        touched += c.lines[row, 0]
    c.control[TOUCHED] = touched


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
    c: Columns, theta: Theta, d: Days, row: Whole, day: Whole, own: Float32, u: Float32
) -> Flag:
    """Return whether a member who has not left visits today; `own` is its `own_pull`."""
    m = c.members[row]
    if m.visits == 0:
        return True
    if m.flags & HUNTER:
        return False
    level = level_of(d, m.lifetime_points)
    effect = d.effects[offer_row(d, day), level, m.segment]
    x = own + d.shift[day] + effect[SHIFT]
    x = x + theta.content_pull * (c.feeds[m.segment] - _HALF)
    x = x + gradient(theta, d, m.lifetime_points, level)
    x = x - theta.fatigue_pull * visit.fatigue_now(theta, m, day, effect[PUSH])
    if u >= logistic(x + theta.peer_pull):
        return False
    return u < logistic(x + theta.peer_pull * share_here(c, row))


@inlined
def live_member(
    c: Columns,
    theta: Theta,
    d: Days,
    tl: Tallies,
    row: Whole,
    day: Whole,
    items: Whole,
    leavers: Whole,
    screened: Flag,
) -> Whole:
    """Live one member's day; return the number of leavers so far.

    A record that nothing changed keeps its bound of the leaving hazard, which only falls with
    tenure; so the hazard is worked out only after a visit or when the draw is below that bound.
    """
    m = c.members[row]
    x = mix(c.identity[row] ^ c.keys[VISIT])
    if m.flags & LEFT:
        if unit(x) >= leave.comeback(theta, m, day):
            c.visit_bound[row] = bound_byte(leave.comeback(theta, m, day))
            return leavers
        m.flags = m.flags & ~LEFT
        m.loss = F(0.0)
        c.population[m.segment] += 1
        tl.counts[day, m.segment, RETURNED] += 1
        here = True
        own = F(0.0)
    else:
        own = visit.own_pull(theta, m, day)
        here = comes(c, theta, d, row, day, own, unit(x))
    if here:
        spend_visit(c, theta, d, tl, row, day, items)
        own = visit.own_pull(theta, m, day + 1)
    hunts = m.flags & HUNTER
    c.visit_bound[row] = np.uint8(0) if hunts else bound_byte(logistic(own))
    if here or not screened or may_leave(x, c.leave_bound[row]):
        hazard = leave.hazard(theta, m, day)
        c.leave_bound[row] = bound_byte(hazard)
        if unit_low(x) < hazard:
            m.flags = m.flags | LEFT
            m.loss = F(0.0)
            m.loss_day = np.int32(day)
            c.visit_bound[row] = bound_byte(leave.comeback(theta, m, day))
            c.leave_bound[row] = np.uint8(0)
            c.population[m.segment] -= 1
            tl.counts[day, m.segment, LEFT_COUNT] += 1
            c.leavers[leavers] = np.int32(row)
            leavers += 1
    return leavers
