"""Items for an audience alone: how much of its reading they are. They have no lever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.read import grading
from sim.levers.lever import Lever, Pulled, on_every_level

LEVERS: Final[tuple[Lever, ...]] = ()


def own_items(values: Mapping[str, float], lever: Table, items: Table, worth: Table) -> Table:
    """Return which share of what members read is theirs alone."""
    share = grading.pinned(values, items, worth)[..., 0]
    return on_every_level(share.reshape(len(share), -1), lever)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """What is theirs alone takes the room of what all read."""
    return {"pinned": pulled.over_days}
