"""Write: posts of a visit.

Poisson with mean ``trait x lever x exp(write_satisfaction (S - 1/2))``; the trait is log-normal
over members, which gives the participation inequality of M10 (V10).
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, poisson32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Member, Theta, Whole

F = np.float32


@inlined
def posts(theta: Theta, member: Member, factor: Float32, cap: Float32, u: Float32) -> Whole:
    """Return the posts of a visit, 0 to 63, monotone in the lever's factor for a fixed draw.

    `cap` is `mood_cap` of the day: whoever would not write in the best of moods does not write.
    """
    rate = member.write_trait * factor
    if u < F(1.0) - rate * cap:
        return np.int32(0)
    rate = rate * exp32(theta.write_satisfaction * (member.satisfaction - F(0.5)))
    return poisson32(rate, u)


@inlined
def mood_cap(theta: Theta) -> Float32:
    """Return by how much satisfaction can multiply the rate at most, rounded up."""
    return exp32(theta.write_satisfaction * F(0.5)) * F(1.001)
