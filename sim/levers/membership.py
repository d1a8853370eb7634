"""A paid membership: what it costs a member, and what its perks are to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.behaviour.buy import membership
from sim.behaviour.curves import Table
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("fee", "currency/month", "max", "price of a paid month, of 28 days"),
    Lever("perks", "currency/visit", "max", "what the perks are worth to a member"),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """A membership is on offer where its perks are worth anything."""
    fee, perks = (pulled.worth(pulled.lever(name)) for name in ("fee", "perks"))
    return {"fee": fee, "perks": perks, "belongs": membership.belongs(pulled.values, fee)}
