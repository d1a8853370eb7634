"""P8 and P9: groups that nobody runs, and groups that grow too large."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidence.patterns.worlds import changed, lived, world
from sim.spec import CommunitySpec, GraphSpec
from sim.trajectory import COUNT_INDEX

GROUPS, DAYS, QUIET = 400, 180, 28


def posts(spec: CommunitySpec, seed: int) -> NDArray[np.int64]:
    """Return the posts of each day."""
    written = lived(spec, seed).tallies.counts[: spec.days, :, COUNT_INDEX["posts"]]
    return np.asarray(written.sum(axis=1))


def lifetimes() -> NDArray[np.int64]:
    """Return the day from which each group is silent for four weeks, 180 if it never is.

    Groups begin with 3 to 500 members, log-normal around 10 with a spread of 1.3 (assumed); nobody
    else joins by himself.
    """
    sizes = np.exp(np.log(10) + 1.3 * np.random.default_rng(8).standard_normal(GROUPS))
    found = np.full(GROUPS, DAYS)
    for group, size in enumerate(np.clip(sizes, 3, 500).astype(int)):
        alone = {"segments": ("all",), "segment_shares": (1.0,), "graph": GraphSpec()}
        written = posts(world("chat", int(size), DAYS, 0.0, **alone), group)
        silent = np.flatnonzero(np.convolve(written, np.ones(QUIET), "valid") == 0)
        if silent.size:
            found[group] = silent[0]
    return found


def by_month(lives: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the groups that died in each of six months."""
    deaths: NDArray[np.int64] = np.histogram(lives[lives < DAYS], np.arange(0, DAYS + 1, 30))[0]
    return deaths


SIZES = (30, 300, 1000, 4000, 8000, 16_000, 32_000)


def activity(size: int, seeds: int, graph: GraphSpec, **values: float) -> tuple[float, float]:
    """Return visits a head and posts of a day, mean of the second two months."""
    spec = changed(world("chat", size, 120, 0.0, graph=graph), **values)
    visits, written = [], []
    for seed in range(seeds):
        one = lived(spec, seed)
        counts = one.tallies.counts[60 : spec.days].sum(axis=(0, 1))
        visits.append(counts[COUNT_INDEX["visits"]] / one.tallies.population[60 : spec.days].sum())
        written.append(counts[COUNT_INDEX["posts"]] / 60)
    return float(np.mean(visits)), float(np.mean(written))


def by_size() -> list[tuple[float, float]]:
    """Return `activity` of `SIZES` in a single channel; small ones over more seeds."""
    return [activity(size, max(1, min(40, 8000 // size)), GraphSpec()) for size in SIZES]
