"""Measure a graph: degree tail, clustering, assortativity.

The figures are those that NetworkX computes, to rounding, and fast enough for ten million ties.
Throughout, `edges` is an integer array of shape ``(E, 2)`` with rows of members 0 to
``members - 1``, each tie once and no loops.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Edges = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Figures:
    """A graph in figures.

    Parameters
    ----------
    members, ties
        Counts.
    mean_ties, max_ties
        Ties of a member.
    spread
        Spread of the log-normal distribution that has the mean and variance of ties.
    tail
        Exponent of the degree tail among the tenth of members with most ties; see `tail_exponent`.
    clustering
        Mean local clustering.
    transitivity
        Three times the triangles over the paths of two ties.
    degree_assortativity
        Correlation of the ties of tied members.
    attribute_assortativity
        Newman's r for each attribute.
    """

    members: int
    ties: int
    mean_ties: float
    max_ties: int
    spread: float
    tail: float
    clustering: float
    transitivity: float
    degree_assortativity: float
    attribute_assortativity: tuple[float, ...]


def figures(edges: Edges, attributes: NDArray[np.uint8]) -> Figures:
    """Return all figures of a graph.

    Parameters
    ----------
    edges
        Ties.
    attributes
        Kinds, shape ``(members, A)``; A may be 0.
    """
    members = len(attributes)
    ties = degrees(edges, members)
    triangles = count_triangles(edges, members)
    least = max(1, int(np.quantile(ties, 0.9))) if members else 1
    return Figures(
        members=members,
        ties=len(edges),
        mean_ties=float(ties.mean()) if members else math.nan,
        max_ties=int(ties.max(initial=0)),
        spread=_spread(ties),
        tail=tail_exponent(ties, least),
        clustering=_mean_local(ties, triangles),
        transitivity=_transitivity(ties, triangles),
        degree_assortativity=degree_assortativity(edges, members),
        attribute_assortativity=tuple(
            attribute_assortativity(edges, column) for column in attributes.T
        ),
    )


def degrees(edges: Edges, members: int) -> NDArray[np.int64]:
    """Return how many ties each member has, shape ``(members,)``."""
    return np.bincount(edges.ravel(), minlength=members)


def degree_tail(ties: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return P(ties >= k) for k from 0 to the maximum, shape ``(max + 1,)``."""
    counts = np.bincount(ties)
    return counts[::-1].cumsum()[::-1] / len(ties)


def tail_exponent(ties: NDArray[np.int64], least: int) -> float:
    """Return the exponent g of P(k) ~ k^-g fitted to the members with at least `least` ties.

    The estimator of maximum likelihood for whole numbers in the approximation of Clauset, Shalizi
    and Newman (2009, eq. 3.7), good from ``least`` of about 6 on; its standard error is
    (g - 1) / sqrt(members in the tail). NaN where nobody is in the tail.
    """
    tail = ties[ties >= least]
    if len(tail) == 0:
        return math.nan
    return 1.0 + len(tail) / float(np.log(tail / (least - 0.5)).sum())


def count_triangles(edges: Edges, members: int) -> NDArray[np.int64]:
    """Return in how many triangles each member stands, shape ``(members,)``."""
    from sim.graph.triangles import count_triangles, point_upwards

    edges = np.ascontiguousarray(edges, np.int32)
    starts = np.zeros(members + 1, np.int64)
    above = np.zeros(len(edges), np.int32)
    triangles = np.zeros(members, np.int64)
    point_upwards(edges, degrees(edges, members), starts, above)
    count_triangles(starts, above, np.full(members, -1, np.int32), triangles)
    return triangles


def local_clustering(edges: Edges, members: int) -> NDArray[np.float64]:
    """Return each member's share of pairs of friends who are tied, 0 below two friends."""
    return _local(degrees(edges, members), count_triangles(edges, members))


def mean_clustering(edges: Edges, members: int, rows: NDArray[np.int64] | None = None) -> float:
    """Return the mean of `local_clustering`; NaN without members.

    Parameters
    ----------
    edges, members
        The graph.
    rows
        Members over whom the mean is taken; all by default. A sample of a large graph is cheap.
    """
    ties = degrees(edges, members)
    if rows is None:
        return _mean_local(ties, count_triangles(edges, members))
    near = np.zeros(members, np.bool_)
    near[rows] = True
    near[edges[near[edges[:, 0]] | near[edges[:, 1]]]] = True
    among = edges[near[edges[:, 0]] & near[edges[:, 1]]]
    return _mean_local(ties[rows], count_triangles(among, members)[rows])


def transitivity(edges: Edges, members: int) -> float:
    """Return three times the triangles over the paths of two ties, 0 where there is no path."""
    return _transitivity(degrees(edges, members), count_triangles(edges, members))


def degree_assortativity(edges: Edges, members: int) -> float:
    """Return the correlation of the ties of tied members (Newman 2002); NaN if all have as many."""
    ties = degrees(edges, members).astype(np.float64)
    ends = float(ties.sum())
    if ends == 0:
        return math.nan
    mean = float((ties**2).sum()) / ends
    variance = float((ties * (ties - mean) ** 2).sum()) / ends
    if variance <= 1e-12 * mean**2:
        return math.nan
    off = ties - mean
    return float((off[edges[:, 0]] * off[edges[:, 1]]).mean()) / variance


def attribute_assortativity(edges: Edges, kinds: NDArray[np.uint8]) -> float:
    """Return Newman's r (2003) of ties over kinds: 1 if all ties join one kind, 0 by chance.

    Parameters
    ----------
    edges
        Ties.
    kinds
        Kind of each member, shape ``(members,)``.

    Returns
    -------
    float
        (share of ties within a kind - that by chance) / (1 - that by chance); NaN without ties and
        where all ties end in one kind.
    """
    if len(edges) == 0:
        return math.nan
    first, second = kinds[edges[:, 0]], kinds[edges[:, 1]]
    within = float((first == second).mean())
    ends = np.bincount(first, minlength=256) + np.bincount(second, minlength=256)
    chance = float(((ends / ends.sum()) ** 2).sum())
    return (within - chance) / (1.0 - chance) if chance < 1.0 else math.nan


def _spread(ties: NDArray[np.int64]) -> float:
    mean = float(ties.mean()) if len(ties) else 0.0
    return math.sqrt(math.log1p(float(ties.var()) / mean**2)) if mean else math.nan


def _local(ties: NDArray[np.int64], triangles: NDArray[np.int64]) -> NDArray[np.float64]:
    pairs = np.maximum(ties * (ties - 1), 1)
    return np.asarray(2.0 * triangles / pairs)


def _mean_local(ties: NDArray[np.int64], triangles: NDArray[np.int64]) -> float:
    return float(_local(ties, triangles).mean()) if len(ties) else math.nan


def _transitivity(ties: NDArray[np.int64], triangles: NDArray[np.int64]) -> float:
    paths = int((ties * (ties - 1)).sum())
    return 2.0 * float(triangles.sum()) / paths if paths else 0.0
