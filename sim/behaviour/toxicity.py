"""Toxicity: a toxic comment hurts whoever is met with it, a newcomer more.

    P(toxic comment on a day's posts) = (toxicity_rate + toxicity_spread h) (1 - moderation)
    hurt <- hurt exp(-days / toxicity_days) + 1
    pull: - toxicity_pull hurt,   hazard x (1 + toxicity_leave hurt (1 + toxicity_early [age < 30]))

h is yesterday's share of writers who were hurt: toxicity draws toxicity (M58, M59). `moderation` is
the lever's share of toxic comments that nobody gets to see.

Differs from the evidence: moderation hides a share of the toxic comments at once and harms nobody,
so that no strictness is best, where M59 has delay and a cost of false positives.

From the register (`python -m forerun.model_page` writes it):

    toxicity_rate = 0 (on: 0.02) 1/post, 0 to 1; published, B: M58: about 5 % of comments
        unwelcoming, fewer toxic
    toxicity_spread = 0.3, 0 to 0.95; assumed, D: M59: toxicity is contagious
    toxicity_pull = 0.35 logit, 0 to 3; published, B: M58: 0.5-2 active days lost per toxic comment
    toxicity_leave = 0.8, 0 to 10; published, B: M58: early recipients 1.8 times less likely to go
        on
    toxicity_early = 1, 0 to 10; assumed, D: M58: newcomers are hit hardest
    toxicity_days = 30 days, 1 to 365; assumed, D: none published
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

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
