"""Signs of standing, for those who wear one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("symbol", "1", "max", "quality of a sign of standing that is worn", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """What a sign does hangs on how many wear it, which is the day's to say."""
    return {"symbol": pulled.lever("symbol")}
