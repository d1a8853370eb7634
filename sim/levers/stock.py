"""Stock that is brought in for some days beyond the usual supply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

MOST: Final = 10_000_000
"""Orders that are brought in at most: 32-bit numbers hold each of them."""

LEVERS: Final[tuple[Lever, ...]] = (
    Lever(
        "stock", "orders", "add", "orders that are brought in for these days beyond the usual "
        "supply; what is left is cleared out when they are over", high=float(MOST),
    ),
)  # fmt: skip


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Whole orders, the same for all: what the first level of the first cell has is in force."""
    return {"stocked": np.floor(pulled.lever("stock"))}
