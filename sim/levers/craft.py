"""Pay that comes by readers or by what the feed earns, and what it makes of the posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.write import craft
from sim.levers.lever import Lever, Pulled
from sim.levers.points import by_money

PARTS: Final = 1000
"""Of a post: what is counted of quality and topics is whole."""

LEVERS: Final[tuple[Lever, ...]] = (
    Lever(
        "pay_by_reach", "currency/post", "add",
        "part of the money for each post that comes by its readers or by what the feed earns",
    ),
)  # fmt: skip


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Quality and topics follow the part of the money that comes so."""
    b, factor, pay = pulled.values, by_money(pulled), pulled.lever("pay")
    part = np.divide(pulled.lever("pay_by_reach"), pay, out=np.zeros_like(pay), where=pay > 0)
    by_reach = np.minimum(part, 1.0)
    return {
        "craft": np.rint(PARTS * (craft.quality(b, factor, by_reach) - 1.0)),
        "drawn": np.rint(PARTS * craft.drawn(b, factor, by_reach)),
    }
