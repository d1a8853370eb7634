"""A board of ranks, by where its audiences stand on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.visit import board
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("board_first", "1", "max", "a board shows these members", high=1.0),
    Lever("board_near", "1", "max", "a board is within reach of these", high=1.0),
    Lever("board_far", "1", "max", "a board is out of reach of these", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """A board pulls some and loses others, as long as it is there."""
    first, near, far = (pulled.lever(f"board_{place}") for place in ("first", "near", "far"))
    return {"shift": board.pull(pulled.values, first, near, far)}
