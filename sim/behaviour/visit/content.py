"""Content: a good feed brings people back.

    pull = content_pull (feed (1 - exp(-min(suits, attention) / read_enough)) - 1/2)

feed is today's worth of what there is to read, and suits how much of it is for one (`read`; M15).
Posts need readers and readers need posts, so a larger community has more visits a head.

Differs from the evidence: size helps smoothly, where M23 has a critical mass with two basins and
hysteresis, of which neither is shown.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "content",
    title="content draws",
    title_zh="内容吸引",
    switches=("content_pull",),
    parameters=(
        Parameter(
            "content_pull", 0.6, unit="logit", low=0.0, high=3.0, spread=0.25, neutral=0.0,
            grade="assumed", evidence="D",
            source="M15",
            meaning="pull of today's feed, per unit of its utility", meaning_zh="内容吸引力",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def pull(theta: Theta, feed: Float32) -> Float32:
    """Return the pull of what the feed gives, logit."""
    return theta.content_pull * (feed - F(0.5))
