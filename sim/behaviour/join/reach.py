"""Reach: what is published is seen outside, and some of those who see it join.

    organic joiners x (1 + reach_most (1 - exp(-s / reach_items)))

s is the operator's items of the day, one by an opinion leader counted `reach_leader` times: leaders
bring those who follow them (M93, M48). It reaches people outside through the market, so where the
market is finite (`market`) they are missing later. Joiners who are given, and not a mean, stay as
they are given.

Differs from the evidence: M93 and M48 say who reaches more, not how many of those outside join; the
strength is a statement, with an interval.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.curves import Table, each
from sim.behaviour.mechanism import Mechanism, Parameter
from sim.rules import SOURCES

MECHANISM: Final = Mechanism(
    "reach",
    title="content reaches outsiders",
    title_zh="内容外部触达",
    switches=("reach_most",),
    needs="a plan's content",
    parameters=(
        Parameter(
            "reach_most", 0.0, unit="1", low=0.0, high=2.0, typical=0.1, grade="assumed",
            evidence="D",
            source="none published",
            meaning="rise of organic joiners by any amount of published content, at most",
            meaning_zh="内容拉新上限",
        ),
        Parameter(
            "reach_items", 10.0, unit="items/day", low=0.1, high=1000.0, grade="assumed",
            evidence="D",
            source="none published",
            meaning="items a day that bring 63 % of that", meaning_zh="内容拉新所需篇数",
        ),
        Parameter(
            "reach_leader", 5.0, unit="1", low=1.0, high=100.0, grade="assumed", evidence="D",
            source="M93: large leaders reach more; no share who join is published",
            meaning="items of staff that one item by an opinion leader equals outside",
            meaning_zh="KOL外部触达倍数",
        ),
    ),
)  # fmt: skip


def factor(values: Mapping[str, float], supply: NDArray[np.floating[Any]]) -> Table:
    """Return by what published content multiplies organic joiners, shape ``(days,)``.

    Parameters
    ----------
    values
        Of the behaviour.
    supply
        The operator's items, shape ``(days, segments, sources, formats)``.
    """
    weights = np.array([values["reach_leader"] if who == "kol" else 1.0 for who in SOURCES])
    seen = (supply.astype(np.float64).sum(axis=(1, 3)) * weights).sum(axis=1)
    return 1.0 + values["reach_most"] * (1.0 - each(math.exp, -seen / values["reach_items"]))
