"""A challenge to come day by day, whose days are rules (`sim.rules`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("challenge", "1", "max", "challenge to come day by day", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """A challenge pulls those who are on a run, the more the farther they have come."""
    return {"challenge": pulled.lever("challenge")}
