"""Measure a graph: degree tail, clustering, assortativity.

The figures are those that NetworkX computes, to rounding, and fast enough for ten million ties.
Throughout, `edges` is an integer array of shape ``(E, 2)`` with rows of members 0 to
``members - 1``, each tie once and no loops, and kinds are any whole numbers, one a member; anything
else is an `InputError`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.graph import trusted
from sim.graph.checked import (
    Wholes,
    checked_attributes,
    checked_counts,
    checked_edges,
    checked_kinds,
    checked_members,
    checked_rows,
)

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


def figures(edges: Wholes, attributes: Wholes) -> Figures:
    """Return all figures of a graph.

    Parameters
    ----------
    edges
        Ties.
    attributes
        Kinds, shape ``(members, A)``; A may be 0.

    Raises
    ------
    InputError
        If ties or kinds are not as the module says.
    """
    attributes = checked_attributes(attributes)
    members = len(attributes)
    edges = checked_edges(edges, members)
    ties = trusted.degrees(edges, members)
    triangles = trusted.count_triangles(edges, ties)
    least = max(1, int(np.quantile(ties, 0.9))) if members else 1
    return Figures(
        members=members,
        ties=len(edges),
        mean_ties=float(ties.mean()) if members else math.nan,
        max_ties=int(ties.max(initial=0)),
        spread=_spread(ties),
        tail=tail_exponent(ties, least),
        clustering=trusted.mean_local(ties, triangles),
        transitivity=trusted.transitivity(ties, triangles),
        degree_assortativity=trusted.degree_assortativity(edges, ties),
        attribute_assortativity=tuple(
            trusted.attribute_assortativity(edges, column) for column in attributes.T
        ),
    )


def degrees(edges: Wholes, members: int) -> NDArray[np.int64]:
    """Return how many ties each member has, shape ``(members,)``."""
    return trusted.degrees(checked_edges(edges, members), members)


def tail_exponent(ties: Wholes, least: int) -> float:
    """Return the exponent g of P(k) ~ k^-g fitted to the members with at least `least` ties.

    The estimator of maximum likelihood for whole numbers in the approximation of Clauset, Shalizi
    and Newman (2009, eq. 3.7), good from ``least`` of about 6 on, which is 1 or more; its standard
    error is (g - 1) / sqrt(members in the tail). NaN where nobody is in the tail.
    """
    if least < 1:
        raise InputError(f"{least} ties; allowed are 1 or more", field="least")
    ties = checked_counts(ties)
    tail = ties[ties >= least]
    if len(tail) == 0:
        return math.nan
    return 1.0 + len(tail) / float(np.log(tail / (least - 0.5)).sum())


def count_triangles(edges: Wholes, members: int) -> NDArray[np.int64]:
    """Return in how many triangles each member stands, shape ``(members,)``."""
    return _counted(edges, members)[1]


def local_clustering(edges: Wholes, members: int) -> NDArray[np.float64]:
    """Return each member's share of pairs of friends who are tied, 0 below two friends."""
    return trusted.local(*_counted(edges, members))


def mean_clustering(edges: Wholes, members: int, rows: Wholes | None = None) -> float:
    """Return the mean of `local_clustering`; NaN without members.

    Parameters
    ----------
    edges, members
        The graph.
    rows
        Members over whom the mean is taken; all by default. A sample of a large graph is cheap.

    Raises
    ------
    InputError
        If ties are not as the module says, or a row is no member's.
    """
    members = checked_members(members)
    chosen = None if rows is None else checked_rows(rows, members)
    return trusted.mean_clustering(checked_edges(edges, members), members, chosen)


def transitivity(edges: Wholes, members: int) -> float:
    """Return three times the triangles over the paths of two ties, 0 where there is no path."""
    return trusted.transitivity(*_counted(edges, members))


def degree_assortativity(edges: Wholes, members: int) -> float:
    """Return the correlation of the ties of tied members (Newman 2002); NaN if all have as many."""
    edges = checked_edges(edges, members)
    return trusted.degree_assortativity(edges, trusted.degrees(edges, members))


def attribute_assortativity(edges: Wholes, kinds: Wholes) -> float:
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

    Raises
    ------
    InputError
        If ties or kinds are not as the module says.
    """
    kinds = checked_kinds(kinds)
    return trusted.attribute_assortativity(checked_edges(edges, len(kinds)), kinds)


def _counted(edges: Wholes, members: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each member's ties and triangles."""
    edges = checked_edges(edges, members)
    ties = trusted.degrees(edges, members)
    return ties, trusted.count_triangles(edges, ties)


def _spread(ties: NDArray[np.int64]) -> float:
    mean = float(ties.mean()) if len(ties) else 0.0
    return math.sqrt(math.log1p(float(ties.var()) / mean**2)) if mean else math.nan
