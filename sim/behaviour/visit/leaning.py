"""Leaning: members lean to money or to standing by degrees, and answer an offer by what they are.

    t = m + (1 - |m|) (2 u - 1),   money counts 1 + s t,   standing counts 1 - s t

for a member with the draw u of `motives`, where s is ``leaning_spread`` and m the mean leaning of
those who share its attributes, as the scenario has it, less that of all joiners (0 where it says
nothing). So t lies between -1 (standing alone) and 1 (money alone), and its mean over joiners is 0.
What counts so much: of money the pull of points, the power by which pay moves posting and rewards
move inviting, and the price elasticity (M37: a fifth of shoppers are prone to deals); of standing
the pulls of privileges, games, symbols and a demotion, what a badge ahead does and the rise after
an award. Where members lean so, the two kinds of `motives` are not asked.

Differs from the evidence: M37 has segments that redeem the same coupon 30 to 80 % of the time, and
nobody measured that who minds money minds standing less.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta

MECHANISM: Final = Mechanism(
    "leaning",
    title="price-minded and status-minded members",
    title_zh="价格敏感与地位敏感",
    switches=("leaning_spread",),
    needs="a plan that offers money or standing",
    memory=True,
    parameters=(
        Parameter(
            "leaning_spread", 0.0, unit="1", low=0.0, high=1.0, typical=0.5, grade="assumed",
            evidence="D",
            source="M37: 20.1 % of shoppers are deal-prone; the same coupon redeemed 30-80 %",
            meaning="by which share of the mean answer the most price-minded answer money more "
                    "and standing less; 0: all alike",
            meaning_zh="价格与地位敏感差异",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def lean(theta: Theta) -> Flag:
    """Return whether members lean at all."""
    return theta.leaning_spread > F(0.0)


@inlined
def drawn(mean: Float32, u: Float32) -> Float32:
    """Return a member's leaning, -1 to 1, from that of its like and its own draw."""
    return mean + (F(1.0) - abs(mean)) * (F(2.0) * u - F(1.0))


@inlined
def money(theta: Theta, leaning: Float32) -> Float32:
    """Return how much money counts, 0 to 2."""
    return F(1.0) + theta.leaning_spread * leaning


@inlined
def standing(theta: Theta, leaning: Float32) -> Float32:
    """Return how much standing counts, 0 to 2."""
    return F(1.0) - theta.leaning_spread * leaning


@inlined
def shift(theta: Theta, leaning: Float32, reward: Float32, standing: Float32) -> Float32:
    """Return what a leaning adds to the pulls of a reward and of standing, logit."""
    return theta.leaning_spread * leaning * (reward - standing)


@inlined
def most(theta: Theta, reward: Float32, standing: Float32) -> Float32:
    """Return the most that leanings add for anybody."""
    return theta.leaning_spread * max(reward, standing)
