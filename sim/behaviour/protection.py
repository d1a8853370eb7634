"""Protection: ties keep members.

    hazard x (1 + ties)^-ties_protect     (M9)

From the register (`python -m forerun.model_page` writes it):

    ties_protect = 0.2 ± 0.05 (off: 0), 0 to 1; assumed, B: M9: 0.1-0.4
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def exponent(theta: Theta, ties: Float32) -> Float32:
    """Return the exponent by which ties lower the hazard of leaving."""
    return theta.ties_protect * log32(F(1.0) + ties)
