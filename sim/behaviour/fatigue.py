"""Fatigue: messages and commerce tire, rest restores.

    F(gap) = F exp(-fatigue_decay gap) + push (1 - exp(-fatigue_decay gap)) / fatigue_decay
    pull = -fatigue_pull F

gap days after the last visit, under push messages a day (M21). What a visit to a commercial feed
adds is of `commercial`.

From the register (`python -m forerun.model_page` writes it):

    fatigue_pull = 0.015 ± 0.005 (off: 0) logit/unit, 0 to 1; published, A: M21: fewer
        notifications, more use after a year; at one message a day the loss nears the pull
    fatigue_decay = 0.05 1/day, 0.005 to 1; assumed, C: M21
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def exponent(theta: Theta, gap: Float32) -> Float32:
    """Return the exponent of what is left of fatigue after `gap` days."""
    return -theta.fatigue_decay * gap


@inlined
def now(theta: Theta, fatigue: Float32, kept: Float32, push: Float32) -> Float32:
    """Return the fatigue on a day, units; `kept` is what is left of the last visit's, 0 to 1."""
    return fatigue * kept + push * (F(1.0) - kept) / theta.fatigue_decay


@inlined
def pull(theta: Theta, fatigue: Float32) -> Float32:
    """Return what fatigue takes from the logit."""
    return theta.fatigue_pull * fatigue
