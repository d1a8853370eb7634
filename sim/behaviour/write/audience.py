"""Audience: members post for those who read.

    posting rate x (V / A)^audience_motive,   A <- A + (V - A) / audience_days

V are the visits of the day before, A the audience that members are used to (M14). With the feed's
pull on visits, posts need readers and readers posts (`content`).

Differs from the evidence: members get used to a smaller audience in time and mind it all alike,
where M14 has no such end and a larger effect on the socially motivated.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "audience",
    title="audience size",
    title_zh="受众规模",
    switches=("audience_motive",),
    memory=True,
    parameters=(
        Parameter(
            "audience_motive", 0.0, unit="1", low=0.0, high=2.0, typical=0.5, grade="published",
            evidence="A",
            source="M14: contributions of the unaffected fell 42.8 % when many readers were "
                   "cut off",
            meaning="power by which posting follows the audience's size",
            meaning_zh="受众规模动机",
        ),
        Parameter(
            "audience_days", 90.0, unit="days", low=5.0, high=1000.0, grade="assumed",
            evidence="D",
            source="none published",
            meaning="days over which members get used to an audience", meaning_zh="受众适应天数",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def factor(theta: Theta, visits: Float32, usual: Float32) -> Float32:
    """Return by what posting is multiplied; 1 as long as there is no usual audience."""
    if theta.audience_motive == F(0.0) or usual <= F(0.0):
        return F(1.0)
    return exp32(theta.audience_motive * log32(max(visits, F(0.5)) / usual))


@inlined
def usual_after(theta: Theta, visits: Float32, usual: Float32) -> Float32:
    """Return the audience that members are used to after a day; the first day's to begin with."""
    if usual <= F(0.0):
        return visits
    return usual + (visits - usual) / theta.audience_days
