"""Referrer: bringing a friend binds whoever brought it.

    hazard of leaving x referrer_stay     for life, from the first friend who accepts

Observed referrers leave yet less than that, as the satisfied refer more (M44).

Differs from the evidence: all referrers stay longer by the same factor, where M44 has a larger
effect on new members and more revenue.

From the register (`python -m forerun.model_page` writes it):

    referrer_stay = 1 (on: 0.4), 0.05 to 1; published, B: M44: 19 % -> 7 % a year beside matched
        others
"""

from __future__ import annotations

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta


@inlined
def kept(theta: Theta, factor: Float32) -> Float32:
    """Return a factor of the hazard of leaving with that of a referrer."""
    return factor * theta.referrer_stay
