"""Contagion: whoever loses ties is likelier to leave.

    hazard x (1 + contagion L)

L counts ties that left, each fading by exp(-days / contagion_days). What is observed between
neighbours is about twice that: they are alike (M49, M50, V34).

Differs from the evidence: all ties count alike, where M49 weighs each by its strength.

From the register (`python -m forerun.model_page` writes it):

    contagion = 0.4 ± 0.15 (off: 0) 1/departure, 0 to 2; published, B: M49: +80 % observed; M50: use
        half
    contagion_days = 30 days, 1 to 365; published, B: M49: strongest in the first month
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

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
