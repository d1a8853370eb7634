"""Novelty: what of older posts is still read.

    w(a) = exp(-ln 2 (a / novelty_days)^0.4)

is the attention left of an item a days after its first day: a stretched exponential with the
exponent of M16 (Wu and Huberman 2007), scaled to its half-life. It is cut after `LONGEST` days.

Differs from the evidence: attention only decays, where M16 also has what is read already read more.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "novelty",
    title="novelty decay",
    title_zh="新鲜度衰减",
    switches=("novelty_days",),
    parameters=(
        Parameter(
            "novelty_days", 0.0, unit="days", low=0.0, high=60.0, typical=1.0, grade="assumed",
            evidence="B",
            source="M16: stretched exponential exp(-0.4 t^0.4); 69 minutes on a front page, "
                   "days in a forum",
            meaning="days in which an item loses half of its attention; 0: only yesterday's "
                    "posts are read", meaning_zh="内容半衰期",
        ),
    ),
)  # fmt: skip

F = np.float32
_LN2 = F(0.6931472)
_POWER = F(0.4)

LONGEST: Final = 28
"""Days that an item stays in the feed."""


@inlined
def weight(theta: Theta, days: Float32) -> Float32:
    """Return the attention left of an item `days` after its first, 1 at first."""
    if days <= F(0.0):
        return F(1.0)
    return exp32(-_LN2 * exp32(_POWER * log32(days / theta.novelty_days)))
