"""Social dollars: members with many ties spend more.

    purchases x (1 + social_spend (1 - exp(-ties / 8)))     (M38)

Differs from the evidence: ties alone count, where M38 has posters spend more too.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "social-spend",
    title="social dollars",
    title_zh="社交消费",
    switches=("social_spend",),
    needs="`buy_rate` above 0",
    memory=True,
    parameters=(
        Parameter(
            "social_spend", 0.0, unit="1", low=0.0, high=2.0, typical=0.6, grade="published",
            evidence="B",
            source="M38: 19 % of revenue after launch, which 0.60 gives at eight ties",
            meaning="rise of purchases of a member with many ties", meaning_zh="社交消费",
        ),
    ),
)  # fmt: skip

F = np.float32


_MANY = F(8.0)


@inlined
def factor(theta: Theta, ties: Float32) -> Float32:
    """Return by what ties multiply purchases."""
    return F(1.0) + theta.social_spend * (F(1.0) - exp32(-ties / _MANY))
