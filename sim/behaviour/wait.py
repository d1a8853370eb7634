"""Wait: an answer that takes long disappoints.

    S <- S - weight wait_pain ln(1 + t / wait_expected),   t in hours; weight 2 for a complaint

Steep at first, then flat (M55).

Differs from the evidence: all who asked on a day feel its mean wait, where M55 is of a member's
own.

From the register (`python -m forerun.model_page` writes it):

    wait_pain = 0.08 ± 0.03 (off: 0), 0 to 0.5; published, B: M55: steep at first, then flat
    wait_expected = 4 hours, 0.1 to 72; published, B: M55: 1-6 h on social channels
"""

from __future__ import annotations

import numpy as np

from sim.behaviour.satisfaction import clip01
from sim.kernel.arithmetic import log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def satisfaction_after(
    theta: Theta, satisfaction: Float32, hours: Float32, weight: Float32
) -> Float32:
    """Return satisfaction after an answer that took `hours`."""
    pain = theta.wait_pain * log32(F(1.0) + hours / theta.wait_expected)
    return clip01(satisfaction - weight * pain)
