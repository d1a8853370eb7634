"""Redeem: points become rewards.

    P = redeem_rate     on a visit on which a reward is affordable (M32)

Whole rewards are taken; what is never redeemed lapses or is forfeited: breakage (V31).

Differs from the evidence: the probability is the same at any balance and any age of the points,
where M32 has it depend on both, with a burst before they expire.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Decision, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Whole

DECISION: Final = Decision(
    "redeem",
    title="redeeming points",
    title_zh="兑换积分",
    parameters=(
        Parameter(
            "redeem_rate", 0.1, unit="1/visit", low=0.0, high=1.0, spread=0.03, grade="published",
            evidence="C",
            source="M32: about half of all points are redeemed",
            meaning="probability of redeeming on a visit when a reward is affordable",
            meaning_zh="兑换率",
        ),
    ),
)  # fmt: skip


@inlined
def is_affordable(points: Whole, price: Whole) -> Flag:
    """Return whether the points of a member pay a reward; `price` is 0 where there is none."""
    return price > 0 and points >= price
