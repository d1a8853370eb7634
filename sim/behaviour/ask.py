"""Ask: a visit may raise a question or a complaint, when there is a desk to answer it.

``question_rate`` a visit; ``complaint_rate exp(2 (1/2 - S))``: the dissatisfied complain (M54).

Differs from the evidence: nobody gives up waiting for an answer, where M54's askers may.

From the register (`python -m forerun.model_page` writes it):

    question_rate = 0.02 1/visit, 0 to 1; assumed, D: M54
    complaint_rate = 0.002 1/visit, 0 to 1; assumed, D: M54
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def complaint_probability(theta: Theta, satisfaction: Float32) -> Float32:
    """Return the probability of a complaint on a visit."""
    return theta.complaint_rate * exp32(F(2.0) * (F(0.5) - satisfaction))
