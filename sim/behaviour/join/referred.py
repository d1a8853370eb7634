"""Referred: members whom a friend brought stay longer.

    trait + referred_stay     for life

It stands for 18 % less churn (M43). The tie that brought them protects them too (`protection`).

Differs from the evidence: the referred come more often, leave by the same hazard and buy as others
do, where M43 lowers their hazard and adds a margin that erodes.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "referred",
    title="referred members stay",
    title_zh="被邀请者留存",
    switches=("referred_stay",),
    parameters=(
        Parameter(
            "referred_stay", 0.2, unit="logit", low=-1.0, high=1.0, spread=0.1, neutral=0.0,
            grade="assumed", evidence="B",
            source="M43: churn x 0.82",
            meaning="propensity of a referred member above others'",
            meaning_zh="被邀请者留存优势",
        ),
    ),
)  # fmt: skip


@inlined
def added(theta: Theta, trait: Float32) -> Float32:
    """Return a mean trait with the advantage of the referred added, logit."""
    return trait + theta.referred_stay
