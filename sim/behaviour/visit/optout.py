"""Opt out: whoever is tired of messages turns them off, for good.

    P = (optout_rate + optout_fatigue F) push     on a visit, push in messages a day

F is the member's fatigue (M21). Without messages there is neither their pull nor their fatigue.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta

MECHANISM: Final = Mechanism(
    "optout",
    title="opting out of messages",
    title_zh="关闭推送",
    switches=("optout_rate",),
    needs="a plan's `push` lever",
    memory=True,
    parameters=(
        Parameter(
            "optout_rate", 0.0, unit="1/message", low=0.0, high=0.5, typical=0.002,
            grade="assumed", evidence="C",
            source="M21: 19 % (Android) to 49 % (iOS) have notifications off",
            meaning="probability on a visit of turning notifications off, per message a day",
            meaning_zh="关闭推送概率",
        ),
        Parameter(
            "optout_fatigue", 0.0005, unit="1/unit", low=0.0, high=0.1, grade="assumed",
            evidence="D",
            source="M21: hazard h0 + h1 F",
            meaning="rise of that probability per unit of fatigue",
            meaning_zh="疲劳对关闭推送的作用",
        ),
    ),
)  # fmt: skip

F = np.float32


@inlined
def probability(theta: Theta, push: Float32, fatigue: Float32) -> Float32:
    """Return the probability of turning messages off on a visit."""
    return (theta.optout_rate + theta.optout_fatigue * fatigue) * push
