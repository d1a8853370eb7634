"""Leave and come back.

    hazard = leave_rate (1 + age / leave_days)^-leave_power exp(leave_satisfaction (1/2 - S))
             (1 + ties)^-ties_protect (1 + contagion L)

a day, where L counts ties that left, each fading by exp(-days / contagion_days) (M5, M9, M49, V4,
V34). It is multiplied by a factor of the day (`trust`), of the segment (`kinds`), of toxic comments
(`toxicity`) and, for one who brought a friend, by `referrer_stay` (M44), in this order. One who
left comes back on a day with probability ``return_rate exp(-away / return_days)`` (M61). Whoever
leaves forfeits the points; a bounty hunter never comes back.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def loss_exponent(theta: Theta, days: Float32) -> Float32:
    """Return the exponent of what is left after `days` of a loss of ties."""
    return -days / theta.contagion_days


@inlined
def loss_now(theta: Theta, loss: Float32, days: Float32) -> Float32:
    """Return the weighted count of ties that left, `days` after it was `loss`."""
    if loss <= F(0.0):
        return F(0.0)
    return loss * exp32(loss_exponent(theta, days))


@inlined
def hazard(
    theta: Theta,
    satisfaction: Float32,
    age: Float32,
    ties: Float32,
    loss: Float32,
    factor: Float32,
) -> Float32:
    """Return the probability of leaving on a day, 0 to 1; `loss` is `loss_now`, `age` in days."""
    exponent = theta.leave_satisfaction * (F(0.5) - satisfaction)
    exponent = exponent - theta.leave_power * log32(F(1.0) + age / theta.leave_days)
    exponent = exponent - theta.ties_protect * log32(F(1.0) + ties)
    h = theta.leave_rate * exp32(exponent)
    return min(h * (F(1.0) + theta.contagion * loss) * factor, F(1.0))


@inlined
def worst_exponent(theta: Theta, satisfaction: Float32) -> Float32:
    """Return the exponent of a bound of the hazard: tenure and ties only lower it."""
    return max(theta.leave_satisfaction * (F(0.5) - satisfaction), F(0.0))


@inlined
def hazard_bound(theta: Theta, worst: Float32, loss: Float32, factor: Float32) -> Float32:
    """Return an upper bound of the hazard for this and all later days until a visit.

    `worst` is the exponential of `worst_exponent`, `loss` is `loss_now`, `factor` a bound of the
    hazard's factor.
    """
    bound = theta.leave_rate * F(1.0001) * worst
    return min(bound * (F(1.0) + theta.contagion * loss) * factor, F(1.0))


@inlined
def comeback(theta: Theta, away: Float32) -> Float32:
    """Return the probability that one who left `away` days ago comes back on a day."""
    return theta.return_rate * exp32(-away / theta.return_days)
