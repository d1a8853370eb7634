"""Visit: does a member come today?

    logit P = trait + day + lever + habit_pull H + satisfaction_pull (S - 1/2)
              + newcomer_pull exp(-(age - 1) / newcomer_days) + content_pull (feed - 1/2)
              + peer_pull (share of ties here yesterday) + goal_gradient progress^2
              - fatigue_pull F

M1, M2, M6, M9, M15, M21, M25 of the evidence. Habit H decays by exp(-habit_decay (gap - 1)) and
fatigue F by exp(-fatigue_decay gap) over the days since the last visit, in closed form. The
newcomer's pull ends after 16 `newcomer_days`. The day a member joins is a visit by definition.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Member, Theta, Whole

F = np.float32

NEWCOMER_SPAN = F(16.0)
"""Multiples of `newcomer_days` after which nothing is left of the newcomer's pull (e^-16)."""


@inlined
def habit_now(theta: Theta, member: Member, day: Whole) -> Float32:
    """Return the habit on a day, 0 to 1: one missed day costs nothing (M2)."""
    missed = F(day - member.last_visit - 1)
    if missed <= F(0.0):
        return member.habit
    return member.habit * exp32(-theta.habit_decay * missed)


@inlined
def fatigue_now(theta: Theta, member: Member, day: Whole, push: Float32) -> Float32:
    """Return the fatigue on a day, units, under `push` messages a day since the last visit."""
    if member.fatigue == F(0.0) and push == F(0.0):
        return F(0.0)
    gap = F(day - member.last_visit)
    kept = exp32(-theta.fatigue_decay * gap)
    return member.fatigue * kept + push * (F(1.0) - kept) / theta.fatigue_decay


@inlined
def own_pull(theta: Theta, member: Member, day: Whole, habit: Float32) -> Float32:
    """Return the part of the logit that depends on the member alone; `habit` is `habit_now`.

    It only falls until the next visit, so it bounds the logit of all later days from above, apart
    from what a day adds.
    """
    age = F(day - member.join_day - 1)
    pull = member.visit_trait + theta.habit_pull * habit
    pull = pull + theta.satisfaction_pull * (member.satisfaction - F(0.5))
    if age > NEWCOMER_SPAN * theta.newcomer_days:
        return pull
    return pull + theta.newcomer_pull * exp32(-age / theta.newcomer_days)


@inlined
def habit_after(theta: Theta, habit: Float32) -> Float32:
    """Return the habit after a visit: H + gain (1 - H) (M2, V29)."""
    return habit + theta.habit_gain * (F(1.0) - habit)
