"""Compiled: how many triangles each member stands in."""

from __future__ import annotations

from sim.compiled.compile import entry
from sim.compiled.types import Whole, Wholes


@entry
def point_upwards(edges: Wholes, ties: Wholes, starts: Wholes, above: Wholes) -> None:
    """List each member's neighbours of higher rank: more ties, or as many and a later row.

    Nobody has many neighbours of higher rank, so hubs cost no more than others.

    Parameters
    ----------
    edges
        Int32 (E, 2).
    ties
        Ties of each member, int64 (members,).
    starts
        Filled with where each member's list starts and the last one ends, int64 (members + 1,).
    above
        Filled with the lists, int32 (E,).
    """
    members = ties.shape[0]
    for k in range(members + 1):
        starts[k] = 0
    for e in range(edges.shape[0]):
        a, b = edges[e, 0], edges[e, 1]
        low = a if ties[a] < ties[b] or (ties[a] == ties[b] and a < b) else b
        starts[low] += 1
    before: Whole = 0
    for k in range(members):
        count = starts[k]
        starts[k] = before
        before += count
    for e in range(edges.shape[0]):
        a, b = edges[e, 0], edges[e, 1]
        low = a if ties[a] < ties[b] or (ties[a] == ties[b] and a < b) else b
        above[starts[low]] = a + b - low
        starts[low] += 1
    for k in range(members, 0, -1):
        starts[k] = starts[k - 1]
    starts[0] = 0


@entry
def count_triangles(starts: Wholes, above: Wholes, seen: Wholes, triangles: Wholes) -> None:
    """Count each member's triangles.

    Parameters
    ----------
    starts, above
        See `point_upwards`.
    seen
        Scratch, all -1, int32 (members,).
    triangles
        All 0, counted up, int64 (members,).
    """
    for a in range(triangles.shape[0]):
        for k in range(starts[a], starts[a + 1]):
            seen[above[k]] = a
        for k in range(starts[a], starts[a + 1]):
            b = above[k]
            for m in range(starts[b], starts[b + 1]):
                c = above[m]
                if seen[c] == a:
                    triangles[a] += 1
                    triangles[b] += 1
                    triangles[c] += 1
