"""Redeem: points become rewards.

    P = redeem_rate     on a visit on which a reward is affordable (M32)

Whole rewards are taken; what is never redeemed lapses or is forfeited: breakage (V31).

Differs from the evidence: the probability is the same at any balance and any age of the points,
where M32 has it depend on both, with a burst before they expire.

From the register (`python -m forerun.model_page` writes it):

    redeem_rate = 0.1 ± 0.03 1/visit, 0 to 1; published, C: M32: about half of all points are
        redeemed
"""

from __future__ import annotations

from sim.kernel.compile import inlined
from sim.kernel.types import Flag, Whole


@inlined
def is_affordable(points: Whole, price: Whole) -> Flag:
    """Return whether the points of a member pay a reward; `price` is 0 where there is none."""
    return price > 0 and points >= price
