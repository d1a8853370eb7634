"""Deals teach: after a discount new customers buy more, and established ones less.

    purchases x (1 + deal)
    1 + deal <- (1 + deal) (1 + deal_new cut)     after a first purchase, at a cut price
    1 + deal <- (1 + deal) (1 - deal_old cut)     after a later one

(M71: three field experiments, repeat effects to two years). `deal` lies between -0.9 and 3 and is
kept in 8,192nds, cut towards 0. A first purchase is the first since the community's launch.

Differs from the evidence: what a deal has taught is never forgotten, where M71 was seen for two
years; seeing it cheaper after having paid more (M71) is not in it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.behaviour.mechanism import Mechanism, Parameter
from sim.compiled.compile import inlined
from sim.compiled.types import Flag, Float32, Theta, Whole

MECHANISM: Final = Mechanism(
    "deal",
    title="lessons of a discount",
    title_zh="折扣的长期影响",
    switches=("deal_new", "deal_old"),
    needs="`buy_rate` above 0, and a plan's `discount` lever",
    memory=True,
    parameters=(
        Parameter(
            "deal_new", 0.0, unit="1", low=0.0, high=2.0, typical=0.3, grade="assumed",
            evidence="D",
            source="M71: direction by three experiments (A); size 0.1 to 0.5 only recalled",
            meaning="rise of later purchases after a first one at a price cut by all of it",
            meaning_zh="新客折扣的长期增益",
        ),
        Parameter(
            "deal_old", 0.0, unit="1", low=0.0, high=1.0, typical=0.3, grade="assumed",
            evidence="D",
            source="M71: direction by three experiments (A); size 0.1 to 0.5 only recalled",
            meaning="loss of later purchases after a later one at a price cut by all of it",
            meaning_zh="老客折扣的长期损失",
        ),
    ),
)  # fmt: skip

F = np.float32
_STEPS = F(8192.0)
_LOW, _HIGH = F(-0.9), F(3.0)
_LIST_PRICE = F(1_000_000.0)


@inlined
def teaches(theta: Theta) -> Flag:
    """Return whether deals teach anything."""
    return theta.deal_new > F(0.0) or theta.deal_old > F(0.0)


@inlined
def factor(deal: Whole) -> Float32:
    """Return by what the deals so far multiply purchases; `deal` as it is kept."""
    return F(1.0) + F(deal) / _STEPS


@inlined
def after(theta: Theta, deal: Whole, price: Float32, first: Flag) -> Whole:
    """Return `deal`, as it is kept, after a purchase at a price in millionths of the list price."""
    cut = F(1.0) - price / _LIST_PRICE
    lesson = theta.deal_new * cut if first else -theta.deal_old * cut
    taught = factor(deal) * (F(1.0) + lesson) - F(1.0)
    return np.int64(min(max(taught, _LOW), _HIGH) * _STEPS)
