"""Referrer: bringing a friend binds whoever brought it.

    hazard of leaving x referrer_stay     for life, from the first friend who accepts

Observed referrers leave yet less than that, as the satisfied refer more (M44).

Differs from the evidence: all referrers stay longer by the same factor, where M44 has a larger
effect on new members and more revenue.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "referrer",
    title="referring binds the referrer",
    title_zh="推荐者留存",
    switches=("referrer_stay",),
    memory=True,
    parameters=(
        Parameter(
            "referrer_stay", 1.0, unit="1", low=0.05, high=1.0, typical=0.4, grade="published",
            evidence="B",
            source="M44: 19 % -> 7 % a year beside matched others",
            meaning="hazard of leaving of one who brought a friend, relative to others'",
            meaning_zh="推荐者流失风险倍数",
        ),
    ),
)  # fmt: skip


@inlined
def kept(theta: Theta, factor: Float32) -> Float32:
    """Return a factor of the hazard of leaving with that of a referrer."""
    return factor * theta.referrer_stay
