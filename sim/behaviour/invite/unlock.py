"""Unlock: who needs few more friends for the reward invites more.

    inviting x exp(invite_gradient b g),   g = (qualified / n)^2 below the unlock of n invitations

when a reward stands; b is the inviter's `belief` (M25, M42).

Differs from the evidence: inviting begins anew after each unlock and friends brought fall on evenly
past n, where M42 has inviting stop at n and counts bunch there.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "unlock",
    title="invitations that unlock a reward",
    title_zh="邀请解锁",
    switches=("invite_gradient",),
    needs="a plan's `inviter_reward` lever",
    parameters=(
        Parameter(
            "invite_gradient", 0.5, unit="ln", low=0.0, high=3.0, spread=0.25, neutral=0.0,
            grade="published", evidence="D",
            source="M42, M25",
            meaning="extra rate just below the unlock", meaning_zh="邀请目标梯度",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def factor(theta: Theta, progress: Whole, unlock_after: Whole, belief: Float32) -> Float32:
    """Return by what the nearness of the unlock multiplies inviting."""
    near = F(progress) / F(unlock_after)
    return exp32(theta.invite_gradient * belief * near * near)


@inlined
def most(theta: Theta) -> Float32:
    """Return a bound of that factor."""
    return exp32(theta.invite_gradient)
