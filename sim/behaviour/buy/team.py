"""Team: an order in a team of m is filled if m - 1 friends join.

    P(filled) = P(Bin(n, team_accept) >= m - 1)

where n = `team_asked` friends are asked, a fraction of one by chance.

A member opens a team on a visit with probability `team_rate` when the plan has such an offer (M47).
All m members of a filled team buy.

Differs from the evidence: a team is filled or not at once, by friends who are only a number, where
M47 has a window of a day and bursts among neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "team",
    title="group-buying",
    title_zh="拼团",
    switches=("team_rate",),
    needs="a plan's `team_discount` lever",
    parameters=(
        Parameter(
            "team_rate", 0.0, unit="1/visit", low=0.0, high=1.0, typical=0.02, grade="assumed",
            evidence="D",
            source="M47: no public numbers",
            meaning="probability on a visit of opening a team, when there is an offer",
            meaning_zh="开团率",
        ),
        Parameter(
            "team_asked", 8.0, unit="friends", low=0.0, high=100.0, grade="assumed", evidence="D",
            source="M47",
            meaning="friends asked to join a team", meaning_zh="拼团邀请人数",
        ),
        Parameter(
            "team_accept", 0.2, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M47, V14",
            meaning="probability that one asked joins", meaning_zh="拼团接受率",
        ),
    ),
)  # fmt: skip


def success(values: Mapping[str, float], size: int) -> float:
    """Return the probability that a team of `size` is filled, 0 to 1."""
    asked, p = values["team_asked"], values["team_accept"]
    whole = math.floor(asked)
    share = asked - whole
    return (1.0 - share) * _at_least(whole, p, size - 1) + share * _at_least(whole + 1, p, size - 1)


def _at_least(n: int, p: float, k: int) -> float:
    return 1.0 - sum(math.comb(n, j) * p**j * (1.0 - p) ** (n - j) for j in range(min(k, n + 1)))
