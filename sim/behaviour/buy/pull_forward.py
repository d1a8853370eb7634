"""Pull-forward: some of what a price cut sells would have been bought later anyway.

Whoever buys at a cut price and would not have at the list price (the draw lies above what the list
price allows) has, with probability `pull_forward`, only bought sooner: the next purchase that would
be made anyway is not made. So with `pull_forward` of 1 a promotion moves purchases and makes none
(V32, M64). What is ahead is taken off visit by visit, until none is left.

Differs from the evidence: purchases before a promotion do not wait for it (the dip of M64's
warm-up), and a cut that never ends is pulled forward like one that does.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta

MECHANISM: Final = Mechanism(
    "pull-forward",
    title="purchases pulled forward",
    title_zh="提前消费",
    switches=("pull_forward",),
    needs="`buy_rate` above 0, and a plan's `discount` lever",
    memory=True,
    parameters=(
        Parameter(
            "pull_forward", 0.0, unit="1", low=0.0, high=1.0, typical=0.4, grade="assumed",
            evidence="C",
            source="M64: 0.3 to 0.8, recalled; M99: no significant net loss, so 0 to 0.8",
            meaning="extra purchases at a cut price that would have been made later anyway",
            meaning_zh="促销提前消费占比",
        ),
    ),
)  # fmt: skip


@inlined
def only_sooner(theta: Theta, draw: Float32) -> Flag:
    """Return whether an extra purchase is one that would have been made later."""
    return draw < theta.pull_forward
