"""Motives: some are moved by rewards, some by status.

A share of ``status_minded = s`` is moved by privileges alone, ``1 / s`` times as much; the others
by rewards alone, ``1 / (1 - s)`` times as much: the means over members are the plan's (M30, M33).

Where members lean by degrees (`leaning`), they are of no kinds.

Differs from the evidence: members are of two kinds by a share that is assumed, where M30 and M33
tell of no kinds.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "motives",
    title="material and status motives",
    title_zh="物质与地位动机",
    switches=("status_minded",),
    needs="a plan's points",
    memory=True,
    parameters=(
        Parameter(
            "status_minded", 0.0, unit="1", low=0.0, high=0.9, typical=0.3, grade="assumed",
            evidence="D",
            source="M30, M33: material against status motives",
            meaning="members whom rewards do not move and privileges do",
            meaning_zh="重地位者占比",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def shift(theta: Theta, u: Float32, reward: Float32, privilege: Float32) -> Float32:
    """Return what a member's motives add to the pulls of rewards and of privileges, logit."""
    s = theta.status_minded
    if u < s:
        return privilege * (F(1.0) / s - F(1.0)) - reward
    return reward * (F(1.0) / (F(1.0) - s) - F(1.0)) - privilege


@inlined
def most(theta: Theta, reward: Float32, privilege: Float32) -> Float32:
    """Return the most that motives add for anybody."""
    s = theta.status_minded
    if s <= F(0.0):
        return F(0.0)
    status = privilege * (F(1.0) / s - F(1.0)) - reward
    return max(max(status, reward * (F(1.0) / (F(1.0) - s) - F(1.0)) - privilege), F(0.0))
