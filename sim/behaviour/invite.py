"""Invite and accept: does a member invite a friend on a visit, and does the friend come?

    P(invite) = invite_rate 2 t_i lever exp(invite_satisfaction (S - 1/2)) exp(invite_gradient g)

where t_i is uniform, so that the mean is `invite_rate`, and g = (qualified / k)^2 below the unlock
of k invitations when a reward stands (M39, M42). A reward multiplies the rate by
``(1 + reward)^invite_reward``. Acceptance and bounty hunting are drawn for the pair (M40, M46).
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta, Whole

F = np.float32


@inlined
def probability(
    theta: Theta,
    satisfaction: Float32,
    trait: Float32,
    factor: Float32,
    progress: Whole,
    unlock_after: Whole,
) -> Float32:
    """Return the probability of inviting one friend on a visit; `factor` holds the reward."""
    p = theta.invite_rate * F(2.0) * trait * factor
    p = p * exp32(theta.invite_satisfaction * (satisfaction - F(0.5)))
    if unlock_after > 0 and factor > F(1.0):
        near = F(progress) / F(unlock_after)
        p = p * exp32(theta.invite_gradient * near * near)
    return min(p, F(1.0))


@inlined
def cap(theta: Theta, unlock_after: Whole) -> Float32:
    """Return the most that the probability can be per unit of the lever's factor, rounded up."""
    most = theta.invite_rate * F(2.0) * exp32(theta.invite_satisfaction * F(0.5)) * F(1.001)
    return most * exp32(theta.invite_gradient) if unlock_after > 0 else most
