"""Adopt: a practice spreads along ties, simply or only among several.

    P = 1 - (1 - adopt_alone) (1 - adopt_tie)^k    on a visit

where k are the ties who had it yesterday if they are at least `adopt_least` and a share of at least
`adopt_share` of all, else 0: simple contagion with 1 and 0, complex contagion with 2 or more (M51;
Centola and Macy 2007). Whoever has it comes with ``adopt_pull`` more, logit. Who was sent a sample
takes it up with a further probability, ``1 - (1 - P)(1 - sample)``.

Differs from the evidence: a tie passes a practice on with the same chance at every visit until it
is taken up, where M48's probability of a tie is tried once.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "adoption",
    title="simple and complex contagion",
    title_zh="简单与复杂传播",
    switches=("adopt_tie", "adopt_alone"),
    memory=True,
    parameters=(
        Parameter(
            "adopt_tie", 0.0, unit="1/tie/visit", low=0.0, high=1.0, typical=0.1,
            grade="published", evidence="B",
            source="M48: default edge probability 0.1; M51",
            meaning="probability on a visit of taking up a practice from one tie who has it",
            meaning_zh="采纳传播概率",
        ),
        Parameter(
            "adopt_alone", 0.0, unit="1/visit", low=0.0, high=1.0, typical=0.001, grade="assumed",
            evidence="A",
            source="M53: p mean 0.03 a year",
            meaning="probability on a visit of taking it up without any",
            meaning_zh="自发采纳概率",
        ),
        Parameter(
            "adopt_seed", 0.01, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="user's own",
            meaning="founders who have it from the first day", meaning_zh="初始采纳占比",
        ),
        Parameter(
            "adopt_least", 1.0, unit="ties", low=1.0, high=100.0, grade="published", evidence="A",
            source="M51: simple contagion 1, complex 2 or more",
            meaning="ties who must have it before they count", meaning_zh="采纳所需好友数",
        ),
        Parameter(
            "adopt_share", 0.0, unit="1", low=0.0, high=1.0, grade="assumed", evidence="B",
            source="V27: threshold as a share of ties",
            meaning="share of ties who must have it before they count",
            meaning_zh="采纳所需好友比例",
        ),
        Parameter(
            "adopt_pull", 0.2, unit="logit", low=0.0, high=3.0, grade="assumed", evidence="D",
            source="user's own",
            meaning="pull of a practice that is taken up", meaning_zh="采纳后的粘性",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def spreads(theta: Theta) -> Flag:
    """Return whether there is a practice at all."""
    return theta.adopt_tie > F(0.0) or theta.adopt_alone > F(0.0)


@inlined
def counts(theta: Theta, having: Whole, ties: Whole) -> Flag:
    """Return whether that many of a member's ties are enough to count."""
    enough = F(having) >= theta.adopt_least
    return having > 0 and enough and F(having) >= theta.adopt_share * F(ties)


@inlined
def probability(theta: Theta, having: Whole) -> Float32:
    """Return the probability of taking it up on a visit; `having` are the ties who count."""
    if having > 0 and theta.adopt_tie >= F(1.0):
        return F(1.0)
    none = F(1.0) - theta.adopt_alone
    if having > 0:
        none = none * exp32(F(having) * log32(F(1.0) - theta.adopt_tie))
    return F(1.0) - none


@inlined
def with_sample(chance: Float32, sample: Float32) -> Float32:
    """Return the probability for one who was sent a sample that is tried with a probability."""
    if sample <= F(0.0):
        return chance
    return F(1.0) - (F(1.0) - chance) * (F(1.0) - sample)


@inlined
def pull(theta: Theta, adopted: Flag) -> Float32:
    """Return the pull of having taken it up, logit."""
    return theta.adopt_pull if adopted else F(0.0)
