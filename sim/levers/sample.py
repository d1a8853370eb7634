"""Samples of what is new, sent to those who are to pass it on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever(
        "sample", "share", "max", "chance on a visit that who was sent a sample tries it", high=1.0
    ),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Who tries it takes the practice up, and passes it on as anybody else does."""
    return {"sample": pulled.lever("sample")}
