"""Opt out: whoever is tired of messages turns them off, for good.

    P = (optout_rate + optout_fatigue F) push     on a visit, push in messages a day

F is the member's fatigue (M21). Without messages there is neither their pull nor their fatigue.

From the register (`python -m forerun.model_page` writes it):

    optout_rate = 0 (on: 0.002) 1/message, 0 to 0.5; assumed, C: M21: 19 % (Android) to 49 % (iOS)
        have notifications off
    optout_fatigue = 0.0005 1/unit, 0 to 0.1; assumed, D: M21: hazard h0 + h1 F
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta

F = np.float32


@inlined
def probability(theta: Theta, push: Float32, fatigue: Float32) -> Float32:
    """Return the probability of turning messages off on a visit."""
    return (theta.optout_rate + theta.optout_fatigue * fatigue) * push
