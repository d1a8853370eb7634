"""Comeback: who left may come back, the less likely the longer away.

    P = return_rate exp(-away / return_days)     a day, away in days

Much of it happens unasked, so that a win-back campaign looks better than it is (M61). A bounty
hunter never comes back.

Differs from the evidence: the chance falls as exp(-away / return_days), where M61 has logit P = a -
b ln(days away) + c (value of the first lifetime) + offer.

From the register (`python -m forerun.model_page` writes it):

    return_rate = 0.0005 ± 0.00025 (off: 0) 1/day, 0 to 0.5; assumed, C: M61
    return_days = 120 days, 1 to 2000; assumed, C: M61
"""

from __future__ import annotations

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta


@inlined
def probability(theta: Theta, away: Float32) -> Float32:
    """Return the probability that one who left `away` days ago comes back on a day."""
    return theta.return_rate * exp32(-away / theta.return_days)
