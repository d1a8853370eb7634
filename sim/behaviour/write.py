"""Write: posts of a visit.

    posts ~ Poisson(trait x lever x satisfaction x what is remembered)

The trait is of `participation`, the lever's factor of `reward`, the next of `satisfaction`;
`audience`, `feedback`, `award`, `badge`, `crowding` and `silence` are what is remembered (M10).

From the register (`python -m forerun.model_page` writes it):

    write_rate = 0.25 posts/visit, 0 to 20; assumed, B: M10
"""

from __future__ import annotations

import numpy as np

from sim.behaviour.satisfaction import write_exponent
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
    return poisson32(rate * exp32(write_exponent(theta, satisfaction)), u)


@inlined
def mood_cap(theta: Theta) -> Float32:
    """Return by how much satisfaction can multiply the rate at most, rounded up."""
    return exp32(write_exponent(theta, F(1.0))) * F(1.001)
