"""Propensity: members differ in how often they come, all their lives.

    trait = visit_base + visit_spread z + cohort + kind + referred_stay (if referred)

z is standard normal: the daily probability is logit-normal over members (M1, V2). The cohort's part
is of `ageing`, the kind's of `kinds`, the last of `referred`.

From the register (`python -m forerun.model_page` writes it):

    visit_spread = 1.2 (off: 0) logit, 0 to 4; assumed, C: M1: heterogeneous, logit-normal
"""

from __future__ import annotations

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta


@inlined
def trait(theta: Theta, born: Float32, z: Float32) -> Float32:
    """Return a member's own logit of a visit; `born` is the mean of those who are born alike."""
    return born + theta.visit_spread * z
