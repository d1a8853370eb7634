"""Team: an order in a team of m is filled if m - 1 friends join.

    P(filled) = P(Bin(n, min(1, team_accept min(1, cut / team_usual) t)) >= m - 1),
    t = (1 - exp(-w / team_late)) / (1 - exp(-1 / team_late))

where n = `team_asked` friends are asked, a fraction of one by chance. Friends join for what it
saves them: of a cut below the usual one in proportion, or a trace of a cut would sell as much; and
the more of them the longer the team waits, w days: those who answer at all do so soon (t is 1 for
a day).

A member opens a team on a visit with probability `team_rate` min(1, cut / team_usual) when the plan
has such an offer (M47). All m members of a filled team buy.

Of those asked a share `team_outside` are no members. They buy in a team all the same, unless the
plan's teams are for members: then 1 - `team_register` of them do not join it, so that P(filled) has
`team_accept` (1 - `team_outside` (1 - `team_register`)), and of a filled team each of the m - 1 is
new to the community with

    team_outside team_register / (1 - team_outside (1 - team_register))

and joins on the next day, brought by whoever opened it; `team_hunters` of them have come for this
one order and never come again (M46).

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
        Parameter(
            "team_outside", 0.4, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M47: no public numbers",
            meaning="of those asked to join a team, who are no members", meaning_zh="参团新客占比",
        ),
        Parameter(
            "team_register", 0.5, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M40: a shared link converts 1.3-17 %; of those who would buy, more",
            meaning="of those who would join a team, who become members if they must",
            meaning_zh="参团注册意愿",
        ),
        Parameter(
            "team_hunters", 0.4, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="M46: 20-40 % under cash",
            meaning="of those who become members to join a team, who never come again",
            meaning_zh="拼团薅羊毛占比",
        ),
    ),
)  # fmt: skip


def eager(values: Mapping[str, float], cut: Table) -> Table:
    """Return how eager a cut makes for teams, relative to the usual one, 0 to 1."""
    return np.minimum(cut / values["team_usual"], 1.0)


def opens(values: Mapping[str, float], cut: Table) -> Table:
    """Return the probability of opening a team on a visit."""
    return values["team_rate"] * eager(values, cut)


def willing(values: Mapping[str, float], recruits: bool) -> float:
    """Return which share of those who would join a team do, if they must become members or not."""
    return 1.0 - values["team_outside"] * (1.0 - values["team_register"]) if recruits else 1.0


def brings(values: Mapping[str, float], recruits: bool) -> float:
    """Return the probability that one who fills a team joins the community for it."""
    may = willing(values, recruits)
    return values["team_outside"] * values["team_register"] / may if recruits and may > 0 else 0.0


def success(
    values: Mapping[str, float],
    size: int,
    cut: Table | None = None,
    days: int = 1,
    recruits: bool = False,
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
    recruits
        Whether those who are no members must become members.
    """
    asked = values["team_asked"]
    keen = 1.0 if cut is None else eager(values, cut)
    in_time = 1.0
    if days > 1:
        late = values["team_late"]
        in_time = math.expm1(-days / late) / math.expm1(-1.0 / late)
    p = np.minimum(np.asarray(values["team_accept"] * keen * in_time), 1.0)
    p = p * willing(values, recruits)
    whole = math.floor(asked)
    share = asked - whole
    return (1.0 - share) * _at_least(whole, p, size - 1) + share * _at_least(whole + 1, p, size - 1)


def _at_least(n: int, p: Table, k: int) -> Table:
    fewer = np.zeros_like(p)
    for j in range(min(k, n + 1)):
        fewer += math.comb(n, j) * p**j * (1.0 - p) ** (n - j)
    return 1.0 - fewer
