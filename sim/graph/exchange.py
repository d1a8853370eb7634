"""Ties to and from NetworkX."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.graph.checked import checked_edges, checked_members
from sim.graph.edges import EdgeList, edge_list

_NUMBER = (int, float, np.number)


def from_networkx(graph: Any, attribute: str | None = None) -> EdgeList:
    """Take the ties of a NetworkX graph.

    Parameters
    ----------
    graph
        Any NetworkX graph; direction, weights and keys of edges are dropped.
    attribute
        Name of a node attribute to take along.

    Returns
    -------
    EdgeList
        The names are the graph's nodes, in its order.

    Raises
    ------
    InputError
        If a node lacks the attribute.
    """
    numbers = {node: number for number, node in enumerate(graph.nodes)}
    values: list[Hashable] = []
    if attribute is not None:
        for node, attributes in graph.nodes(data=True):
            if attribute not in attributes:
                raise InputError(f"node {node!r} has none", field=attribute)
            values.append(attributes[attribute])
    ends = np.array([(numbers[a], numbers[b]) for a, b in graph.edges()], np.int64).reshape(-1, 2)
    return edge_list(ends[:, 0], ends[:, 1], tuple(numbers), tuple(values))


def to_networkx(
    edges: NDArray[np.integer[Any]],
    members: int | Sequence[Hashable],
    attributes: Mapping[str, Iterable[Hashable]] | None = None,
) -> Any:
    """Return a `networkx.Graph` of members and their ties.

    Parameters
    ----------
    edges
        Ties as rows of member numbers, shape ``(E, 2)``.
    members
        How many members there are, whose nodes are then 0, 1, 2 ..., or their names.
    attributes
        Node attributes by name: one value a member, in the order of the members.

    Raises
    ------
    InputError
        If ties are not of members, each once, or an attribute has not one value for each member.
    """
    import networkx

    names: Sequence[Hashable]
    names = range(checked_members(members)) if isinstance(members, _NUMBER) else members
    edges = checked_edges(edges, len(names))
    graph = networkx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from((names[a], names[b]) for a, b in edges.tolist())
    for name, given in (attributes or {}).items():
        values = given.tolist() if isinstance(given, np.ndarray) else list(given)
        if len(values) != len(names):
            raise InputError(f"{len(values)} values for {len(names)} members", field=name)
        networkx.set_node_attributes(graph, dict(zip(names, values, strict=True)), name)
    return graph
