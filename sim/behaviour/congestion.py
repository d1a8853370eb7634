"""Congestion: more posts than a channel bears make the feed worth less.

    feed <- feed - congestion_pain min(max(0, load - 1), 2)^2,
    load = (yesterday's posts / channels) / congestion_cap

A channel is a chat group, or the whole community where there are none (M22). With the feed's
volume, which rises with posts, it makes activity a head an inverted U of size.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def loss(theta: Theta, posts: Float32) -> Float32:
    """Return the worth that the feed loses; `posts` a channel, yesterday."""
    over = min(max(posts / theta.congestion_cap - F(1.0), F(0.0)), F(2.0))
    return theta.congestion_pain * over * over
