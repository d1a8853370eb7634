"""Protection: ties keep members.

hazard x (1 + ties)^-ties_protect     (M9)
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "protection",
    title="ties protect",
    title_zh="纽带保护",
    switches=("ties_protect",),
    parameters=(
        Parameter(
            "ties_protect", 0.2, unit="1", low=0.0, high=1.0, spread=0.05, neutral=0.0,
            grade="assumed", evidence="B",
            source="M9: 0.1-0.4",
            meaning="power by which ties lower the hazard", meaning_zh="人际纽带保护",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def exponent(theta: Theta, ties: Float32) -> Float32:
    """Return the exponent by which ties lower the hazard of leaving."""
    return theta.ties_protect * log32(F(1.0) + ties)
