"""Team: an order in a team of m is filled if m - 1 friends join.

    P(filled) = P(Bin(n, min(1, team_accept min(1, cut / team_usual) t)) >= m - 1),
    t = (1 - exp(-w / team_late)) / (1 - exp(-1 / team_late))

where n = `team_asked` friends are asked, a fraction of one by chance. Friends join for what it
saves them: of a cut below the usual one in proportion, or a trace of a cut would sell as much; and
the more of them the longer the team waits, w days: those who answer at all do so soon (t is 1 for
a day).

A member opens a team on a visit with probability `team_rate` min(1, cut / team_usual) when the plan
has such an offer (M47). All m members of a filled team buy.

Differs from the evidence: whether a team is filled is known at once, and its orders are of the day
on which it was opened; friends are only a number, where M47 has bursts among neighbours, and differ
in nothing (V70).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
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
        Parameter(
            "team_usual", 0.1, unit="share of price", low=0.01, high=0.95, grade="assumed",
            evidence="D", source="M47: no public numbers; a cut that a team is formed for",
            meaning="price cut from which on those asked join as they do",
            meaning_zh="足以成团的折扣",
        ),
        Parameter(
            "team_late", 0.5, unit="days", low=0.05, high=30.0, grade="assumed", evidence="D",
            source="M47: windows of a day; no times of answers published",
            meaning="days after which 63 % of those who join a team at all have joined",
            meaning_zh="参团响应时间",
        ),
    ),
)  # fmt: skip


def eager(values: Mapping[str, float], cut: Table) -> Table:
    """Return how eager a cut makes for teams, relative to the usual one, 0 to 1."""
    return np.minimum(cut / values["team_usual"], 1.0)


def opens(values: Mapping[str, float], cut: Table) -> Table:
    """Return the probability of opening a team on a visit."""
    return values["team_rate"] * eager(values, cut)


def success(
    values: Mapping[str, float], size: int, cut: Table | None = None, days: int = 1
) -> Table:
    """Return the probability, 0 to 1, that a team of `size` is filled.

    Parameters
    ----------
    values
        Of the behaviour.
    size
        Members of a team, at least 2.
    cut
        Of the price, 0 to 1; None: as much as is usual.
    days
        Days that friends have to join, at least 1.
    """
    asked = values["team_asked"]
    keen = 1.0 if cut is None else eager(values, cut)
    in_time = 1.0
    if days > 1:
        late = values["team_late"]
        in_time = math.expm1(-days / late) / math.expm1(-1.0 / late)
    p = np.minimum(np.asarray(values["team_accept"] * keen * in_time), 1.0)
    whole = math.floor(asked)
    share = asked - whole
    return (1.0 - share) * _at_least(whole, p, size - 1) + share * _at_least(whole + 1, p, size - 1)


def _at_least(n: int, p: Table, k: int) -> Table:
    fewer = np.zeros_like(p)
    for j in range(min(k, n + 1)):
        fewer += math.comb(n, j) * p**j * (1.0 - p) ** (n - j)
    return 1.0 - fewer
