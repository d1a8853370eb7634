"""Invite: does a member invite a friend on a visit?

    P(invite) = invite_rate 2 t_i lever satisfaction unlock

where t_i is uniform, so that the mean is `invite_rate` (M39). A reward multiplies the rate by
``(1 + reward)^invite_reward`` (M41). The friend's answer is of `accept` and `hunter`.

Differs from the evidence: reward, satisfaction and a near unlock multiply the rate, where M39 has a
logit with a class of NPS, a social cost and the strength of ties too, and M41 has uncertain
rewards.

From the register (`python -m forerun.model_page` writes it):

    invite_rate = 0.002 ± 0.001 1/visit, 0 to 1; assumed, C: M39: 0.5-5 % of active members a month
    invite_reward = 0.9 ± 0.3 ln, 0 to 4; assumed, A: M41: rewards raise referrals
"""

from __future__ import annotations

import numpy as np

from sim.behaviour import unlock
from sim.behaviour.satisfaction import invite_exponent
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
    p = p * exp32(invite_exponent(theta, satisfaction))
    if unlock_after > 0 and factor > F(1.0):
        p = p * unlock.factor(theta, progress, unlock_after)
    return min(p, F(1.0))


@inlined
def cap(theta: Theta, unlock_after: Whole) -> Float32:
    """Return the most that the probability can be per unit of the lever's factor, rounded up."""
    most = theta.invite_rate * F(2.0) * exp32(invite_exponent(theta, F(1.0))) * F(1.001)
    return most * unlock.most(theta) if unlock_after > 0 else most
