"""Status: who held a higher level than today's comes less.

    pull = -demotion_pain    while the level is below the highest that was held on a visit

The demoted come less than those who never rose (M30). Levels fall when a plan raises its
thresholds.

Differs from the evidence: demotion takes the same pull whatever the level gave, where M30 has a
loss weigh twice its gain or more.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "status",
    title="demotion",
    title_zh="降级",
    switches=("demotion_pain",),
    needs="a plan's levels",
    memory=True,
    parameters=(
        Parameter(
            "demotion_pain", 0.0, unit="logit", low=0.0, high=5.0, typical=0.6, grade="assumed",
            evidence="A",
            source="M30: loss weighs twice a gain; the demoted are below the never promoted",
            meaning="pull lost by one who held a higher level", meaning_zh="降级的打击",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def pull(theta: Theta, level: Whole, held: Whole) -> Float32:
    """Return the pull of a demotion, logit, 0 or less."""
    return -theta.demotion_pain if level < held else F(0.0)
