"""Card: an invitation that shows what a friend will find is accepted more often.

    logit P + card_pull card     card: how good it is, 0 to 1

beside what `accept` says (M40: what a shared link converts goes from 1.3 to 17 %).

Differs from the evidence: M40's spread is of businesses, not of cards; what a card does alone is
assumed, and that it makes nobody invite more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "card",
    title="invite cards",
    title_zh="邀请卡",
    switches=("card_pull",),
    needs="a plan's `card` lever",
    parameters=(
        Parameter(
            "card_pull", 0.3, unit="logit", low=0.0, high=2.0, spread=0.2, neutral=0.0,
            grade="assumed", evidence="D",
            source="M40: shared links convert 1.3-17 %, by business; no trial of a card",
            meaning="what the best card adds to the acceptance of an invitation",
            meaning_zh="邀请卡的作用",
        ),
    ),
)  # fmt: skip


def pull(values: Mapping[str, float], card: Table) -> Table:
    """Return what cards add to accepting, logit."""
    return values["card_pull"] * card
