"""Leave and come back.

    hazard = leave_rate (1 + age / leave_days)^-leave_power exp(leave_satisfaction (1/2 - S))
             (1 + ties)^-ties_protect (1 + contagion L)

a day, where L counts ties that left, each fading by exp(-days / contagion_days) (M5, M9, M49, V4,
V34). One who left comes back on a day with probability ``return_rate exp(-away / return_days)``
(M61). Whoever leaves forfeits the points; a bounty hunter never comes back.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Member, Theta, Whole

F = np.float32


@inlined
def loss_now(theta: Theta, member: Member, day: Whole) -> Float32:
    """Return the weighted count of ties that left, on a day."""
    if member.loss <= F(0.0):
        return F(0.0)
    return member.loss * exp32(-F(day - member.loss_day) / theta.contagion_days)


@inlined
def hazard(theta: Theta, member: Member, day: Whole) -> Float32:
    """Return the probability of leaving on a day, 0 to 1."""
    age = F(day - member.join_day)
    exponent = theta.leave_satisfaction * (F(0.5) - member.satisfaction)
    exponent = exponent - theta.leave_power * log32(F(1.0) + age / theta.leave_days)
    exponent = exponent - theta.ties_protect * log32(F(1.0) + F(member.ties))
    h = theta.leave_rate * exp32(exponent)
    return min(h * (F(1.0) + theta.contagion * loss_now(theta, member, day)), F(1.0))


@inlined
def hazard_bound(theta: Theta, member: Member, day: Whole) -> Float32:
    """Return a quick upper bound of the hazard for this and all later days until a visit.

    Tenure and ties only lower the hazard, and e**y <= 1 / (1 - y) below 1.
    """
    bound = theta.leave_rate * F(1.0001)
    y = theta.leave_satisfaction * (F(0.5) - member.satisfaction)
    if y > F(0.5):
        bound = bound * exp32(y)
    elif y > F(0.0):
        bound = bound / (F(1.0) - y)
    if member.loss > F(0.0):
        bound = bound * (F(1.0) + theta.contagion * loss_now(theta, member, day))
    return min(bound, F(1.0))


@inlined
def comeback(theta: Theta, member: Member, day: Whole) -> Float32:
    """Return the probability that one who left on `loss_day` comes back on a day."""
    away = F(day - member.loss_day)
    return theta.return_rate * exp32(-away / theta.return_days)
