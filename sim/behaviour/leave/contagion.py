"""Contagion: whoever loses ties is likelier to leave.

    hazard x (1 + contagion L)

L counts ties that left, each fading by exp(-days / contagion_days). What is observed between
neighbours is about twice that: they are alike (M49, M50, V34).

Differs from the evidence: all ties count alike, where M49 weighs each by its strength.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "contagion",
    title="leaving is contagious",
    title_zh="退出传染",
    switches=("contagion",),
    parameters=(
        Parameter(
            "contagion", 0.4, unit="1/departure", low=0.0, high=2.0, spread=0.15, neutral=0.0,
            grade="published", evidence="B",
            source="M49: +80 % observed; M50: use half",
            meaning="rise of the hazard per tie that has just left", meaning_zh="退出传染",
        ),
        Parameter(
            "contagion_days", 30.0, unit="days", low=1.0, high=365.0, grade="published",
            evidence="B",
            source="M49: strongest in the first month",
            meaning="days in which that rise falls to 37 %", meaning_zh="退出传染天数",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def exponent(theta: Theta, days: Float32) -> Float32:
    """Return the exponent of what is left after `days` of a loss of ties."""
    return -days / theta.contagion_days


@inlined
def loss_now(theta: Theta, loss: Float32, days: Float32) -> Float32:
    """Return the weighted count of ties that left, `days` after it was `loss`."""
    if loss <= F(0.0):
        return F(0.0)
    return loss * exp32(exponent(theta, days))


@inlined
def factor(theta: Theta, loss: Float32) -> Float32:
    """Return by what losses multiply the hazard of leaving; `loss` is `loss_now`."""
    return F(1.0) + theta.contagion * loss
