"""Opt out: whoever is tired of messages turns them off, for good.

    P = (optout_rate + optout_fatigue F) push     on a visit, push in messages a day

F is the member's fatigue (M21). Without messages there is neither their pull nor their fatigue.
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
