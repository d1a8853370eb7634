"""Tenure: the longer a member is here, the less likely to leave.

    hazard x (1 + age / leave_days)^-leave_power     age in days

A cohort's retention rate rises although nobody changes (M5, V4, V6).

Differs from the evidence: the hazard falls with days of age and by a lower power, where M5 measured
a power of 0.89 to 1.02 of the number of contributions.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "tenure",
    title="tenure",
    title_zh="资历",
    switches=("leave_power",),
    parameters=(
        Parameter(
            "leave_power", 0.5, unit="1", low=0.0, high=2.0, neutral=0.0, grade="assumed",
            evidence="B",
            source="M5: 0.89-1.02 by contribution; less by calendar age",
            meaning="power by which the hazard falls with tenure", meaning_zh="退出率下降幂次",
        ),
        Parameter(
            "leave_days", 60.0, unit="days", low=1.0, high=1000.0, grade="assumed", evidence="B",
            source="M5",
            meaning="tenure at which the hazard begins to fall", meaning_zh="退出率下降起点",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def exponent(theta: Theta, age: Float32) -> Float32:
    """Return the exponent by which tenure lowers the hazard of leaving."""
    return theta.leave_power * log32(F(1.0) + age / theta.leave_days)
