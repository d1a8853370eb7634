"""Wait: an answer that takes long disappoints.

    S <- S - weight wait_pain ln(1 + t / wait_expected),   t in hours; weight 2 for a complaint

Steep at first, then flat (M55).

Differs from the evidence: all who asked on a day feel its mean wait, where M55 is of a member's
own.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.behaviour.mood.satisfaction import clip01
from sim.compiled.arithmetic import log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "wait",
    title="waiting for an answer",
    title_zh="等待",
    switches=("wait_pain",),
    needs="a desk",
    parameters=(
        Parameter(
            "wait_pain", 0.08, unit="1", low=0.0, high=0.5, spread=0.03, neutral=0.0,
            grade="published", evidence="B",
            source="M55: steep at first, then flat",
            meaning="satisfaction lost per ln(1 + wait/expected)", meaning_zh="等待的不满",
        ),
        Parameter(
            "wait_expected", 4.0, unit="hours", low=0.1, high=72.0, grade="published",
            evidence="B",
            source="M55: 1-6 h on social channels",
            meaning="wait that is taken for granted", meaning_zh="预期等待时间",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def satisfaction_after(
    theta: Theta, satisfaction: Float32, hours: Float32, weight: Float32
) -> Float32:
    """Return satisfaction after an answer that took `hours`."""
    pain = theta.wait_pain * log32(F(1.0) + hours / theta.wait_expected)
    return clip01(satisfaction - weight * pain)
