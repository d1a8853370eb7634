"""Commercial items in the feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.visit import commercial
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("ad_load", "share of feed", "add", "commercial items in the feed", high=1.0),
    Lever("placement", "share of feed", "add", "items with a brand woven in", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Commercial items take room and tire."""
    load = commercial.load(pulled.values, pulled.lever("ad_load"), pulled.lever("placement"))
    return {"ad_fatigue": commercial.fatigue(pulled.values, load), "ad_share": load}
