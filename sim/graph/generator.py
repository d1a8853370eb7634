"""Grow the founders' graph: build it, measure it, turn the knobs until it is as wanted."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.draws import GOLDEN, decision_key, mix64
from sim.errors import InputError
from sim.graph import trusted
from sim.graph.build import Knobs, build
from sim.graph.checked import Wholes, checked_attributes
from sim.graph.degrees import draw_degrees
from sim.graph.start import StartGraph

PILOT: Final = 20_000
"""For a larger community the knobs are first turned on so many of its members."""

_TRIES, _LARGE_TRIES = 12, 3
_SAMPLE = 10_000
"""Members over whom the clustering is taken while knobs are turned: error below 0.005."""

_STEEPEST, _FLATTEST = 4.0, 0.2
"""Bounds of the slope of clustering in the share of circles, so that no step overshoots far."""

_ENOUGH = 0.002
"""Knobs that would change by less are left."""

_NEARLY = 0.99
"""Only who asks for nothing but the own kind gets it."""


def generate(start: StartGraph, attributes: Wholes, seed: int) -> NDArray[np.int32]:
    """Tie the founders.

    Parameters
    ----------
    start
        What the graph is to look like.
    attributes
        Kind of each founder in each attribute, any whole numbers, shape ``(members, A)``; A may be
        0. Only equality of kinds matters, not their numbers.
    seed
        Seed of every draw, 0 or more.

    Returns
    -------
    NDArray[np.int32]
        Ties as rows ``(a, b)``, a < b, each once, sorted, shape ``(E, 2)``. The same for any number
        of threads.

    Raises
    ------
    InputError
        If `attributes` are no whole numbers of that shape, or `start` does not name one homophily
        for each attribute.

    Notes
    -----
    Everybody gets the ties that were drawn for them, but for what cannot be (an odd end, kinds
    that are too small). Where targets can be reached, clustering comes within 10 % or 0.01 and
    each assortativity within 0.02. Where they cannot, the graph comes as near as it does; see
    ``docs/ties.md``.
    """
    attributes = checked_attributes(attributes)
    members, columns = attributes.shape
    if len(start.homophily) != columns:
        raise InputError(
            f"{len(start.homophily)} values for {columns} attributes", field="homophily"
        )
    if members < 2:
        return np.zeros((0, 2), np.int32)
    knobs = Knobs(math.sqrt(start.clustering), start.homophily)
    if members <= PILOT:
        return _tuned(start, attributes, seed, knobs, _TRIES, 0.5)[0]
    # A large graph is dear: the pilot must be near, so that the first full build is near enough.
    pilot = attributes[_some(members, PILOT, seed)]
    knobs = _tuned(start, pilot, seed, knobs, _TRIES, 0.2)[1]
    return _tuned(start, attributes, seed, knobs, _LARGE_TRIES, 0.75)[0]


def _tuned(
    start: StartGraph,
    attributes: Wholes,
    seed: int,
    knobs: Knobs,
    tries: int,
    enough: float,
) -> tuple[NDArray[np.int32], Knobs]:
    """Build graphs until one misses by no more than is enough; return the best and its knobs."""
    members = len(attributes)
    wanted = draw_degrees(start, members, seed)
    sample = _some(members, _SAMPLE, seed) if members > _SAMPLE else None
    best: tuple[float, NDArray[np.int32], Knobs] | None = None
    before: tuple[float, float] | None = None
    for _ in range(tries):
        edges = build(wanted, attributes, seed, knobs)
        clustering = start.clustering
        if clustering > 0.0:
            clustering = trusted.mean_clustering(edges, members, sample)
        kinship = _kinship(start, edges, attributes)
        misses = _misses(start, clustering, kinship)
        # By the sum: a target that is out of reach must not cost the others.
        if best is None or sum(misses) < best[0]:
            best = sum(misses), edges, knobs
        turned = Knobs(
            _circles(start.clustering, (knobs.circles, clustering), before),
            _own_kind(start, knobs, kinship),
        )
        before = knobs.circles, clustering
        if max(misses) <= enough or knobs.change(turned) < _ENOUGH:
            break
        knobs = turned
    assert best is not None
    return best[1], best[2]


def _some(members: int, count: int, seed: int) -> NDArray[np.int64]:
    """Draw so many rows, with replacement; rows at even steps could share a kind."""
    address = mix64(np.arange(count, dtype=np.uint64) + np.uint64(GOLDEN))
    draws = mix64(address ^ decision_key(seed, "start sample", 0))
    return ((draws >> np.uint64(32)) * np.uint64(members) >> np.uint64(32)).astype(np.int64)


def _kinship(start: StartGraph, edges: NDArray[np.int32], attributes: Wholes) -> tuple[float, ...]:
    """Return the assortativities; the target itself where there is nothing to turn."""
    found = []
    for target, column in zip(start.homophily, attributes.T, strict=True):
        r = target
        if 0.0 < target < 1.0:
            r = trusted.attribute_assortativity(edges, column)
        found.append(r if math.isfinite(r) else target)
    return tuple(found)


def _misses(start: StartGraph, clustering: float, kinship: tuple[float, ...]) -> list[float]:
    """Return by how much a graph misses each target; 1 is what is promised."""
    return [
        abs(clustering - start.clustering) / max(0.1 * start.clustering, 0.01),
        *(abs(r - target) / 0.02 for r, target in zip(kinship, start.homophily, strict=True)),
    ]


def _circles(target: float, now: tuple[float, float], before: tuple[float, float] | None) -> float:
    """Return the share of circles to try next; `now` and `before` are pairs of share, clustering.

    Triangles grow with the square of the share; later, the secant knows better.
    """
    share, found = now
    if target == 0.0:
        return 0.0
    if before is None or before[0] == share:
        turned = share * math.sqrt(target / found) if found > 0.0 else 1.0
    else:
        slope = (found - before[1]) / (share - before[0])
        turned = share + (target - found) / min(max(slope, _FLATTEST), _STEEPEST)
    return min(max(turned, 0.0), 1.0)


def _own_kind(start: StartGraph, knobs: Knobs, kinship: tuple[float, ...]) -> tuple[float, ...]:
    """Return the shares restricted to their own kind to try next."""
    return tuple(
        knob if r == target else min(max(knob + target - r, 0.0), _NEARLY)
        for knob, target, r in zip(knobs.own_kind, start.homophily, kinship, strict=True)
    )
