"""Privileges of levels, by what they act through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.behaviour.curves import Table
from sim.behaviour.visit import privilege
from sim.levers.lever import Lever, Pulled

LEVERS: Final[tuple[Lever, ...]] = (
    Lever("privilege", "logit/level", "add", "pull of the standing of one level"),
    Lever("access", "worth/level", "add", "worth that one level adds to what there is to read"),
    Lever(
        "service",
        "share/level",
        "add",
        "share of the wait for an answer that a level saves",
        high=1.0,
    ),
    Lever(
        "visibility", "share/level", "add", "readers that a level adds to one's posts", high=10.0
    ),
)


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Each form acts through its own mechanism, by the level."""
    pull = privilege.pull(pulled.values, pulled.lever("privilege"), pulled.tiers)
    return {
        "shift": pull,
        "privilege": pull,
        "access": pulled.lever("access") * pulled.tiers,
        "service": np.minimum(pulled.lever("service") * pulled.tiers, 1.0),
        "visibility": pulled.lever("visibility") * pulled.tiers,
    }
