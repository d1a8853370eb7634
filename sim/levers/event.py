"""An event, and what is sold at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.curves import Table
from sim.behaviour.visit import event
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("event", "share", "max", "members who mean to come to an event today", high=1.0),
    Lever("onsite", "share", "max", "the same of an event at which something is sold", high=1.0),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """An event pulls and tires; what it sells, it sells partly sooner only."""
    coming = pulled.lever("event")
    sells = event.sale(pulled.values, pulled.lever("onsite"))
    return {
        "shift": event.pull(pulled.values, coming),
        "ad_fatigue": event.fatigue(pulled.values, coming),
        "buy_probability": sells,
        "as_ever": 1.0 / sells,
    }
