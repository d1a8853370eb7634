"""Peers: whose ties were here yesterday comes more.

    pull = peer_pull (share of ties here yesterday)     (M1)

Half or less of what is observed between neighbours is influence; the rest is `kinds` (M50).
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "peers",
    title="ties draw",
    title_zh="好友带动",
    switches=("peer_pull",),
    parameters=(
        Parameter(
            "peer_pull", 0.4, unit="logit", low=0.0, high=2.0, spread=0.15, neutral=0.0,
            grade="published", evidence="B",
            source="M1, M50: half or less of observational peer effects",
            meaning="pull of having all ties active yesterday", meaning_zh="好友活跃的带动",
        ),
    ),
)  # fmt: skip


@inlined
def pull(theta: Theta, share: Float32) -> Float32:
    """Return the pull of the ties, logit; `share` of them was here, 0 to 1."""
    return theta.peer_pull * share
