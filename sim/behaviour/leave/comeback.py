"""Comeback: who left may come back, the less likely the longer away.

    P = return_rate exp(-away / return_days)     a day, away in days

Much of it happens unasked, so that a win-back campaign looks better than it is (M61). A bounty
hunter never comes back.

Differs from the evidence: the chance falls as exp(-away / return_days), where M61 has logit P = a -
b ln(days away) + c (value of the first lifetime) + offer.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "comeback",
    title="coming back",
    title_zh="回归",
    switches=("return_rate",),
    parameters=(
        Parameter(
            "return_rate", 0.0005, unit="1/day", low=0.0, high=0.5, spread=0.00025, neutral=0.0,
            grade="assumed", evidence="C",
            source="M61",
            meaning="chance a day that one who left comes back, at first", meaning_zh="回归率",
        ),
        Parameter(
            "return_days", 120.0, unit="days", low=1.0, high=2000.0, grade="assumed",
            evidence="C",
            source="M61",
            meaning="days in which that chance falls to 37 %", meaning_zh="回归率衰减天数",
        ),
    ),
)  # fmt: skip


@inlined
def probability(theta: Theta, away: Float32) -> Float32:
    """Return the probability that one who left `away` days ago comes back on a day."""
    return theta.return_rate * exp32(-away / theta.return_days)
