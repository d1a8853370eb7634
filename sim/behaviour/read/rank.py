"""Rank: what stands on top is seen most.

    visibility of rank r = r^-rank_decay,   seen of the first k of n:  H(k) / H(n),
    H(x) = ((1 + x)^(1 - rank_decay) - 1) / (1 - rank_decay)

the integral of the visibility (M19). The operator's items stand on top of the members' posts. Where
hardly any posts stand below, so that the share rounds to 1, `prominence` holds.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32, log32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "rank",
    title="rank-decayed exposure",
    title_zh="排名曝光",
    switches=("rank_decay",),
    needs="a plan's content",
    parameters=(
        Parameter(
            "rank_decay", 0.0, unit="1", low=0.0, high=0.99, typical=0.6, grade="assumed",
            evidence="B",
            source="M19: visibility r^-s, and attention is divided",
            meaning="power by which visibility falls with the rank in the feed; 0: "
                    "`prominence` instead", meaning_zh="排名曝光衰减",
        ),
    ),
)  # fmt: skip

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
