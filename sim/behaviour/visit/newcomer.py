"""Newcomer: those who have just joined come more.

    pull = newcomer_pull exp(-(age - 1) / newcomer_days)     age in days, 1 on the day after joining

It ends after 16 `newcomer_days` (M6: the first day's retention above the seventh's).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "newcomer",
    title="newcomers come more",
    title_zh="新人热情",
    switches=("newcomer_pull",),
    parameters=(
        Parameter(
            "newcomer_pull", 2.0, unit="logit", low=0.0, high=8.0, neutral=0.0, grade="assumed",
            evidence="C",
            source="M6: D1 above D7",
            meaning="extra pull on the day after joining", meaning_zh="新成员初期热情",
        ),
        Parameter(
            "newcomer_days", 5.0, unit="days", low=0.5, high=120.0, grade="assumed", evidence="C",
            source="M6: D1/D7/D30",
            meaning="days in which the newcomer's pull falls to 37 %",
            meaning_zh="新成员热情衰减天数",
        ),
    ),
)  # fmt: skip

F = np.float32


SPAN = F(16.0)
"""Multiples of `newcomer_days` after which nothing is left of the pull (e^-16)."""


@inlined
def exponent(theta: Theta, age: Float32) -> Float32:
    """Return the exponent of what is left of the pull, `age` days after the first."""
    return -age / theta.newcomer_days


@inlined
def added(theta: Theta, pull: Float32, age: Float32, fresh: Float32) -> Float32:
    """Return `pull` with the newcomer's added; `fresh` is what is left of it, 0 to 1."""
    if age > SPAN * theta.newcomer_days:
        return pull
    return pull + theta.newcomer_pull * fresh
