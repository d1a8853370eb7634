"""A badge for posts, whose threshold is a rule (`sim.rules`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (Lever("badge", "1", "max", "badge on offer", high=1.0),)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """A badge steers those who have yet to win it, while it is on offer."""
    return {"badge": pulled.lever("badge")}
