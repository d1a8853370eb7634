"""Propensity: members differ in how often they come, all their lives.

    trait = visit_base + visit_spread z + cohort + kind + referred_stay (if referred)

z is standard normal: the daily probability is logit-normal over members (M1, V2). The cohort's part
is of `ageing`, the kind's of `kinds`, the last of `referred`.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "propensity",
    title="members differ in how often they come",
    title_zh="访问倾向差异",
    switches=("visit_spread",),
    parameters=(
        Parameter(
            "visit_spread", 1.2, unit="logit", low=0.0, high=4.0, neutral=0.0, grade="assumed",
            evidence="C",
            source="M1: heterogeneous, logit-normal",
            meaning="spread of that propensity over members", meaning_zh="访问倾向差异",
        ),
    ),
)  # fmt: skip


@inlined
def trait(theta: Theta, born: Float32, z: Float32) -> Float32:
    """Return a member's own logit of a visit; `born` is the mean of those who are born alike."""
    return born + theta.visit_spread * z
