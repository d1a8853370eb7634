"""Training of those who have a place on a course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.write import training
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("training", "share", "max", "how fresh the course is that members are on", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Who is trained writes more; it is no reward."""
    return {"skill": training.write_factor(pulled.values, pulled.lever("training"))}
