"""A price cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.buy import price
from sim.behaviour.curves import Table
from sim.levers.lever import LIST_PRICE, MOST_CUT, Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("discount", "share of price", "max", "price reduction", high=MOST_CUT),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """A cut sells more, cheaper, and some of that sooner only."""
    cut = pulled.lever("discount")
    factor = price.factor(pulled.values, cut)
    return {
        "price": np.rint(LIST_PRICE * (1.0 - cut)),
        "buy_probability": factor,
        "as_ever": 1.0 / factor,
    }
