"""P6 and P7: who is tied to whom, and what neighbours have in common."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from evidence.patterns.worlds import changed, lived, world
from evidence.reading import ties
from sim.behaviour.preset import PRESETS
from sim.community import Community
from sim.compiled.layout import LEFT
from sim.graph import StartGraph
from sim.graph.measure import degrees, mean_clustering
from sim.spec import GraphSpec


def edges(community: Community) -> NDArray[np.int32]:
    """Return every tie once, shape ``(ties, 2)``."""
    both = ties(community)
    return both[both[:, 0] < both[:, 1]].astype(np.int32)


def grown_ties(preset: str) -> tuple[float, float, NDArray[np.int64]]:
    """Return mean local clustering, density and everybody's number of ties."""
    one = lived(world(preset, founders=2000, days=120, arrivals=30.0), 6)
    graph = edges(one)
    degree = degrees(graph, one.size)
    return mean_clustering(graph, one.size), float(degree.mean() / (one.size - 1)), degree


NO_INFLUENCE = {
    "contagion": 0.0, "peer_pull": 0.0, "ties_protect": 0.0, "return_rate": 0.0, "invite_rate": 0.0,
}  # fmt: skip
"""Nothing that a tie does reaches a member; whoever left stays away."""

SORTED = tuple(name for name in PRESETS if name != "plain")


"""Presets whose members are of several kinds."""

RATIO_SEEDS = (1, 2, 3, 4)

KINDS_OFF = {"segment_visit": 0.0, "segment_leave": 0.0}


def hazard_ratio(preset: str, seed: int, kinds: bool) -> tuple[float, float]:
    """Return the hazard of leaving beside a neighbour who left over that of others.

    By day and number of ties (Mantel and Haenszel 1959): the ratio's logarithm and the variance of
    that.
    """
    start = StartGraph("lognormal", 8.0, 1.0, 0.15, (0.6,))
    graph = GraphSpec(start=start, group_cap=200 if preset == "chat" else 0)
    spec = world(preset, founders=40_000, days=180, arrivals=0.0, graph=graph)
    one = Community(changed(spec, **NO_INFLUENCE, **({} if kinds else KINDS_OFF)), seed)
    pairs = ties(one)
    one.live(spec.days)
    members = one.members
    gone = np.where(members["flags"] & LEFT, members["loss_day"], spec.days)
    first = np.full(one.size, spec.days)
    np.minimum.at(first, pairs[:, 0], gone[pairs[:, 1]])
    stratum = np.digitize(np.bincount(pairs[:, 0], minlength=one.size), (1, 5, 8, 11, 15, 21))
    upper = lower = spread = 0.0
    for day in range(1, spec.days):
        here, beside = gone >= day, first < day
        exposed = np.bincount(stratum, here & beside, 7)
        others = np.bincount(stratum, here & ~beside, 7)
        hit = np.bincount(stratum, (gone == day) & beside, 7)
        missed = np.bincount(stratum, (gone == day) & ~beside, 7)
        everybody = np.maximum(exposed + others, 1)
        upper += (hit * others / everybody).sum()
        lower += (missed * exposed / everybody).sum()
        spread += ((hit + missed) * exposed * others / everybody**2).sum()
    return math.log(upper / lower), spread / (upper * lower)


def pooled_hazard_ratio(preset: str, kinds: bool) -> tuple[float, float]:
    """Return the logarithm of the ratio over `RATIO_SEEDS`, and its standard error."""
    logs, variances = zip(*(hazard_ratio(preset, seed, kinds) for seed in RATIO_SEEDS), strict=True)
    return float(np.mean(logs)), math.sqrt(sum(variances)) / len(logs)
