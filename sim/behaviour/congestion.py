"""Congestion: more posts than a channel bears make the feed worth less.

    feed <- feed - congestion_pain min(max(0, load - 1), 2)^2,
    load = (yesterday's posts / channels) / congestion_cap

A channel is a chat group, or the whole community where there are none (M22). With the feed's
volume, which rises with posts, it makes activity a head an inverted U of size.

Differs from the evidence: the loss is counted in multiples of the cap and grows no more from three
of them on, and the feed's worth saturates with its items, where M22 has c (rate - cap)^2 without
end and a benefit that rises as ln(1 + members).

From the register (`python -m forerun.model_page` writes it):

    congestion_pain = 0 (on: 0.15), 0 to 2; published, B: M22: overload brings simpler replies and
        exit
    congestion_cap = 400 posts/day, 1 to 1e+06; assumed, C: M22: at most 40 posters in 20 minutes
        however many are present
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
