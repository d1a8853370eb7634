"""Write: posts of a visit.

    posts ~ min(Poisson(trait x lever x satisfaction x what is remembered), limit)

The trait is of `participation`, the lever's factor of `reward`, the next of `satisfaction`;
`audience`, `feedback`, `award`, `badge`, `crowding` and `silence` are what is remembered (M10). The
limit is a plan's; nobody minds it, of which nothing is published.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Decision, Parameter
from sim.behaviour.mood.satisfaction import write_exponent
from sim.compiled.arithmetic import exp32, poisson32
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta, Whole

DECISION: Final = Decision(
    "write",
    title="writing",
    title_zh="发帖",
    parameters=(
        Parameter(
            "write_rate", 0.25, unit="posts/visit", low=0.0, high=100.0, grade="assumed",
            evidence="B",
            source="M10",
            meaning="posts a visit, mean over members", meaning_zh="每次访问发帖",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def may_write(rate: Float32, cap: Float32, u: Float32) -> Flag:
    """Return false for a member who would not write in the best of moods.

    `rate` is the trait times the lever's factor, `cap` the day's `mood_cap`.
    """
    return u >= F(1.0) - rate * cap


@inlined
def posts(theta: Theta, rate: Float32, satisfaction: Float32, u: Float32) -> Whole:
    """Return the posts of a visit, at most some 160; monotone in the lever's factor."""
    return poisson32(rate * exp32(write_exponent(theta, satisfaction)), u)


@inlined
def allowed(posts: Whole, most: Float32) -> Whole:
    """Return as many of the posts as a speaking limit leaves."""
    return np.int32(most) if F(posts) > most else posts


@inlined
def mood_cap(theta: Theta) -> Float32:
    """Return by how much satisfaction can multiply the rate at most, rounded up."""
    return exp32(write_exponent(theta, F(1.0))) * F(1.001)
