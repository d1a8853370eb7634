"""Leaving: the hazard is worked out only for a draw that is below its bound.

A member whom nothing touched keeps that bound, as tenure and ties only lower the hazard.
"""

from __future__ import annotations

import numpy as np

from sim.behaviour.leave import comeback, contagion, leave
from sim.compiled.arithmetic import exp32
from sim.compiled.bounds import bound_byte, may_leave
from sim.compiled.compile import compiled, inlined
from sim.compiled.control import MEMBERS
from sim.compiled.draws import U, unit_low
from sim.compiled.layout import EXPIRY_DAYS, LEFT, SLOTS
from sim.compiled.types import Columns, Days, Flag, Float32, Member, Tallies, Theta, Whole, Word
from sim.day.groups import exit_group, grouped
from sim.day.remember import is_muted, leave_factor, worst_leave_factor
from sim.day.tally import LEFT as LEFT_COUNT
from sim.day.tally import POINTS_CLAWED_BACK, POINTS_EXPIRED
from sim.day.ties import in_first_line, line_behind, slot

F = np.float32


@inlined
def expire(d: Days, tl: Tallies, m: Member, day: Whole) -> None:
    """Let points lapse that outlived their time, on the day they did."""
    limit = d.rules[EXPIRY_DAYS]
    if limit > 0 and m.points > 0 and day - m.last_visit > limit:
        tl.counts[m.last_visit + limit + 1, m.cell, POINTS_EXPIRED] += np.int64(m.points)
        m.points = np.int32(0)


@inlined
def forfeit(d: Days, tl: Tallies, m: Member, day: Whole) -> None:
    """Take back the points of a member who leaves; those that have lapsed before count as such."""
    expire(d, tl, m, day)
    tl.counts[day, m.cell, POINTS_CLAWED_BACK] += np.int64(m.points)
    m.points = np.int32(0)


@inlined
def leave_scale(d: Days, day: Whole) -> Float32:
    """Return by how much the day multiplies every bound of leaving."""
    factor = d.hazard[day]
    return factor if factor == F(1.0) else factor * F(1.0001)


@inlined
def perhaps_leave(
    c: Columns,
    theta: Theta,
    d: Days,
    tl: Tallies,
    row: Whole,
    day: Whole,
    x: Word,
    screened: Flag,
) -> None:
    """Let a member leave whose draw is below the hazard."""
    if may_leave(x, c.leave_bound[row], leave_scale(d, day)) or not screened:
        _leave(c, theta, d, tl, row, day, x)


@compiled
def _leave(c: Columns, theta: Theta, d: Days, tl: Tallies, row: Whole, day: Whole, x: Word) -> None:
    m = c.members[row]
    loss = contagion.loss_now(theta, m.loss, F(day - np.int64(m.loss_day)))
    age = F(day - m.join_day)
    factor = leave_factor(c, theta, d, m, row, day, age)
    if unit_low(x) >= leave.hazard(theta, m.satisfaction, age, F(m.ties), loss, factor):
        return
    m.flags = m.flags | LEFT
    m.loss = F(0.0)
    m.loss_day = np.uint16(day)
    c.visit_bound[row] = bound_byte(comeback.probability(theta, F(0.0)))
    c.leave_bound[row] = np.uint8(0)
    c.leaving[row >> 6] |= U(1) << U(row & 63)
    tl.present[m.cell] -= 1
    if is_muted(c, row):
        tl.muted[m.cell] -= 1
    tl.counts[day, m.cell, LEFT_COUNT] += 1
    forfeit(d, tl, m, day)


@inlined
def _leave_byte(
    c: Columns, theta: Theta, d: Days, m: Member, row: Whole, worst: Whole, day: Whole
) -> Whole:
    """Return the byte of the bound of leaving from a day on; see `leave.hazard_bound`."""
    loss = contagion.loss_now(theta, m.loss, F(day - np.int64(m.loss_day)))
    factor = worst_leave_factor(c, theta, d, m, row)
    return bound_byte(leave.hazard_bound(theta, worst, loss, factor))


@compiled
def mourn(c: Columns, theta: Theta, d: Days, day: Whole) -> None:
    """Let today's leavers give up their groups and their ties feel the loss."""
    for word in range((c.control[MEMBERS] + 63) >> 6):
        bits = c.leaving[word]
        if bits == U(0):
            continue
        c.leaving[word] = U(0)
        for bit in range(64):
            if (bits >> U(bit)) & U(1):
                _mourn_one(c, theta, d, day, 64 * word + bit)


@inlined
def _mourn_one(c: Columns, theta: Theta, d: Days, day: Whole, row: Whole) -> None:
    if grouped(c):
        exit_group(c, row)
    line: Whole = -1
    count = in_first_line(c.members[row].ties)
    while count > 0:
        for k in range(count):
            _feel_loss(c, theta, d, day, slot(c, row, line, k))
        line = line_behind(c, row, line)
        count = SLOTS if line >= 0 else 0


@inlined
def _feel_loss(c: Columns, theta: Theta, d: Days, day: Whole, friend: Whole) -> None:
    m = c.members[friend]
    if m.flags & LEFT:
        return
    m.loss = contagion.loss_now(theta, m.loss, F(day - np.int64(m.loss_day))) + F(1.0)
    m.loss_day = np.uint16(day)
    bear_in_mind(c, theta, d, friend, day)


@inlined
def bear_in_mind(c: Columns, theta: Theta, d: Days, row: Whole, day: Whole) -> None:
    """Renew the bound of leaving of a member to whom something happened outside a visit."""
    m = c.members[row]
    worst = exp32(leave.worst_exponent(theta, m.satisfaction))
    c.leave_bound[row] = _leave_byte(c, theta, d, m, row, worst, day)
