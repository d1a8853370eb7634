"""Satiation: a feed that one topic fills is worth less.

    worth x exp(-satiation share)     share of the topic in the feed, by weight

A feed of which one topic has a large share is worth less at once (M17).

Differs from the evidence: the share of today's feed counts, without memory, where M17 has a stock
of past exposure, so that its crossover (a narrow mix wins up to 30 days and loses from 90) is not
shown.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "satiation",
    title="satiation",
    title_zh="同质化厌倦",
    switches=("satiation",),
    parameters=(
        Parameter(
            "satiation", 0.35, unit="1", low=0.0, high=3.0, spread=0.15, neutral=0.0,
            grade="assumed", evidence="A",
            source="M17: personalisation narrowed individual diversity by 11.5 %",
            meaning="worth lost when one topic fills the feed", meaning_zh="同质化厌倦",
        ),
    ),
)  # fmt: skip


@inlined
def factor(theta: Theta, share: Float32) -> Float32:
    """Return by what satiation multiplies the worth of a topic."""
    return exp32(-theta.satiation * share)
