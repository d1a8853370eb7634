"""Buy: a purchase on a visit.

    P(purchase) = buy_rate price live g_i social_spend
    P(n orders | purchase) = (1 - order_again) order_again^(n - 1)

each at the list price `basket`. The factors are those of `price`, `live`, `repurchase` and
`social_spend`; of each member the product is at most 1.

Of what is sold, `refund_share` is paid back. Assumed: on the day of the sale, and what comes back
is as good as new and costs nothing to take back, so that neither it nor its price counts.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Decision, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Float32, Theta, Whole

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
        Parameter(
            "order_again", 0.0, unit="1", low=0.0, high=0.95, grade="assumed", evidence="D",
            source="user's own",
            meaning="probability of one more order on a visit with a purchase, after each",
            meaning_zh="同日再下单概率",
        ),
        Parameter(
            "refund_share", 0.0, unit="1", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="user's own",
            meaning="part of what is sold that is paid back", meaning_zh="退款占比",
        ),
    ),
)  # fmt: skip

F = np.float32

MOST: Final = 64
"""Orders of a visit at most."""


@inlined
def orders(theta: Theta, u: Float32) -> Whole:
    """Return the orders of a visit with a purchase, 1 to `MOST`."""
    n = 1
    tail = theta.order_again
    while u < tail and n < MOST:
        n += 1
        tail = tail * theta.order_again
    return n
