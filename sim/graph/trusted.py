"""The figures of `sim.graph.measure`, of ties that are known to be sound.

What grows graphs measures them again and again, and need not look through its own ties each time.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Edges = NDArray[np.int32]


def degrees(edges: Edges, members: int) -> NDArray[np.int64]:
    """Return how many ties each member has, shape ``(members,)``."""
    return np.bincount(edges.ravel(), minlength=members)


def count_triangles(edges: Edges, ties: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return in how many triangles each member stands; `ties` are its degrees, same shape."""
    from sim.graph.triangles import count_triangles, point_upwards

    members = len(ties)
    edges = np.ascontiguousarray(edges, np.int32)
    starts = np.zeros(members + 1, np.int64)
    above = np.zeros(len(edges), np.int32)
    triangles = np.zeros(members, np.int64)
    point_upwards(edges, ties, starts, above)
    count_triangles(starts, above, np.full(members, -1, np.int32), triangles)
    return triangles


def mean_clustering(edges: Edges, members: int, rows: NDArray[np.int64] | None) -> float:
    """Return the mean local clustering of some members, or of all."""
    ties = degrees(edges, members)
    if rows is None:
        return mean_local(ties, count_triangles(edges, ties))
    near = np.zeros(members, np.bool_)
    near[rows] = True
    near[edges[near[edges[:, 0]] | near[edges[:, 1]]]] = True
    among = edges[near[edges[:, 0]] & near[edges[:, 1]]]
    triangles = count_triangles(among, degrees(among, members))
    return mean_local(ties[rows], triangles[rows])


def local(ties: NDArray[np.int64], triangles: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return each member's share of pairs of friends who are tied."""
    pairs = np.maximum(ties * (ties - 1), 1)
    return np.asarray(2.0 * triangles / pairs)


def mean_local(ties: NDArray[np.int64], triangles: NDArray[np.int64]) -> float:
    """Return the mean of `local`; NaN without members."""
    return float(local(ties, triangles).mean()) if len(ties) else math.nan


def transitivity(ties: NDArray[np.int64], triangles: NDArray[np.int64]) -> float:
    """Return three times the triangles over the paths of two ties, 0 where there is no path."""
    paths = int((ties * (ties - 1)).sum())
    return 2.0 * float(triangles.sum()) / paths if paths else 0.0


def degree_assortativity(edges: Edges, degrees: NDArray[np.int64]) -> float:
    """Return the correlation of the ties of tied members; NaN if all have as many."""
    ties = degrees.astype(np.float64)
    ends = float(ties.sum())
    if ends == 0:
        return math.nan
    mean = float((ties**2).sum()) / ends
    variance = float((ties * (ties - mean) ** 2).sum()) / ends
    if variance <= 1e-12 * mean**2:
        return math.nan
    off = ties - mean
    return float((off[edges[:, 0]] * off[edges[:, 1]]).mean()) / variance


def attribute_assortativity(edges: Edges, kinds: NDArray[np.integer[Any]]) -> float:
    """Return Newman's r of ties over kinds, whole numbers of 0 or more."""
    if len(edges) == 0:
        return math.nan
    first, second = kinds[edges[:, 0]], kinds[edges[:, 1]]
    within = float((first == second).mean())
    room = max(int(kinds.max()) + 1, 256)
    ends = np.bincount(first, minlength=room) + np.bincount(second, minlength=room)
    chance = float(((ends / ends.sum()) ** 2).sum())
    return (within - chance) / (1.0 - chance) if chance < 1.0 else math.nan
