"""Moderation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("moderation", "share", "max", "toxic comments that nobody gets to see", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """What moderation leaves is seen."""
    return {"toxicity_seen": 1.0 - pulled.lever("moderation")}
