"""Feel: satisfaction follows what visits bring.

    S <- (1 - gain) S + gain (1/2 + experience - expectation),  cut to 0 .. 1     (M15)

An answer that took t hours changes it by ``- wait_pain ln(1 + t / wait_expected)`` (M55), twice
that for a complaint. Commercial load above `ad_tolerance` adds fatigue (M20).
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def clip01(x: Float32) -> Float32:
    """Cut to 0 .. 1."""
    return min(max(x, F(0.0)), F(1.0))


@inlined
def satisfaction_after(theta: Theta, satisfaction: Float32, experience: Float32) -> Float32:
    """Return satisfaction after a visit's reading."""
    target = F(0.5) + experience - theta.expectation
    return clip01(satisfaction + theta.satisfaction_gain * (target - satisfaction))


@inlined
def after_wait(theta: Theta, satisfaction: Float32, hours: Float32, weight: Float32) -> Float32:
    """Return satisfaction after an answer that took `hours`."""
    pain = theta.wait_pain * log32(F(1.0) + hours / theta.wait_expected)
    return clip01(satisfaction - weight * pain)
