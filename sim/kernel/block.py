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
from sim.kernel.spend import forfeit, spend_visit
from sim.kernel.tally import LEFT as LEFT_COUNT
from sim.kernel.tally import RETURNED, level_of, offer_row
from sim.kernel.ties import share_here
from sim.kernel.types import Columns, Days, Flag, Float32, Tallies, Theta, Whole, Word

F = np.float32
_HALF = F(0.5)

_UPPER = 1.0 / (1.0 + np.exp(8.0 - (np.arange(256) + 1.001) / 16))
VISIT_BYTES = np.minimum(_UPPER * 256.03 + 1.0, 255.0).astype(np.uint8)
VISIT_BYTES[255] = ALWAYS


@inlined
def visit_byte(own: Float32) -> Whole:
    """Return an upper bound of logistic(own) in 256ths, from a table of sixteenths of a logit."""
    place = np.int32((own + F(8.0)) * F(16.0))
    return VISIT_BYTES[min(max(place, np.int32(0)), np.int32(255))]


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
    """Fill ``c.rows`` with the members of first .. last whose draws may let them visit or leave.

    Two loops, because the first one has no branch and no order, and so runs eight members at once.
    """
    k = c.keys[VISIT]
    size = last - first
    identity = c.identity[first:last]
    visit_bound = c.visit_bound[first:last]
    leave_bound = c.leave_bound[first:last]
    passed = c.passed
    for n in range(size):
        x = mix(identity[n] ^ k)
        bound = U(visit_bound[n])
        come = ((x >> U(56)) << U(4)) < bound * scale16
        sure = bound == U(ALWAYS)
        passed[n] = np.uint8(come | sure | may_leave(x, leave_bound[n]))
    for n in range(size, (size + 7) & ~7):
        c.passed[n] = np.uint8(0)
    found: Whole = 0
    for word in range((size + 7) >> 3):
        if c.passed_words[word] == U(0):
            continue
        for n in range(8 * word, 8 * word + 8):
            c.rows[found] = np.int32(first + n)
            found += np.int64(c.passed[n])
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

    The leaving hazard is worked out only when the draw is below its bound; a record that nothing
    changed keeps that bound, as tenure only lowers the hazard.
    """
    m = c.members[row]
    x = mix(c.identity[row] ^ c.keys[VISIT])
    if m.flags & LEFT:
        back = F(0.0) if m.flags & HUNTER else leave.comeback(theta, m, day)
        if unit(x) >= back:
            c.visit_bound[row] = bound_byte(back)
            return leavers
        m.flags = m.flags & ~LEFT
        m.loss = F(0.0)
        c.population[m.segment] += 1
        tl.counts[day, m.segment, RETURNED] += 1
        habit = visit.habit_now(theta, m, day)
        own = F(0.0)
        here = True
    else:
        habit = visit.habit_now(theta, m, day)
        own = visit.own_pull(theta, m, day, habit)
        here = comes(c, theta, d, row, day, own, unit(x))
    if here:
        spend_visit(c, theta, d, tl, row, day, items, habit)
        own = visit.own_pull(theta, m, day + 1, m.habit)
        c.leave_bound[row] = bound_byte(leave.hazard_bound(theta, m, day))
    c.visit_bound[row] = np.uint8(0) if m.flags & HUNTER else visit_byte(own)
    may = may_leave(x, c.leave_bound[row])
    if (may or not screened) and unit_low(x) < leave.hazard(theta, m, day):
        m.flags = m.flags | LEFT
        m.loss = F(0.0)
        m.loss_day = np.int32(day)
        c.visit_bound[row] = bound_byte(leave.comeback(theta, m, day))
        c.leave_bound[row] = np.uint8(0)
        c.population[m.segment] -= 1
        tl.counts[day, m.segment, LEFT_COUNT] += 1
        forfeit(d, tl, m, day)
        c.leavers[leavers] = np.int32(row)
        leavers += 1
    return leavers
