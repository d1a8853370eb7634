"""Rank: what stands on top is seen most.

    visibility of rank r = r^-rank_decay,   seen of the first k of n:  H(k) / H(n),
    H(x) = ((1 + x)^(1 - rank_decay) - 1) / (1 - rank_decay)

the integral of the visibility (M19). The operator's items stand on top of the members' posts. Where
hardly any posts stand below, so that the share rounds to 1, `prominence` holds.

From the register (`python -m forerun.model_page` writes it):

    rank_decay = 0 (on: 0.6), 0 to 0.99; assumed, B: M19: visibility r^-s, and attention is divided
"""

from __future__ import annotations

import numpy as np

from sim.kernel.arithmetic import exp32, log32
from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def _seen(power: Float32, items: Float32) -> Float32:
    return (exp32(power * log32(F(1.0) + items)) - F(1.0)) / power


@inlined
def prominence(theta: Theta, top: Float32, posts: Float32) -> Float32:
    """Return how many ordinary posts one item outweighs, when `top` items stand above `posts`."""
    if theta.rank_decay == F(0.0) or top <= F(0.0) or posts <= F(0.0):
        return theta.prominence
    power = F(1.0) - theta.rank_decay
    share = _seen(power, top) / _seen(power, top + posts)
    if share >= F(1.0):
        return theta.prominence
    return share / (F(1.0) - share) * posts / top
