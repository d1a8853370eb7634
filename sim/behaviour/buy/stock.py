"""Stock: who comes when the shelf is empty goes without, and minds it.

    shelf <- max(shelf, min(shelf + supply, stock_days supply)),   supply = stock_rate members

each morning, in orders; it is full at the launch. What members want on a day is sold in the evening
by keyed priority from the shelf, and then from what was brought in for a burst (the lever `stock`);
a team is served whole or not at all. Who gets less than wanted:

    S <- S (1 - sold_out_hit)

A field test with a mail-order house found that a stock-out lowers later orders too (Anderson,
Fitzsimons and Simester 2006, Management Science 52, 1751-1763); its size is not carried over, as it
is of orders and not of satisfaction (D).

Assumed: the want is spent, as with whoever buys elsewhere, so nobody orders the same thing again on
the next day; and whom a team that went without brought along stays.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "stock",
    title="stock",
    title_zh="库存",
    switches=("stock_rate",),
    parameters=(
        Parameter(
            "stock_rate", 0.0, unit="orders/member/day", low=0.0, high=1.0, typical=0.003,
            grade="assumed", evidence="D",
            source="none published; user's own",
            meaning="orders that the usual supply covers a day, for each member; 0: all of them",
            meaning_zh="人均日补货量",
        ),
        Parameter(
            "stock_days", 7.0, unit="day", low=1.0, high=3650.0, grade="assumed", evidence="D",
            source="none published; user's own",
            meaning="days of the usual supply that the shelf holds", meaning_zh="货架可存天数",
        ),
        Parameter(
            "sold_out_hit", 0.1, unit="share", low=0.0, high=1.0, grade="assumed", evidence="D",
            source="Anderson, Fitzsimons and Simester 2006 tell the direction, not this size; "
                   "assumed",
            meaning="share of satisfaction that is lost by finding it sold out",
            meaning_zh="缺货对满意度的损失",
        ),
    ),
)  # fmt: skip

F = np.float32

PARTS: Final = 1000
"""Of an order: the shelf is filled in these, so that hardly any of a day's supply is lost."""


@inlined
def is_limited(theta: Theta) -> Flag:
    """Return whether there is not always all that is wanted."""
    return theta.stock_rate > F(0.0)


@inlined
def filled(theta: Theta, shelf: Whole, members: Whole, first: Flag) -> Whole:
    """Return the shelf of a morning, in thousandths of an order (`PARTS`).

    Parameters
    ----------
    theta
        The behaviour.
    shelf
        What the day before left of it.
    members
        How many there are.
    first
        Whether it is the day of the launch, on which it is full.
    """
    # To the nearest: in 32 bits a hundredth is a little less.
    supply = np.int64(np.float64(theta.stock_rate) * np.float64(members * PARTS) + 0.5)
    most = np.int64(np.float64(theta.stock_days) * np.float64(supply) + 0.5)
    return most if first else max(shelf, min(shelf + supply, most))


@inlined
def disappointed(theta: Theta, satisfaction: Float32) -> Float32:
    """Return the satisfaction of a member who found it sold out."""
    return satisfaction * (F(1.0) - theta.sold_out_hit)
