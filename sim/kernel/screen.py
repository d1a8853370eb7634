"""The screen: who of a block may visit or leave today, by one hash and two bytes a member.

A member's visit and leaving are drawn from the two words of one hash. `visit_bound` bounds the
visit probability of a day that adds nothing, and a day that adds s >= 0 to the logit multiplies it
by e^s at most; so whoever the screen drops would not have come (exact, not approximate).
"""

from __future__ import annotations

import numpy as np

from sim.kernel.bounds import may_come, may_leave
from sim.kernel.compile import inlined
from sim.kernel.draws import VISIT, U, mix
from sim.kernel.layout import SCALE
from sim.kernel.types import Columns, Today, Whole, Work


@inlined
def screen(c: Columns, t: Today, w: Work, first: Whole, last: Whole) -> Whole:
    """Fill ``w.rows`` with the members of first .. last who may act; return how many.

    Two loops, because the first one has no branch and no order, and so runs eight members at once.
    """
    k = t.keys[VISIT]
    scale = U(t.sums[SCALE])
    size = last - first
    identity = c.identity[first:last]
    visit_bound = c.visit_bound[first:last]
    leave_bound = c.leave_bound[first:last]
    passed = w.passed
    for n in range(size):
        x = mix(identity[n] ^ k)
        passed[n] = np.uint8(may_come(x, visit_bound[n], scale) | may_leave(x, leave_bound[n]))
    for n in range(size, (size + 7) & ~7):
        passed[n] = np.uint8(0)
    found: Whole = 0
    for word in range((size + 7) >> 3):
        if w.passed_words[word] == U(0):
            continue
        for n in range(8 * word, 8 * word + 8):
            w.rows[found] = np.int32(first + n)
            found += np.int64(passed[n])
    return found


@inlined
def everybody(w: Work, first: Whole, last: Whole) -> Whole:
    """Fill ``w.rows`` with all members of first .. last: for tests, the same bits."""
    for n in range(last - first):
        w.rows[n] = np.int32(first + n)
    return last - first
