"""Belief: a promise is believed as it is kept.

    b <- b + belief_gain (1 - b)        on a visit, if something was paid since the last
    b <- (1 - belief_fade) b            on another; then + belief_seen (1 - b), if a tie was
                                        paid yesterday

while the operator promises anything: points that can be redeemed, a level that gives something, a
reward for an invitation. b begins at `belief_first`. What a promise pulls by is its worth times b
times how near it is (`reward.nearness`): the form of M89, b <- b + lambda (o - b), where a try that
pays nothing lasts 1 / belief_fade visits a unit of lambda.

Differs from the evidence: one belief holds for all that is promised, and a lie leaves no mark of
its own, where M89 caps the trust that comes back after deception.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "belief",
    title="promises are believed as they are kept",
    title_zh="承诺信任",
    switches=("belief_fade",),
    needs="a plan that promises something",
    memory=True,
    parameters=(
        Parameter(
            "belief_fade", 0.0, unit="1/visit", low=0.0, high=1.0, typical=0.01, grade="assumed",
            evidence="D",
            source="M89: lambda 0.1-0.4 a try; M25: a try is a reward within some twenty visits",
            meaning="belief lost on a visit on which nothing is paid",
            meaning_zh="承诺未兑现时信任流失",
        ),
        Parameter(
            "belief_first", 0.8, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M89: stated odds are overweighted before experience; no size published",
            meaning="belief in a promise before anything was seen of it", meaning_zh="初始信任",
        ),
        Parameter(
            "belief_gain", 0.2, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M89: lambda 0.1-0.4",
            meaning="share of what lacks of full belief that a payment brings",
            meaning_zh="兑现带来的信任",
        ),
        Parameter(
            "belief_seen", 0.02, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M89: paid or seen paid; no size published",
            meaning="the same of a tie's payment that is seen", meaning_zh="好友兑现带来的信任",
        ),
    ),
)  # fmt: skip

F = np.float32
FULL: Final = F(65535.0)
"""A belief of 1, as it is remembered."""


@inlined
def held(remembered: Whole) -> Float32:
    """Return a belief, 0 to 1, from what is remembered of it."""
    return F(remembered) / FULL


@inlined
def remembered(belief: Float32) -> Whole:
    """Return what is remembered of a belief."""
    return np.uint16(belief * FULL + F(0.5))


@inlined
def after(theta: Theta, belief: Float32, paid: Flag, seen: Flag) -> Float32:
    """Return the belief after a visit; `paid`: the member was, `seen`: a tie was yesterday."""
    if paid:
        return belief + theta.belief_gain * (F(1.0) - belief)
    belief = belief - theta.belief_fade * belief
    if seen:
        belief = belief + theta.belief_seen * (F(1.0) - belief)
    return belief
