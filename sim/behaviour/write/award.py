"""Award: an informal award makes a writer post more for a while, if awards are rare.

    rise = award_gain exp(-award_inflation share)
    posting rate x (1 + rise exp(-days / award_days))

`share` is the lever: the probability that a writer of the day is given one (M13). It multiplies a
writer's own rate, so it does little for those who hardly write.

Differs from the evidence: an award moves posting alone, where M13 has newcomers stay more often too
(recall).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.arithmetic import exp32
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "award",
    title="awards",
    title_zh="奖章",
    switches=("award_gain",),
    needs="a plan's `award` lever",
    memory=True,
    parameters=(
        Parameter(
            "award_gain", 0.0, unit="1", low=0.0, high=3.0, typical=1.4, grade="published",
            evidence="A",
            source="M13: barnstars to the top 1 % of editors: +60 % productivity over 90 days",
            meaning="rise of posting just after an award", meaning_zh="奖章对产出的作用",
        ),
        Parameter(
            "award_days", 60.0, unit="days", low=1.0, high=1000.0, grade="assumed", evidence="C",
            source="M13: measured over 90 days",
            meaning="days in which that rise falls to 37 %", meaning_zh="奖章作用天数",
        ),
        Parameter(
            "award_inflation", 10.0, unit="1", low=0.0, high=100.0, grade="assumed", evidence="D",
            source="M13: inflation reduces it",
            meaning="by which an award is worth less, per share of writers awarded",
            meaning_zh="奖章通胀",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def rise(theta: Theta, share: Float32) -> Float32:
    """Return the rise of posting just after an award when a share of writers is awarded."""
    return theta.award_gain * exp32(-theta.award_inflation * share)


@inlined
def left(theta: Theta, rise: Float32, days: Float32) -> Float32:
    """Return what is left of a rise after `days`; nothing after 16 `award_days`."""
    if rise <= F(0.0) or days > F(16.0) * theta.award_days:
        return F(0.0)
    return rise * exp32(-days / theta.award_days)
