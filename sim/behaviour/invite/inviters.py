"""Inviters: few bring many.

    inviting x g_i,   g_i gamma with shape `invite_shape` and mean 1, drawn for life

so that the friends whom members bring are negative binomial, and three can be reached where the
mean is well below (M42, M45; V62 has shapes 0.2 to 1). Without a shape g_i is even on 0 to 2.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Floats, Theta

MECHANISM: Final = Mechanism(
    "inviters",
    title="few invite many",
    title_zh="邀请不均",
    switches=("invite_shape",),
    parameters=(
        Parameter(
            "invite_shape", 0.0, unit="1", low=0.0, high=100.0, typical=0.5, grade="assumed",
            evidence="D",
            source="V62: negative binomial with 0.2 to 1; M45: cascades are uneven",
            meaning="shape of the gamma of invitation rates over members; 0: even on 0 to 2",
            meaning_zh="邀请率伽马形状参数",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def rate(theta: Theta, table: Floats, u: Float32) -> Float32:
    """Return a member's rate relative to the mean; u on [0, 1), drawn for life."""
    if theta.invite_shape <= F(0.0):
        return F(2.0) * u
    return table[np.int32(u * F(table.shape[0]))]


@inlined
def most(theta: Theta, table: Floats) -> Float32:
    """Return the largest rate that anybody has."""
    return F(2.0) if theta.invite_shape <= F(0.0) else table[table.shape[0] - 1]
