"""A game layer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.visit import game
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (Lever("game", "1", "max", "game layer in force", high=1.0),)


def over_days(values: Mapping[str, float], lever: Table, supply: Table) -> Table:
    """Return the pull on each day: it outlasts the game."""
    return game.pull(values, lever)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """A game pulls, also after it has ended."""
    return {"shift": pulled.over_days, "game": pulled.over_days}
