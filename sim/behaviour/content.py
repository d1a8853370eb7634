"""Content: a good feed brings people back.

    pull = content_pull (feed - 1/2)

feed is today's worth of what there is to read (`read`). Posts need readers and readers need posts,
so a community below its critical mass dies out and one above it lives (M15, M23).

From the register (`python -m forerun.model_page` writes it):

    content_pull = 0.6 ± 0.25 (off: 0) logit, 0 to 3; assumed, D: M15
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def pull(theta: Theta, feed: Float32) -> Float32:
    """Return the pull of the feed, logit."""
    return theta.content_pull * (feed - F(0.5))
