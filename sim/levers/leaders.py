"""Items by opinion leaders, which stand in the supply of content and have no lever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.buy import leaders
from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled, on_every_level
from sim.rules import SOURCES

LEVERS: Final[tuple[Lever, ...]] = ()


def over_days(values: Mapping[str, float], lever: Table, supply: Table) -> Table:
    """Return the opinion leaders' items of each day for a segment, in all formats."""
    items = supply[..., SOURCES.index("kol"), :].astype(np.float64).sum(axis=-1)
    return on_every_level(items, lever)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Opinion leaders sell to those who see them."""
    return {"buy_probability": leaders.factor(pulled.values, pulled.over_days)}
