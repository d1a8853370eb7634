"""Write: posts of a visit.

Poisson with mean ``trait x lever x exp(write_satisfaction (S - 1/2))``; the trait is log-normal
over members, which gives the participation inequality of M10 (V10).
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, poisson32
from sim.kernel.compile import inlined
from sim.kernel.types import Flag, Float32, Theta, Whole

F = np.float32


@inlined
def may_write(rate: Float32, cap: Float32, u: Float32) -> Flag:
    """Return false for a member who would not write in the best of moods.

    `rate` is the trait times the lever's factor, `cap` the day's `mood_cap`.
    """
    return u >= F(1.0) - rate * cap


@inlined
def posts(theta: Theta, rate: Float32, satisfaction: Float32, u: Float32) -> Whole:
    """Return the posts of a visit, 0 to 63, monotone in the lever's factor for a fixed draw."""
    return poisson32(rate * exp32(theta.write_satisfaction * (satisfaction - F(0.5))), u)


@inlined
def mood_cap(theta: Theta) -> Float32:
    """Return by how much satisfaction can multiply the rate at most, rounded up."""
    return exp32(theta.write_satisfaction * F(0.5)) * F(1.001)
