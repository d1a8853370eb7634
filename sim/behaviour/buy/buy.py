"""Buy: a purchase on a visit.

    P(purchase) = buy_rate price live g_i social_spend

at the list price `basket`. The factors are those of `price`, `live`, `repurchase` and
`social_spend`.
"""

from __future__ import annotations

from typing import Final

from sim.behaviour.mechanism import Decision, Parameter

DECISION: Final = Decision(
    "buy",
    title="buying",
    title_zh="购买",
    parameters=(
        Parameter(
            "buy_rate", 0.0, unit="1/visit", low=0.0, high=1.0, grade="assumed", evidence="B",
            source="M63",
            meaning="probability of a purchase on a visit at list price",
            meaning_zh="每次访问购买率",
        ),
        Parameter(
            "basket", 30.0, unit="currency", low=0.0, high=100000.0, grade="assumed",
            evidence="D",
            source="user's own",
            meaning="list price of a purchase", meaning_zh="客单价",
        ),
    ),
)  # fmt: skip
