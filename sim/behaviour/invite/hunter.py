"""Hunter: some accept for the reward alone, and never come again.

    logit P = logit hunter_share + hunter_reward ln(1 + rewards)     rewards of both sides (M46)

Of those that are paid by lottery, their mean; of rewards that rise, the middle of the staircase.
Who spends e on checking each who accepts finds 1 - exp(-e / check_usual) of the hunters, and no
honest friend.

Differs from the evidence: M46 has detection as a business without a price or a rate; that more
effort finds ever fewer is assumed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table, log1p, raised
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "hunter",
    title="bounty hunters",
    title_zh="薅羊毛",
    switches=("hunter_share",),
    parameters=(
        Parameter(
            "hunter_share", 0.03, unit="1", low=0.0, high=1.0, spread=0.015, neutral=0.0,
            grade="assumed", evidence="D",
            source="M46: 2-10 % by default",
            meaning="bounty hunters among the accepted, without a reward",
            meaning_zh="薅羊毛基准占比",
        ),
        Parameter(
            "hunter_reward", 0.6, unit="logit", low=0.0, high=3.0, spread=0.25, grade="assumed",
            evidence="D",
            source="M46: 20-40 % under cash",
            meaning="pull of the rewards on bounty hunters, per natural log",
            meaning_zh="奖励对薅羊毛的作用",
        ),
        Parameter(
            "check_usual", 0.5, unit="units of money", low=0.01, high=1000.0, grade="assumed",
            evidence="D",
            source="M46: a fake account costs about 0.6 yuan to make; no rate of detection "
                   "published",
            meaning="spent on checking a friend, from which on 63 % of the hunters are found",
            meaning_zh="核验投入尺度",
        ),
    ),
)  # fmt: skip


def probability(values: Mapping[str, float], rewards: Table) -> Table:
    """Return the probability that one who accepts is a hunter; `rewards` in units of money."""
    return raised(values["hunter_share"], values["hunter_reward"] * log1p(rewards))


def caught(values: Mapping[str, float], effort: float) -> float:
    """Return the share of hunters whom a check finds, 0 to 1; `effort` in units of money."""
    return -math.expm1(-effort / values["check_usual"])
