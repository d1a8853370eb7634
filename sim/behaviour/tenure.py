"""Tenure: the longer a member is here, the less likely to leave.

    hazard x (1 + age / leave_days)^-leave_power     age in days

A cohort's retention rate rises although nobody changes (M5, V4, V6).

Differs from the evidence: the hazard falls with days of age and by a lower power, where M5 measured
a power of 0.89 to 1.02 of the number of contributions.

From the register (`python -m forerun.model_page` writes it):

    leave_power = 0.5 (off: 0), 0 to 2; assumed, B: M5: 0.89-1.02 by contribution; less by calendar
        age
    leave_days = 60 days, 1 to 1000; assumed, B: M5
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def exponent(theta: Theta, age: Float32) -> Float32:
    """Return the exponent by which tenure lowers the hazard of leaving."""
    return theta.leave_power * log32(F(1.0) + age / theta.leave_days)
