"""Habit: visits make a habit, which fades while a member is away.

    H <- H + habit_gain (1 - H)   on a visit,    H exp(-habit_decay (gap - 1))   after gap days
    pull = habit_pull H

95 % of the asymptote is there after 66 visits; one missed day costs nothing (M2, V29). This is what
recency does here: who was away for long has less of a habit.

From the register (`python -m forerun.model_page` writes it):

    habit_pull = 1 (off: 0) logit, 0 to 6; assumed, B: M1, M2
    habit_gain = 0.045 1/visit, 0.012 to 0.166; published, A: M2: 95 % of the asymptote after 18-254
        days, mean 66
    habit_decay = 0.011 1/day, 0 to 0.2; assumed, B: M2: one missed day has no material effect, so
        decay << gain; a quarter of it
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def exponent(theta: Theta, gap: Float32) -> Float32:
    """Return the exponent of what is left of a habit `gap` days after the last visit."""
    return -theta.habit_decay * (gap - F(1.0))


@inlined
def after(theta: Theta, habit: Float32) -> Float32:
    """Return the habit after a visit, 0 to 1."""
    return habit + theta.habit_gain * (F(1.0) - habit)


@inlined
def pull(theta: Theta, habit: Float32) -> Float32:
    """Return the pull of a habit, logit."""
    return theta.habit_pull * habit
