"""Awards for writers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("award", "share", "max", "writers of a day who are given an award", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Awards are given to a share of a day's writers."""
    return {"award_share": pulled.lever("award")}
