"""Referred: members whom a friend brought stay longer.

    trait + referred_stay     for life

18 % less churn than others (M43); the same tie that brought them protects them (`protection`).

From the register (`python -m forerun.model_page` writes it):

    referred_stay = 0.2 ± 0.1 (off: 0) logit, -1 to 1; published, B: M43: churn x 0.82
"""

from __future__ import annotations

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta


@inlined
def added(theta: Theta, trait: Float32) -> Float32:
    """Return a mean trait with the advantage of the referred added, logit."""
    return trait + theta.referred_stay
