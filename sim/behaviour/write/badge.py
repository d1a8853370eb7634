"""Badge: a badge ahead pulls posting up, and other actions down, until it is won.

    posting rate x (1 + badge_pull p^2),  inviting x (1 - badge_displaces p^2),  p = posts / badge

below the threshold and 1 from it on (M27; Anderson and others 2013, doi:10.1145/2488388.2488398);
p^2 is times the lever. Posts are counted from the plan's beginning.

Differs from the evidence: nearness multiplies posting by 1 + badge_pull p^2, where M27 has members
weigh the discounted value of the badge against the cost of leaving the mix of actions that they
prefer.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "badge",
    title="badge steering",
    title_zh="徽章牵引",
    switches=("badge_pull",),
    needs="a plan's `badge` lever",
    memory=True,
    parameters=(
        Parameter(
            "badge_pull", 0.0, unit="1", low=0.0, high=5.0, typical=0.4, grade="assumed",
            evidence="B",
            source="M27: the rewarded action rises before the threshold and falls after",
            meaning="rise of posting just below a badge", meaning_zh="徽章牵引",
        ),
        Parameter(
            "badge_displaces", 0.3, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M27: other actions are displaced",
            meaning="fall of inviting just below a badge", meaning_zh="徽章挤占",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def nearness(posts: Whole, threshold: Whole, offered: Float32) -> Float32:
    """Return p^2 times how much it is offered, 0 to 1; 0 without a badge and from it on."""
    if threshold <= 0 or posts >= threshold:
        return F(0.0)
    progress = F(posts) / F(threshold)
    return progress * progress * offered


@inlined
def is_won(before: Whole, posts: Whole, threshold: Whole, offered: Float32) -> Flag:
    """Return whether so many posts, of `before` ones, win a badge that is on offer."""
    return offered > F(0.0) and threshold > 0 and before < threshold <= before + posts


@inlined
def write_factor(theta: Theta, nearness: Float32) -> Float32:
    """Return by what a badge multiplies posting."""
    return F(1.0) + theta.badge_pull * nearness


@inlined
def invite_factor(theta: Theta, nearness: Float32) -> Float32:
    """Return by what it multiplies inviting, at most 1."""
    if theta.badge_pull == F(0.0):
        return F(1.0)
    return F(1.0) - theta.badge_displaces * nearness
