"""Reply: is a newcomer's first post answered, and what does an answer do?

    P(answered) = 1 - (1 - reply_rate) (1 - welcome)

where `welcome` is the lever's share of first posts that staff answers. Whoever was answered comes
with ``reply_pull`` more, logit, from then on (M11).

Differs from the evidence: an answer raises visits for good and posting only through them, where M11
raises the probability of a second post.

From the register (`python -m forerun.model_page` writes it):

    reply_pull = 0 (on: 0.7) logit, 0 to 3; published, B: M11: 44 % -> 56 % post again when answered
    reply_rate = 0.61, 0 to 1; published, B: M11: 61 % of newcomers' first posts are answered
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Flag, Float32, Theta

F = np.float32


@inlined
def pull(theta: Theta, answered: Flag) -> Float32:
    """Return the pull of having been answered, logit."""
    return theta.reply_pull if answered else F(0.0)
