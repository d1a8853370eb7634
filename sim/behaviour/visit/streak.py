"""Streak: a run of days that one does not want to break.

    pull = streak_pull min(L, 7) / 7                       on the day after a visit
         = -streak_break min(L, 7) / 7 exp(-(gap - 2) / 7)   later

L are the days of the run up to the last visit, gap the days since (M29). To whom a challenge of D
days is on offer (a plan's), a run of which each D-th day is rewarded pulls by

    + streak_pull C (L mod D)^2 / D^2

more on the day after a visit, C the lever, 0 to 1 (M25; that it is as strong as a run is assumed).

Differs from the evidence: a break takes visits alone and there are no freeze days, where M29 has
freezes and a rise of leaving after a long break.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "streak",
    title="streaks and their loss",
    title_zh="连续签到",
    switches=("streak_pull",),
    memory=True,
    parameters=(
        Parameter(
            "streak_pull", 0.0, unit="logit", low=0.0, high=3.0, typical=0.3, grade="assumed",
            evidence="C",
            source="M29: retention rises each day to day 7",
            meaning="pull of a run of seven days or more, the next day",
            meaning_zh="连续签到的作用",
        ),
        Parameter(
            "streak_break", 0.2, unit="logit", low=0.0, high=3.0, grade="assumed", evidence="C",
            source="M29: shock when a run breaks",
            meaning="pull lost just after a run of seven days broke", meaning_zh="断签的打击",
        ),
    ),
)  # fmt: skip

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
def challenge(theta: Theta, length: Whole, gap: Float32, days: Whole, offered: Float32) -> Float32:
    """Return what a challenge of so many days adds to it, logit; 0 without one."""
    if days <= 0 or gap > F(1.0):
        return F(0.0)
    progress = F(np.int64(length) % days) / F(days)
    return theta.streak_pull * offered * progress * progress


@inlined
def most(theta: Theta, length: Whole, days: Whole) -> Float32:
    """Return a bound of both on the days after a visit, logit; `days` of a challenge, 0 if none."""
    bound = theta.streak_pull * min(F(length), _FULL) / _FULL
    return bound + challenge(theta, length, F(1.0), days, F(1.0))


@inlined
def length_after(length: Whole, gap: Whole) -> Whole:
    """Return the length of the run after a visit that comes `gap` days after the one before."""
    return min(np.int64(length) + 1, 65535) if gap == 1 else 1
