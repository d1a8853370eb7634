"""Content: a good feed brings people back.

    pull = content_pull (feed - 1/2)

feed is today's worth of what there is to read (`read`; M15). Posts need readers and readers need
posts, so a larger community has more visits a head.

Differs from the evidence: size helps smoothly, where M23 has a critical mass with two basins and
hysteresis, of which neither is shown.

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
