"""Attention: a visit takes in only so much.

    items read = min(attention (1/2 + u_i), items),   at least 1 if there is any

u_i is uniform, a member's own, so that the mean is `attention`. Exposures are conserved: twice the
items halve the exposure of each (M19, V30).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Decision, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta, Whole

DECISION: Final = Decision(
    "attention",
    title="attention budget",
    title_zh="注意力预算",
    parameters=(
        Parameter(
            "attention", 8.0, unit="items/visit", low=0.5, high=200.0, grade="assumed",
            evidence="C",
            source="M19: attention is finite",
            meaning="items that a member reads on a visit, mean", meaning_zh="每次访问注意力",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def budget(theta: Theta, trait: Float32) -> Whole:
    """Return the items that a member can read on a visit, at least 1; `trait` is on [0, 1)."""
    items = np.int32(theta.attention * (F(0.5) + trait) + F(0.5))
    return max(items, np.int32(1))
