"""Leaders: what an opinion leader recommends, some buy.

    purchases x (1 + leader_conversion a),   a = 1 - exp(-leader_seen s)

on a day with s items by opinion leaders for the segment: a is the share of visitors who see one and
trust it (M93).

Differs from the evidence: leaders are all of one size, where M93 has small ones sell more for each
follower; what they sell elsewhere is not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table, reached
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "leaders",
    title="opinion leaders sell",
    title_zh="KOL带货",
    switches=("leader_conversion",),
    needs="a plan's items by opinion leaders",
    parameters=(
        Parameter(
            "leader_conversion", 0.0, unit="1", low=0.0, high=5.0, typical=0.25, grade="assumed",
            evidence="D",
            source="M93: sales by code, not incremental, so halved and more",
            meaning="rise of purchases by those who see an opinion leader's item",
            meaning_zh="KOL推荐转化",
        ),
        Parameter(
            "leader_seen", 0.3, unit="1/item", low=0.0, high=10.0, grade="assumed", evidence="D",
            source="none published; M19: attention is finite",
            meaning="visitors who see and trust it, per item by an opinion leader on the day, "
                    "while they are few",
            meaning_zh="KOL内容触达率",
        ),
    ),
)  # fmt: skip


def factor(values: Mapping[str, float], items: Table) -> Table:
    """Return by what a day's items by opinion leaders multiply purchases."""
    return 1.0 + values["leader_conversion"] * reached(values["leader_seen"], items)
