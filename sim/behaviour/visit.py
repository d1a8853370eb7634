"""Visit: does a member come today?

    logit P = trait + habit_pull H + satisfaction_pull (S - 1/2)
              + newcomer_pull exp(-(age - 1) / newcomer_days)
              + day + lever + content_pull (feed - 1/2) + goal_gradient progress^2
              - fatigue_pull F + peer_pull (share of ties here yesterday)

M1, M2, M6, M9, M15, M21, M25 of the evidence. Habit H decays by exp(-habit_decay (gap - 1)) and
fatigue F by exp(-fatigue_decay gap) over the days since the last visit, in closed form. The
newcomer's pull ends after 16 `newcomer_days`. The day a member joins is a visit by definition.

Exponentials are handed in: the day loop works them out for a whole block of members at once.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32

NEWCOMER_SPAN = F(16.0)
"""Multiples of `newcomer_days` after which nothing is left of the newcomer's pull (e^-16)."""


@inlined
def habit_exponent(theta: Theta, gap: Float32) -> Float32:
    """Return the exponent of what is left of a habit: one missed day costs nothing (M2)."""
    return -theta.habit_decay * (gap - F(1.0))


@inlined
def fatigue_exponent(theta: Theta, gap: Float32) -> Float32:
    """Return the exponent of what is left of fatigue after `gap` days."""
    return -theta.fatigue_decay * gap


@inlined
def newcomer_exponent(theta: Theta, age: Float32) -> Float32:
    """Return the exponent of what is left of the newcomer's pull, `age` days after the first."""
    return -age / theta.newcomer_days


@inlined
def fatigue_now(theta: Theta, fatigue: Float32, kept: Float32, push: Float32) -> Float32:
    """Return the fatigue on a day, units, under `push` messages a day since the last visit."""
    return fatigue * kept + push * (F(1.0) - kept) / theta.fatigue_decay


@inlined
def own_pull(
    theta: Theta,
    trait: Float32,
    habit: Float32,
    satisfaction: Float32,
    age: Float32,
    fresh: Float32,
) -> Float32:
    """Return the part of the logit that depends on the member alone.

    It only falls until the next visit, so it bounds the logit of all later days from above, apart
    from what a day adds. `fresh` is what is left of the newcomer's pull, 0 to 1.
    """
    pull = trait + theta.habit_pull * habit
    pull = pull + theta.satisfaction_pull * (satisfaction - F(0.5))
    if age > NEWCOMER_SPAN * theta.newcomer_days:
        return pull
    return pull + theta.newcomer_pull * fresh


@inlined
def goal_pull(theta: Theta, progress: Float32) -> Float32:
    """Return the pull of being close to the next level: g progress^2 (M25)."""
    return theta.goal_gradient * progress * progress


@inlined
def habit_after(theta: Theta, habit: Float32) -> Float32:
    """Return the habit after a visit: H + gain (1 - H) (M2, V29)."""
    return habit + theta.habit_gain * (F(1.0) - habit)
