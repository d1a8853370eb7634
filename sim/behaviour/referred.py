"""Referred: members whom a friend brought stay longer.

    trait + referred_stay     for life

It stands for 18 % less churn (M43). The tie that brought them protects them too (`protection`).

Differs from the evidence: the referred come more often, leave by the same hazard and buy as others
do, where M43 lowers their hazard and adds a margin that erodes.

From the register (`python -m forerun.model_page` writes it):

    referred_stay = 0.2 ± 0.1 (off: 0) logit, -1 to 1; assumed, B: M43: churn x 0.82
"""

from __future__ import annotations

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta


@inlined
def added(theta: Theta, trait: Float32) -> Float32:
    """Return a mean trait with the advantage of the referred added, logit."""
    return trait + theta.referred_stay
