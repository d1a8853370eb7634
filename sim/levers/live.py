"""Live sessions, which stand in the supply of content and have no lever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.buy import live
from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled, on_every_level
from sim.rules import FORMATS

LEVERS: Final[tuple[Lever, ...]] = ()


def over_days(values: Mapping[str, float], lever: Table, supply: Table) -> Table:
    """Return the live sessions of each day for a segment: the items of all sources."""
    sessions = supply[..., FORMATS.index("live")].astype(np.float64).sum(axis=-1)
    return on_every_level(sessions, lever)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Live sessions sell to those who attend."""
    return {"buy_probability": live.factor(pulled.values, pulled.over_days)}
