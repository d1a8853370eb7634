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


def over_days(values: Mapping[str, float], lever: Table, supply: Table) -> Table:
    """Return how much of an occasion an event is on each day: less, if there was one lately."""
    return event.fresh(values, lever)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """An event pulls and tires; what it sells, it sells partly sooner only."""
    coming = pulled.lever("event")
    sells = event.sale(pulled.values, pulled.lever("onsite"), pulled.over_days)
    return {
        "shift": event.pull(pulled.values, coming, pulled.over_days),
        "ad_fatigue": event.fatigue(pulled.values, coming),
        "buy_probability": sells,
        "as_ever": 1.0 / sells,
    }
