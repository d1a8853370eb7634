"""Leave: does a member leave for good today?

    hazard = leave_rate tenure satisfaction protection contagion x factors

a day, each a module of its own (M5). The factors are of the day (`trust`), of the segment
(`kinds`), of toxic comments (`toxicity`) and of who brought a friend (`referrer`), in this order.
Whoever leaves forfeits the points, and may come back (`comeback`).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.leave import contagion, protection, tenure
from sim.behaviour.mechanism import Decision, Parameter
from sim.behaviour.mood import satisfaction as satisfactions
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

DECISION: Final = Decision(
    "leave",
    title="leaving",
    title_zh="退出",
    parameters=(
        Parameter(
            "leave_rate", 0.0008, unit="1/day", low=0.0, high=0.5, grade="assumed", evidence="B",
            source="M5",
            meaning="hazard of leaving for good on the first day", meaning_zh="退出率",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def hazard(
    theta: Theta,
    satisfaction: Float32,
    age: Float32,
    ties: Float32,
    loss: Float32,
    factor: Float32,
) -> Float32:
    """Return the probability of leaving on a day, 0 to 1.

    `age` is in days, `loss` is `contagion.loss_now`.
    """
    exponent = satisfactions.leave_exponent(theta, satisfaction)
    exponent = exponent - tenure.exponent(theta, age)
    exponent = exponent - protection.exponent(theta, ties)
    h = theta.leave_rate * exp32(exponent)
    return min(h * contagion.factor(theta, loss) * factor, F(1.0))


@inlined
def worst_exponent(theta: Theta, satisfaction: Float32) -> Float32:
    """Return the exponent of a bound of the hazard: tenure and ties only lower it."""
    return max(satisfactions.leave_exponent(theta, satisfaction), F(0.0))


@inlined
def hazard_bound(theta: Theta, worst: Float32, loss: Float32, factor: Float32) -> Float32:
    """Return an upper bound of the hazard for this and all later days until a visit.

    `worst` is the exponential of `worst_exponent`, `loss` is `contagion.loss_now`, `factor` a bound
    of the hazard's factor.
    """
    bound = theta.leave_rate * F(1.0001) * worst
    return min(bound * contagion.factor(theta, loss) * factor, F(1.0))
