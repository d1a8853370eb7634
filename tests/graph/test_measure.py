"""Our figures of graphs are NetworkX's."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.graph import from_networkx, measure

GRAPHS = {
    "club": nx.karate_club_graph(),
    "random": nx.fast_gnp_random_graph(300, 0.04, 1),
    "hubs": nx.barabasi_albert_graph(400, 3, 2),
    "clustered": nx.powerlaw_cluster_graph(300, 4, 0.8, 3),
    "small world": nx.watts_strogatz_graph(200, 8, 0.2, 4),
    "complete": nx.complete_graph(12),
    "star": nx.star_graph(9),
    "path": nx.path_graph(7),
    "no ties": nx.empty_graph(5),
}


def compare(graph: nx.Graph) -> None:
    n = len(graph)
    edges = from_networkx(graph).edges
    kinds = (np.arange(n) * 7 % 5).astype(np.uint8)
    for row, node in enumerate(graph):
        graph.nodes[node]["kind"] = int(kinds[row])
    found = measure.figures(edges, kinds[:, None])
    ties = np.array([degree for _, degree in graph.degree()])
    assert (found.members, found.ties, found.max_ties) == (n, graph.size(), ties.max())
    assert found.mean_ties == pytest.approx(ties.mean())
    assert found.clustering == pytest.approx(nx.average_clustering(graph))
    assert measure.mean_clustering(edges, n) == pytest.approx(nx.average_clustering(graph))
    assert measure.local_clustering(edges, n) == pytest.approx(list(nx.clustering(graph).values()))
    assert measure.count_triangles(edges, n).tolist() == list(nx.triangles(graph).values())
    assert found.transitivity == measure.transitivity(edges, n)
    assert found.transitivity == pytest.approx(nx.transitivity(graph))
    some = np.arange(0, n, 3)
    sample = nx.average_clustering(graph, [node for row, node in enumerate(graph) if row % 3 == 0])
    assert measure.mean_clustering(edges, n, some) == pytest.approx(sample)
    if graph.size() == 0:
        assert math.isnan(found.degree_assortativity)
        assert math.isnan(found.attribute_assortativity[0])
        return
    ends = ties[edges]
    if (ends == ends[0, 0]).all():
        assert math.isnan(found.degree_assortativity)
    else:
        expected = nx.degree_assortativity_coefficient(graph)
        assert found.degree_assortativity == pytest.approx(expected, abs=1e-9)
    if len(set(kinds[edges].ravel().tolist())) > 1:
        expected = nx.attribute_assortativity_coefficient(graph, "kind")
        assert found.attribute_assortativity[0] == pytest.approx(expected)
    else:
        assert math.isnan(found.attribute_assortativity[0])


@pytest.mark.parametrize("name", GRAPHS)
def test_figures_are_those_of_networkx(name: str) -> None:
    compare(GRAPHS[name])


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 14), st.floats(0, 1), st.integers(0, 10_000))
def test_figures_of_any_small_graph(members: int, p: float, seed: int) -> None:
    compare(nx.gnp_random_graph(members, p, seed))


def test_tail_exponent_of_a_pure_power_law() -> None:
    # 100,000 draws of P(k) ~ k^-2.5 from k = 10 on: standard error 1.5 / sqrt(n) = 0.005, and the
    # estimator's own approximation is good to 0.002 there.
    k = np.arange(10, 1_000_000)
    share = np.cumsum(k**-2.5)
    u = np.random.default_rng(1).random(100_000) * share[-1]
    ties = k[np.searchsorted(share, u)]
    assert abs(measure.tail_exponent(ties, 10) - 2.5) < 4 * 0.005 + 0.002
    assert math.isnan(measure.tail_exponent(np.array([1, 2]), 5))


def test_spread_is_that_of_the_log_normal_with_the_same_mean_and_variance() -> None:
    # A star: one member with nine ties, nine with one; mean 1.8, standard deviation 2.4.
    edges = from_networkx(nx.star_graph(9)).edges
    found = measure.figures(edges, np.zeros((10, 0), np.uint8)).spread
    assert found == pytest.approx(math.sqrt(math.log(1 + (2.4 / 1.8) ** 2)))
    assert math.isnan(measure.figures(edges[:0], np.zeros((3, 0), np.uint8)).spread)
