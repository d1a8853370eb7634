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
    Lever("perk_privilege", "logit", "add", "pull of the standing of a perk, at any level"),
    Lever("perk_access", "worth", "add", "worth that a perk adds to what there is to read"),
    Lever("perk_service", "share", "add", "share of the wait that a perk saves", high=1.0),
    Lever("perk_visibility", "share", "add", "readers that a perk adds to one's posts", high=10.0),
)

_ONCE: Final = np.ones((1, 1), np.int64)
"""A perk is no matter of levels."""


def effects(pulled: Pulled) -> Mapping[str, Table]:
    """Each form acts through its own mechanism, by the level; a perk at any level alike."""
    pull = privilege.pull(pulled.values, pulled.lever("privilege"), pulled.tiers)
    pull = pull + privilege.pull(pulled.values, pulled.lever("perk_privilege"), _ONCE)

    def given(form: str) -> Table:
        return pulled.lever(form) * pulled.tiers + pulled.lever(f"perk_{form}")

    return {
        "shift": pull,
        "privilege": pull,
        "access": given("access"),
        "service": np.minimum(given("service"), 1.0),
        "visibility": given("visibility"),
    }
