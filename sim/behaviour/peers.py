"""Peers: whose ties were here yesterday comes more.

    pull = peer_pull (share of ties here yesterday)     (M1)

Half or less of what is observed between neighbours is influence; the rest is `kinds` (M50).

From the register (`python -m forerun.model_page` writes it):

    peer_pull = 0.4 ± 0.15 (off: 0) logit, 0 to 2; published, B: M1, M50: half or less of
        observational peer effects
"""

from __future__ import annotations

from sim.kernel.compile import inlined
from sim.kernel.types import Float32, Theta


@inlined
def pull(theta: Theta, share: Float32) -> Float32:
    """Return the pull of the ties, logit; `share` of them was here, 0 to 1."""
    return theta.peer_pull * share
