"""Streak: a run of days that one does not want to break.

    pull = streak_pull min(L, 7) / 7                       on the day after a visit
         = -streak_break min(L, 7) / 7 exp(-(gap - 2) / 7)   later

L are the days of the run up to the last visit, gap the days since (M29).

Differs from the evidence: a break takes visits alone and there are no freeze days, where M29 has
freezes and a rise of leaving after a long break.

From the register (`python -m forerun.model_page` writes it):

    streak_pull = 0 (on: 0.3) logit, 0 to 3; assumed, C: M29: retention rises each day to day 7
    streak_break = 0.2 logit, 0 to 3; assumed, C: M29: shock when a run breaks
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta, Whole

F = np.float32
_FULL = F(7.0)


@inlined
def pull(theta: Theta, length: Whole, gap: Float32) -> Float32:
    """Return the pull on a day, logit; `gap` in days, 1 or more."""
    weight = min(F(length), _FULL) / _FULL
    if gap <= F(1.0):
        return theta.streak_pull * weight
    return -theta.streak_break * weight * exp32(-(gap - F(2.0)) / _FULL)


@inlined
def most(theta: Theta, length: Whole) -> Float32:
    """Return a bound of the pull on the days after a visit, logit."""
    return theta.streak_pull * min(F(length), _FULL) / _FULL


@inlined
def length_after(length: Whole, gap: Whole) -> Whole:
    """Return the length of the run after a visit that comes `gap` days after the one before."""
    return min(np.int64(length) + 1, 65535) if gap == 1 else 1
