"""Toxicity: a toxic comment hurts whoever is met with it, a newcomer more.

    P(toxic comment on a day's posts) = (toxicity_rate + toxicity_spread h) (1 - moderation)
    hurt <- hurt exp(-days / toxicity_days) + 1
    pull: - toxicity_pull hurt,   hazard x (1 + toxicity_leave hurt (1 + toxicity_early [age < 30]))

h is yesterday's share of writers who were hurt: toxicity draws toxicity (M58, M59). `moderation` is
the lever's share of toxic comments that nobody gets to see.

Differs from the evidence: moderation hides a share of the toxic comments at once and harms nobody,
so that no strictness is best, where M59 has delay and a cost of false positives.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "toxicity",
    title="toxicity",
    title_zh="毒性",
    switches=("toxicity_rate",),
    memory=True,
    parameters=(
        Parameter(
            "toxicity_rate", 0.0, unit="1/post", low=0.0, high=1.0, typical=0.02,
            grade="published", evidence="B",
            source="M58: about 5 % of comments unwelcoming, fewer toxic",
            meaning="probability that a post draws a toxic comment", meaning_zh="毒性评论率",
        ),
        Parameter(
            "toxicity_spread", 0.3, unit="1", low=0.0, high=0.95, grade="assumed", evidence="D",
            source="M59: toxicity is contagious",
            meaning="further toxic comments that one draws", meaning_zh="毒性传染",
        ),
        Parameter(
            "toxicity_pull", 0.35, unit="logit", low=0.0, high=3.0, grade="published",
            evidence="B",
            source="M58: 0.5-2 active days lost per toxic comment",
            meaning="pull lost just after a toxic comment", meaning_zh="毒性对访问的作用",
        ),
        Parameter(
            "toxicity_leave", 0.8, unit="1", low=0.0, high=10.0, grade="published", evidence="B",
            source="M58: early recipients 1.8 times less likely to go on",
            meaning="rise of the hazard of leaving per toxic comment",
            meaning_zh="毒性对退出的作用",
        ),
        Parameter(
            "toxicity_early", 1.0, unit="1", low=0.0, high=10.0, grade="assumed", evidence="D",
            source="M58: newcomers are hit hardest",
            meaning="how much more that is in the first 30 days", meaning_zh="新人敏感度",
        ),
        Parameter(
            "toxicity_days", 30.0, unit="days", low=1.0, high=365.0, grade="assumed",
            evidence="D",
            source="none published",
            meaning="days in which a hurt falls to 37 %", meaning_zh="毒性影响天数",
        ),
    ),
)  # fmt: skip

F = np.float32
EARLY_DAYS = F(30.0)


@inlined
def chance(theta: Theta, seen: Float32, hurt: Float32) -> Float32:
    """Return the chance of a toxic comment; `seen` is 1 - moderation, `hurt` yesterday's share."""
    return min((theta.toxicity_rate + theta.toxicity_spread * hurt) * seen, F(1.0))


@inlined
def left(theta: Theta, hurt: Float32, days: Float32) -> Float32:
    """Return what is left of a hurt after `days`."""
    if hurt <= F(0.0):
        return F(0.0)
    return hurt * exp32(-days / theta.toxicity_days)


@inlined
def leave_factor(theta: Theta, hurt: Float32, age: Float32) -> Float32:
    """Return by what the hazard is multiplied; `hurt` is what is left today."""
    rise = theta.toxicity_leave * hurt
    return F(1.0) + (rise * (F(1.0) + theta.toxicity_early) if age < EARLY_DAYS else rise)


@inlined
def worst_leave_factor(theta: Theta, hurt: Float32) -> Float32:
    """Return a bound of that for all later days."""
    return (F(1.0) + theta.toxicity_leave * hurt * (F(1.0) + theta.toxicity_early)) * F(1.0001)
