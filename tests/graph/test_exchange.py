"""NetworkX in and out: the round trip is exact."""

from __future__ import annotations

import subprocess
import sys

import networkx as nx
import numpy as np
import pytest
from networkx.utils import graphs_equal

from sim.errors import InputError
from sim.graph import StartGraph, from_networkx, generate, to_networkx


def friends() -> nx.Graph:
    graph = nx.Graph()
    graph.add_node("dan", town="Rome")
    graph.add_node(7, town="Oslo")
    graph.add_node(("li", 2), town="Oslo")
    graph.add_node("alone", town="Bonn")
    graph.add_edges_from([(7, "dan"), (("li", 2), 7)])
    return graph


def test_round_trip_is_exact() -> None:
    graph = friends()
    ties = from_networkx(graph, "town")
    assert ties.names == ("dan", 7, ("li", 2), "alone")
    assert ties.values == ("Rome", "Oslo", "Oslo", "Bonn")
    assert ties.edges.tolist() == [[0, 1], [1, 2]]
    again = to_networkx(ties.edges, ties.names, {"town": ties.values})
    assert graphs_equal(graph, again)
    assert list(again) == list(graph)
    once_more = from_networkx(again, "town")
    assert np.array_equal(once_more.edges, ties.edges)


def test_our_ties_and_kinds_go_out_as_plain_numbers() -> None:
    kinds = (np.arange(50) % 3).astype(np.uint8)
    edges = generate(StartGraph("poisson", 4.0), kinds[:, None][:, :0], 1)
    graph = to_networkx(edges, 50, {"segment": kinds})
    assert len(graph) == 50
    assert graph.size() == len(edges)
    assert type(next(iter(graph))) is int
    assert type(graph.nodes[0]["segment"]) is int
    back = from_networkx(graph, "segment")
    assert np.array_equal(back.edges, edges)
    assert back.values == tuple(kinds.tolist())


def test_direction_parallels_and_loops_are_dropped() -> None:
    ties = from_networkx(nx.MultiDiGraph([(1, 2), (2, 1), (1, 2), (3, 3)]))
    assert ties.edges.tolist() == [[0, 1]]
    assert (ties.duplicates, ties.loops) == (2, 1)


def test_empty_graph() -> None:
    ties = from_networkx(nx.empty_graph(3))
    assert ties.edges.shape == (0, 2)
    assert graphs_equal(to_networkx(ties.edges, 3), nx.empty_graph(3))


def test_missing_attribute_is_refused() -> None:
    with pytest.raises(InputError, match="node 'dan' has none"):
        from_networkx(friends(), "age")
    with pytest.raises(InputError, match="1 values for 3 members"):
        to_networkx(np.zeros((0, 2), np.int32), 3, {"age": [1]})


def test_neither_networkx_nor_numba_is_imported_before_it_is_needed() -> None:
    code = "import sys, sim.graph; print([m for m in ('networkx', 'numba') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
