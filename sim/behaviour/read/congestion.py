"""Congestion: more posts than a channel bears make the feed worth less.

    feed <- feed - congestion_pain min(max(0, load - 1), 2)^2,
    load = (yesterday's posts / channels) / congestion_cap

A channel is a chat group, or the whole community where there are none (M22). With the feed's
volume, which rises with posts, it makes activity a head an inverted U of size.

Differs from the evidence: the loss is counted in multiples of the cap and grows no more from three
of them on, and the feed's worth saturates with its items, where M22 has c (rate - cap)^2 without
end and a benefit that rises as ln(1 + members).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "congestion",
    title="congestion by size",
    title_zh="规模拥挤",
    switches=("congestion_pain",),
    parameters=(
        Parameter(
            "congestion_pain", 0.0, unit="1", low=0.0, high=2.0, typical=0.15, grade="published",
            evidence="B",
            source="M22: overload brings simpler replies and exit",
            meaning="worth that a feed loses at twice the posts that a channel bears",
            meaning_zh="超载时信息流价值损失",
        ),
        Parameter(
            "congestion_cap", 400.0, unit="posts/day", low=1.0, high=1000000.0, grade="assumed",
            evidence="C",
            source="M22: at most 40 posters in 20 minutes however many are present",
            meaning="posts a day that a channel (a group, or the whole community) bears",
            meaning_zh="频道承载量",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def loss(theta: Theta, posts: Float32) -> Float32:
    """Return the worth that the feed loses; `posts` a channel, yesterday."""
    over = min(max(posts / theta.congestion_cap - F(1.0), F(0.0)), F(2.0))
    return theta.congestion_pain * over * over
