"""Ask: a visit may raise a question or a complaint, when there is a desk to answer it.

``question_rate`` a visit; ``complaint_rate exp(2 (1/2 - S))``: the dissatisfied complain (M54).

Differs from the evidence: nobody gives up waiting for an answer, where M54's askers may.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Decision, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

DECISION: Final = Decision(
    "ask",
    title="asking staff",
    title_zh="咨询",
    parameters=(
        Parameter(
            "question_rate", 0.02, unit="1/visit", low=0.0, high=1.0, grade="assumed",
            evidence="D",
            source="M54",
            meaning="probability of asking staff on a visit, when there is a desk",
            meaning_zh="咨询率",
        ),
        Parameter(
            "complaint_rate", 0.002, unit="1/visit", low=0.0, high=1.0, grade="assumed",
            evidence="D",
            source="M54",
            meaning="probability of a complaint on a visit, when there is a desk",
            meaning_zh="投诉率",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def complaint_probability(theta: Theta, satisfaction: Float32) -> Float32:
    """Return the probability of a complaint on a visit."""
    return theta.complaint_rate * exp32(F(2.0) * (F(0.5) - satisfaction))
