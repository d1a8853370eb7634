"""Items for an audience alone: what they are worth to it. They have no lever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.read import grading
from sim.levers.lever import Lever, Pulled, on_every_level

LEVERS: Final[tuple[Lever, ...]] = ()


def own_items(values: Mapping[str, float], lever: Table, items: Table, worth: Table) -> Table:
    """Return the share of what members read that is theirs alone, times its worth."""
    own = grading.pinned(values, items, worth)[..., 1]
    return on_every_level(own.reshape(len(own), -1), lever)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """What is theirs alone adds its worth."""
    return {"pinned_worth": pulled.over_days}
