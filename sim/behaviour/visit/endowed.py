"""Endowed progress: a card that seems begun is finished more often.

    pull = endowed_pull given / (given + threshold) min(1, 8 / visits)^2 near gives b

until the first level is reached for the first time: given are the points that seem gone already, a
fifth of the way at most, threshold those that the first level really takes, visits as many as are
still missing; near, gives and b are those of `goal`. The effect was measured on a card of eight
visits: on one that is farther off it dies out. The same effort remains, and more make it: 34 %
against 19 % with two stamps of ten given (M26; Nunes and Dreze 2006, doi:10.1086/500480). The head
start also counts as progress of the goal gradient.

Differs from the evidence: a head start also pulls by itself, evenly until the level is reached,
where M26 only begins a longer card at a fraction of its way.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "endowed",
    title="endowed progress",
    title_zh="预赠进度",
    switches=("endowed_pull",),
    needs="a plan's endowed points",
    parameters=(
        Parameter(
            "endowed_pull", 0.0, unit="logit/share", low=0.0, high=10.0, typical=4.0,
            grade="published", evidence="A",
            source="M26: 34 % against 19 % complete a card of which a fifth is given",
            meaning="pull of a head start below the first level, per share of the way that "
                    "is given", meaning_zh="预赠进度的作用",
        ),
    ),
)  # fmt: skip

F = np.float32


MOST = F(0.2)
"""The share that was given where the effect was measured (M26): more pulls no more."""


@inlined
def given(offered: Whole, threshold: Whole) -> Whole:
    """Return the points that seem gone already: `MOST` of the way at most, whatever is offered."""
    return min(offered, threshold // 4)


@inlined
def share(given: Whole, threshold: Whole) -> Float32:
    """Return the share of the way to the first level that is given, `MOST` at most."""
    return min(F(given) / F(given + threshold), MOST)


CARD = F(8.0)
"""The visits that the card took on which the effect was measured (M26)."""


@inlined
def pull(theta: Theta, given: Float32) -> Float32:
    """Return the pull of a head start on those below the first level, logit."""
    return theta.endowed_pull * given


@inlined
def within(missing: Float32, earned: Float32) -> Float32:
    """Return what of the pull is left where so many points are missing, 0 to 1.

    Parameters
    ----------
    missing
        Points, more than 0.
    earned
        Points that a visit earns, more than 0.
    """
    reached = min(CARD * earned / missing, F(1.0))
    return reached * reached
