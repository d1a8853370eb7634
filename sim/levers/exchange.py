"""Points at a partner's, whose lots are a rule (`sim.rules`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("exchange", "1", "max", "share of what members want that partners have", high=1.0),
    Lever("exchange_worth", "currency/point", "max", "what a point buys at a partner's"),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Points go to a partner as far as they buy there what they are worth at home."""
    there, here = pulled.lever("exchange_worth"), pulled.lever("point_value")
    as_good = np.divide(there, here, out=(there > 0).astype(np.float64), where=here > 0)
    return {"exchange": pulled.lever("exchange") * np.minimum(as_good, 1.0)}
