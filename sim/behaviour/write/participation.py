"""Participation: few write most.

    posts a visit = write_rate exp(write_spread z - write_spread^2 / 2)     z standard normal

for life: log-normal over members with mean `write_rate` (M10, V10).

Differs from the evidence: everybody writes at some rate, where M10 sets apart a share of lurkers
who never do.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "participation",
    title="few write most",
    title_zh="参与不均",
    switches=("write_spread",),
    parameters=(
        Parameter(
            "write_spread", 1.8, unit="ln", low=0.0, high=3.0, neutral=0.0, grade="published",
            evidence="B",
            source="M10, V10: 1.7-2.5",
            meaning="log-normal spread of it over members", meaning_zh="发帖差异",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def rate(theta: Theta, z: Float32) -> Float32:
    """Return a member's own posts a visit."""
    spread = theta.write_spread
    return theta.write_rate * exp32(spread * z - F(0.5) * spread * spread)
