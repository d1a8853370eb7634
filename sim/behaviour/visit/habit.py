"""Habit: visits make a habit, which fades while a member is away.

    H <- H + habit_gain (1 - H)   on a visit,    H exp(-habit_decay (gap - 1))   after gap days
    pull = habit_pull H

95 % of the asymptote is there after 66 visits; one missed day costs nothing (M2, V29). This is what
recency does here: who was away for long has less of a habit.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "habit",
    title="habit and recency",
    title_zh="习惯与近度",
    switches=("habit_pull",),
    parameters=(
        Parameter(
            "habit_pull", 1.0, unit="logit", low=0.0, high=6.0, neutral=0.0, grade="assumed",
            evidence="B",
            source="M1, M2",
            meaning="pull of a full habit", meaning_zh="习惯强度",
        ),
        Parameter(
            "habit_gain", 0.045, unit="1/visit", low=0.012, high=0.166, grade="published",
            evidence="A",
            source="M2: 95 % of the asymptote after 18-254 days, mean 66",
            meaning="habit built by a visit", meaning_zh="习惯形成速度",
        ),
        Parameter(
            "habit_decay", 0.011, unit="1/day", low=0.0, high=0.2, grade="assumed", evidence="B",
            source="M2: one missed day has no material effect, so decay << gain; a quarter of it",
            meaning="habit lost a day away", meaning_zh="习惯衰减速度",
        ),
    ),
)  # fmt: skip

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
