"""The screen: who of a block may visit or leave today, by one hash and two bytes a member.

A member's visit and leaving are drawn from the two words of one hash. `visit_bound` bounds the
visit probability of a day that adds nothing, and a day that adds s >= 0 to the logit multiplies it
by e^s at most; so whoever the screen drops would not have come (exact, not approximate).
"""

from __future__ import annotations

import numpy as np

from sim.compiled.bits import lowest
from sim.compiled.bounds import may_come, may_leave
from sim.compiled.compile import inlined
from sim.compiled.draws import VISIT, U, mix
from sim.compiled.layout import LEAVE_SCALE, SCALE
from sim.compiled.prefetch import prefetch
from sim.compiled.types import Columns, Float32, Today, Whole, Word, Work
from sim.day.remember import remembers

WORD = 64
"""Members whose answers fit in a word."""


@inlined
def _passing(
    c: Columns, k: Word, scale: Float32, leaving: Float32, first: Whole, size: Whole
) -> Word:
    """Return the bits of those of the members from `first` on who may act."""
    identity = c.identity[first : first + size]
    visit_bound = c.visit_bound[first : first + size]
    leave_bound = c.leave_bound[first : first + size]
    bits = U(0)
    for n in range(size):
        x = mix(identity[n] ^ k)
        may_act = may_come(x, visit_bound[n], scale) | may_leave(x, leave_bound[n], leaving)
        bits |= U(may_act) << U(n)
    return bits


@inlined
def screen(c: Columns, t: Today, w: Work, first: Whole, last: Whole) -> Whole:
    """Fill ``w.queued`` with the members of first .. last who may act; return how many."""
    k = t.keys[VISIT]
    scale = np.float32(t.sums[SCALE]) / np.float32(256.0)
    leaving = t.caps[LEAVE_SCALE]
    remembered = remembers(c)
    found: Whole = 0
    for start in range(first, last, WORD):
        if last - start < WORD:
            bits = _passing(c, k, scale, leaving, start, last - start)
        else:
            bits = _passing(c, k, scale, leaving, start, WORD)
        while bits != U(0):
            row = start + lowest(bits)
            bits &= bits - U(1)
            prefetch(c.members, row)
            if remembered:
                prefetch(c.memories, row)
            w.queued[found] = np.uint32(row)
            found += 1
    return found


@inlined
def everybody(w: Work, first: Whole, last: Whole) -> Whole:
    """Fill ``w.queued`` with all members of first .. last: for tests, the same bits."""
    for n in range(last - first):
        w.queued[n] = np.uint32(first + n)
    return last - first
