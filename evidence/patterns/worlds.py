"""Communities in which a preset is looked at: nobody plans anything unless a pattern says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.preset import PRESETS, Behaviour
from sim.community import Community
from sim.compiled.layout import PAID, REFERRED
from sim.spec import CommunitySpec, GraphSpec

LAUNCH: Final = date(2024, 1, 1)

AGES = (1, 2, 3, 7, 14, 30, 60)
"""Days after joining on which a cohort is looked at."""

SEEDS = (1, 2, 3)

REPLYING = tuple(name for name in PRESETS if Behaviour.preset(name).has("reply"))
TRUSTING = tuple(name for name in PRESETS if Behaviour.preset(name).has("trust"))


def world(
    preset: str, founders: int = 1000, days: int = 200, arrivals: float = 50.0, **fields: Any
) -> CommunitySpec:
    """Return a community with a preset's behaviour; a chat meets in groups of 200 (M22)."""
    if preset == "chat":
        fields.setdefault("graph", GraphSpec(group_cap=200))
    spec = CommunitySpec(
        behaviour=Behaviour.preset(preset),
        launch=LAUNCH,
        start=LAUNCH,
        horizon_days=days,
        organic=np.full(days, arrivals),
        organic_known=np.zeros(days, bool),
        founders=founders,
        segments=("north", "south", "east", "west"),
        segment_shares=(0.4, 0.3, 0.2, 0.1),
    )
    return replace(spec, **fields)


def changed(spec: CommunitySpec, **values: float) -> CommunitySpec:
    """Return a community whose behaviour differs in some values."""
    return replace(spec, behaviour=spec.behaviour.updated(values, "assumed", "test"))


def lived(spec: CommunitySpec, seed: int) -> Community:
    """Return a community that has lived all its days."""
    one = Community(spec, seed)
    one.live(spec.days)
    return one


def won_organically(members: NDArray[np.void]) -> NDArray[np.bool_]:
    """Return who joined by themselves after the launch, shape ``(members,)``."""
    return np.asarray((members["flags"] & (REFERRED | PAID) == 0) & (members["join_day"] > 0))


@cache
def cohorts(preset: str, seed: int) -> tuple[Community, NDArray[np.float64]]:
    """Return a preset's community and its classic retention at `AGES`.

    Classic: the share of those who joined on one day that comes on the n-th day after, of all
    joiners for whom that day was lived.
    """
    spec = world(preset)
    one = Community(spec, seed)
    joined, came = np.zeros(len(AGES)), np.zeros(len(AGES))
    for day in range(spec.days):
        one.live(day + 1)
        members = one.members
        own = won_organically(members)
        for k, age in enumerate(AGES):
            cohort = own & (members["join_day"] == day - age)
            joined[k] += cohort.sum()
            came[k] += (cohort & (members["last_visit"] == day)).sum()
    return one, came / joined


def retention(preset: str) -> NDArray[np.float64]:
    """Return classic retention at `AGES`, mean over `SEEDS`."""
    return np.asarray(np.mean([cohorts(preset, seed)[1] for seed in SEEDS], axis=0))
