"""Networks: what clustered ties carry, and how large a group stays lively (M22, M51)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from evidence.studies.contract import Figure, Outcome, Study, Values
from evidence.studies.worlds import lift, settled, world
from sim.community import Community
from sim.compiled.layout import ADOPTED
from sim.spec import GivenTies, GraphSpec
from sim.trajectory import COUNT_INDEX

_PEOPLE = 128
_NETWORKS = 96
_CONTACTS = 6
_SPREAD_DAYS = 66


def _lattice() -> NDArray[np.int32]:
    """Return a ring on which everybody is tied to the three next on either side."""
    a = np.repeat(np.arange(_PEOPLE), _CONTACTS // 2)
    b = (a + np.tile(np.arange(1, _CONTACTS // 2 + 1), _PEOPLE)) % _PEOPLE
    return np.stack([np.minimum(a, b), np.maximum(a, b)], axis=1).astype(np.int32)


def _contagion(seed: int, planted: Values) -> Outcome:
    import networkx

    ring = _lattice()
    adopted = {}
    for name in ("clustered", "random"):
        edges = []
        for network in range(_NETWORKS):
            pairs = ring
            if name == "random":
                graph = networkx.random_regular_graph(
                    _CONTACTS, _PEOPLE, seed=1000 * seed + network
                )
                pairs = np.array([sorted(pair) for pair in graph.edges()], np.int32)
            edges.append(pairs + _PEOPLE * network)
        adopted[name] = _spread(seed, planted, np.concatenate(edges).astype(np.int32))
    return {**adopted, "difference": adopted["clustered"] - adopted["random"]}


def _spread(seed: int, planted: Values, pairs: NDArray[np.int32]) -> float:
    """Return what share took the practice up, per cent; one of each network and its ties began."""
    values = {"visit_base": 2.0, "adopt_least": 2.0, "adopt_alone": 0.0, "adopt_seed": 0.0,
              "leave_rate": 0.0, "invite_rate": 0.0, **planted}  # fmt: skip
    graph = GraphSpec(start=GivenTies(pairs))
    spec = world(("adoption",), values, members=_PEOPLE * _NETWORKS, days=_SPREAD_DAYS, graph=graph)
    community = Community(spec, seed)
    for network in range(_NETWORKS):
        first = _PEOPLE * network
        contacts = pairs[(pairs == first).any(axis=1)]
        for row in np.unique(contacts):
            community.columns.memories["notes"][row] |= ADOPTED
            community.columns.adopted[row >> 6] |= np.uint64(1 << (int(row) & 63))
    community.live(_SPREAD_DAYS)
    notes = community.columns.memories["notes"][: community.size]
    return 100.0 * float((notes & ADOPTED != 0).mean())


COMPLEX = Study(
    name="clustered-ties",
    title="A practice on clustered and on random ties",
    title_zh="聚类网络与随机网络上的采纳",
    evidence="M51",
    grade="A",
    source="Health communities with six contacts each (Centola 2010)",
    design="96 networks of 128 with six contacts each, a ring lattice or random, in which one "
    "member and its contacts have the practice; who comes daily, 66 days (so that the "
    "clustered figure is met), and needs two contacts who have it (`adopt_least` 2, taken from "
    "this study, not confirmed by it).",
    figures=(
        Figure("clustered", "took it up, clustered", "聚类网络采纳率", "%", 54, 54, level=True),
        Figure("random", "took it up, random", "随机网络采纳率", "%", 38, 38),
        Figure("difference", "difference", "差异", "points", 0, math.inf),
    ),
    measure=_contagion,
    seeds=16,
)

_SIZES = (60, 250, 1000, 4000, 16000, 64000)
_LEAST = 4000
"""Members of each size in all, in as many communities as it takes."""


def _size(seed: int, planted: Values) -> Outcome:
    heads = [_visits_a_head(seed, planted, size) for size in _SIZES]
    best = max(heads)
    return {"below": lift(best, heads[0]), "above": lift(best, heads[-1])}


def _visits_a_head(seed: int, planted: Values, size: int) -> float:
    copies = max(_LEAST // size, 1)
    visits = 0
    for copy in range(copies):
        spec = world(
            ("congestion",), {"invite_rate": 0.0, **planted}, members=size, days=56, past=28
        )
        community = settled(spec, 1000 * seed + copy)
        community.live(spec.days)
        visits += int(community.tallies.counts[spec.past_days :, 0, COUNT_INDEX["visits"]].sum())
    return visits / (copies * size)


SIZE = Study(
    name="group-size",
    title="Activity a head by size",
    title_zh="人均活跃与规模",
    evidence="M22",
    grade="B",
    source="2.65 million posts in 600 groups; at most 40 posters in 20 minutes (Jones and others "
    "2004)",
    design="One channel of 60 to 64,000 founders; visits a head over days 28 to 84.",
    figures=(
        Figure(
            "below",
            "visits a head, best size above smallest",
            "人均访问,最佳规模高于最小规模",
            "%",
            0,
            math.inf,
            "observational",
            confirms=("attention", "content_pull"),
        ),
        Figure(
            "above",
            "visits a head, best size above largest",
            "人均访问,最佳规模高于最大规模",
            "%",
            0,
            math.inf,
            "observational",
            sets=("congestion_pain",),
        ),
    ),
    measure=_size,
)

STUDIES = (COMPLEX, SIZE)
