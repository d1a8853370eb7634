"""Unlock: who needs few more friends for the reward invites more.

    inviting x exp(invite_gradient g),   g = (qualified / n)^2 below the unlock of n invitations

when a reward stands (M25, M42).

Differs from the evidence: inviting begins anew after each unlock and friends brought fall on evenly
past n, where M42 has inviting stop at n and counts bunch there.

From the register (`python -m forerun.model_page` writes it):

    invite_gradient = 0.5 ± 0.25 (off: 0) ln, 0 to 3; published, D: M42, M25
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta, Whole

F = np.float32


@inlined
def factor(theta: Theta, progress: Whole, unlock_after: Whole) -> Float32:
    """Return by what the nearness of the unlock multiplies inviting."""
    near = F(progress) / F(unlock_after)
    return exp32(theta.invite_gradient * near * near)


@inlined
def most(theta: Theta) -> Float32:
    """Return a bound of that factor."""
    return exp32(theta.invite_gradient)
