"""V18, V19, V20, M52 of the evidence: generators and measures of graphs against closed forms."""

from __future__ import annotations

import math
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from sim.community import Community
from sim.graph import StartGraph, from_networkx, generate, measure
from tests.closed_forms.limits import near, tied, world
from tests.communities import STILL, community

NOBODY = np.zeros((1000, 0), np.uint8)
HALVES = (np.arange(1000) % 2).astype(np.uint8)[:, None]


def test_v18_random_graph() -> None:
    """V18: random graphs G(1000, 0.01) of NetworkX, measured.

    Expected: mean ties 9.99; clustering 0.01, the probability of a tie.
    Runs: ten graphs of 1,000 members; the mean ties of one have a spread of 2 sqrt(499500 p (1 -
        p)) / 1000 = 0.141, its clustering one of 0.0008 (166 triangles, spread 13).
    Tolerance: 4 standard errors.
    Power: fails when the mean ties are 2.2 % off, the clustering 13 %.
    """
    found = [from_networkx(nx.fast_gnp_random_graph(1000, 0.01, seed)).edges for seed in range(10)]
    mean = np.mean([measure.degrees(edges, 1000).mean() for edges in found])
    assert abs(mean - 9.99) < 4 * 0.141 / math.sqrt(10)
    clustering = np.mean([measure.mean_clustering(edges, 1000) for edges in found])
    assert abs(clustering - 0.01) < 4 * 0.0008 / math.sqrt(10)


def test_v18_random_graph_of_the_generator() -> None:
    """V18: founders for whom Poisson ties are asked, mean 9.99, and nothing else.

    Expected: mean ties 9.99; clustering 0.01, as in a random graph.
    Runs: ten graphs of 1,000 members.
    Tolerance: 4 standard errors.
    Power: fails when the mean ties are 1.6 % off, the clustering 13 %.
    """
    start = StartGraph("poisson", 9.99)
    found = [generate(start, NOBODY, seed) for seed in range(10)]
    mean = np.mean([measure.degrees(edges, 1000).mean() for edges in found])
    assert abs(mean - 9.99) < 4 * math.sqrt(9.99 / 1000 / 10)
    clustering = np.mean([measure.mean_clustering(edges, 1000) for edges in found])
    assert abs(clustering - 0.01) < 4 * 0.0008 / math.sqrt(10)


def test_v18_small_world() -> None:
    """V18: small worlds of NetworkX (Watts and Strogatz) of ten ties a member, measured.

    Expected: clustering 2/3 on the ring; C(0.1) = C(0) (1 - 0.1)^3 = 0.486 after a tenth of the
        ties was moved, and O(k / n) = 0.002 for triangles by chance.
    Runs: one ring of 1,000 members; five of 5,000, whose clustering has a spread of 0.004.
    Tolerance: 1e-12 on the ring; 4 standard errors and 0.002.
    Power: fails when the clustering of a ring is off at all, after moves 2.3 %.
    """
    ring = from_networkx(nx.watts_strogatz_graph(1000, 10, 0.0)).edges
    assert measure.mean_clustering(ring, 1000) == pytest.approx(2 / 3, abs=1e-12)
    found = [
        measure.mean_clustering(
            from_networkx(nx.watts_strogatz_graph(5000, 10, 0.1, s)).edges, 5000
        )
        for s in range(5)
    ]
    assert abs(np.mean(found) - 0.486) < 0.002 + 4 * 0.004 / math.sqrt(5)


SAME = 4990 / 6240
"""Share of ties within a half: 500 + 500 members, 0.02 within and 0.005 between."""


def test_v19_homophily_mixing() -> None:
    """V19: halves of 500 of NetworkX, tied with 0.02 within and 0.005 between, measured.

    Expected: a share 4990 / 6240 = 0.79968 of ties within a half; Newman's r twice that, minus 1.
    Runs: 20 graphs of 6,240 ties; the share of one has a spread of sqrt(0.8 0.2 / 6240) = 0.0051.
    Tolerance: 4 standard errors.
    Power: fails when the share is 0.7 % off, r 1.9 %.
    """
    shares, rs = [], []
    for seed in range(20):
        graph = nx.stochastic_block_model([500, 500], [[0.02, 0.005], [0.005, 0.02]], seed=seed)
        ties = from_networkx(graph, "block")
        blocks = np.array(ties.values, np.uint8)
        shares.append((blocks[ties.edges[:, 0]] == blocks[ties.edges[:, 1]]).mean())
        rs.append(measure.attribute_assortativity(ties.edges, blocks))
    assert abs(np.mean(shares) - SAME) < 4 * 0.0051 / math.sqrt(20)
    assert abs(np.mean(rs) - (2 * SAME - 1)) < 4 * 0.0102 / math.sqrt(20)


@pytest.mark.parametrize(
    ("homophily", "share", "sd"),
    [(2 * SAME - 1, SAME, 0.0051), (0.0, 499 / 999, 0.0063), (1.0, 1.0, 0.0)],
)
def test_v19_homophily_mixing_of_the_generator(homophily: float, share: float, sd: float) -> None:
    """V19: founders for whom the r of these halves is asked, or none, or only the own kind.

    Expected: a share of ties within a half of 0.79968 for r = 0.59936; of 499 / 999 for 0, by
        chance; of 1 for 1.
    Runs: 20 graphs of 1,000 members and 12.48 ties each, for each r.
    Tolerance: 4 standard errors; exact for 1.
    Power: fails when the share is 0.7 % off, by chance 1.4 %, or for one tie of those that stay
        with their own kind.
    """
    start = StartGraph("poisson", 12.48, homophily=(homophily,))
    kinds = HALVES[:, 0]
    found = []
    for seed in range(20):
        edges = generate(start, HALVES, seed)
        found.append((kinds[edges[:, 0]] == kinds[edges[:, 1]]).mean())
    assert abs(np.mean(found) - share) <= 4 * sd / math.sqrt(20)


def law(k: NDArray[np.float64], m: int = 2) -> NDArray[np.float64]:
    """Return P(k) of preferential attachment with m ties a newcomer (Bollobas et al. 2001)."""
    return np.asarray(2 * m * (m + 1) / (k * (k + 1) * (k + 2)))


def check_preferential_attachment(ties: NDArray[np.int64]) -> None:
    """Compare the ties of 100,000 members with the law for m = 2."""
    n = len(ties)
    assert abs(ties.mean() - 4) < 0.001
    for k, expected in ((2, 0.5), (3, 0.2), (4, 0.1), (5, 0.05714)):
        assert law(np.array(float(k))) == pytest.approx(expected, abs=1e-5)
        assert abs((ties == k).mean() - expected) < 4 * math.sqrt(expected * (1 - expected) / n)
    assert abs((ties >= 10).mean() - 0.054545) < 4 * math.sqrt(0.0545 * 0.9455 / n)
    # The law's tail bends: P(k) ~ k^-3 far out, and fitted from 10 on 2.869 (by the estimator's own
    # formula); 5,455 members in the tail give it a standard error of 0.025. From 50 on, 235
    # members, 2.98 with 0.13.
    for least, in_tail in ((10, 5455), (50, 235)):
        p = law(np.arange(least, 1e6))
        expected = 1 + p.sum() / (p * np.log(np.arange(least, 1e6) / (least - 0.5))).sum()
        error = (expected - 1) / math.sqrt(in_tail)
        assert abs(measure.tail_exponent(ties, least) - expected) < 4 * error
    assert abs(expected - 3) < 0.03


def test_v20_preferential_attachment() -> None:
    """V20: a graph of NetworkX (Barabasi and Albert) in which each newcomer makes two ties.

    Expected: P(k) = 12 / (k (k + 1) (k + 2)) = 0.5 0.2 0.1 0.05714 for k = 2..5, P(k >= 10) =
        0.054545; exponent 3 of the tail, by the estimator's own formula 2.869 from k = 10 on and
        2.98 from 50 on; mean ties 4.
    Runs: one of 100,000 members.
    Tolerance: 4 standard errors; 0.001 for the mean.
    Power: fails when a share is 1.6 %, 3.2 %, 4.7 %, 6.4 % or (from ten ties on) 6.6 % off, the
        exponent 4.4 %.
    """
    edges = from_networkx(nx.barabasi_albert_graph(100_000, 2, seed=1)).edges
    check_preferential_attachment(measure.degrees(edges, 100_000))


def test_v20_preferential_attachment_of_the_engine() -> None:
    """V20: founders of the engine who join one after another, each with two ties.

    No closure, no homophily: each tie goes to a random end of a random tie.

    Expected: P(k) = 12 / (k (k + 1) (k + 2)), P(k >= 10) = 0.054545, the exponents and the mean of
        the case before.
    Runs: one of 100,000 members.
    Tolerance: 4 standard errors; 0.001 for the mean.
    Power: fails when a share is 1.6 %, 3.2 %, 4.7 %, 6.4 % or (from ten ties on) 6.6 % off, the
        exponent 4.4 %.
    """
    spec = community(100_000, 1, arrivals=0.0, values=STILL)
    graph = replace(spec.graph, mean_ties=4.0, closure=0.0, homophily=0.0)
    one = Community(replace(spec, graph=graph), 1)
    one.live(1)
    check_preferential_attachment(np.asarray(one.members["ties"], np.int64))


def test_m52_ties_close_triangles() -> None:
    """M52: each newcomer ties to a random member and, with 0.4, to a tie of that member.

    A tie of a tie with d ties is the newcomer itself with 1 / d, and is then sought anew.

    Expected: the second tie closes a triangle with c (1 - 1/d) / (c (1 - 1/d) + 1 - c), c = 0.4 and
        d the ties of the first; a random member closes one too with d / members, at most.
    Runs: one of a ring of 40,000 members with ten ties each, and about 10,000 newcomers
        of two.
    Tolerance: 4 standard errors of a sum of independent draws, and the chance of a random member.
    Power: fails when the share is 6.4 % off, that is, the closure 10 %.
    """
    n, closure = 40_000, 0.4
    row = np.arange(n)
    ring = np.stack([np.tile(row, 5), np.concatenate([(row + k) % n for k in range(1, 6)])], axis=1)
    graph = replace(tied(ring), mean_ties=4.0, closure=closure)
    one = Community(world(n, 1, graph=graph, spec={"arrivals": 10_000.0}), 52)
    one.live(1)
    newcomers = one.size - n
    friends: list[set[int]] = [set() for _ in range(one.size)]
    for a, b in ring.tolist():
        friends[a].add(b)
        friends[b].add(a)
    closed, chance, chances = 0, [], []
    # The ties that a newcomer made stand first in its line, in the order in which it made them.
    for newcomer, (first, second) in enumerate(one.columns.lines[n : one.size, :2].tolist(), n):
        kept = closure * (1 - 1 / (len(friends[first]) + 1))
        chances.append(kept / (kept + 1 - closure))
        chance.append(len(friends[first]) / n)
        closed += second in friends[first]
        for friend in (first, second):
            friends[friend].add(newcomer)
            friends[newcomer].add(friend)
    p = np.array(chances)
    error = math.sqrt((p * (1 - p)).sum()) / newcomers
    near(closed / newcomers, p.mean(), error, bias=float(np.mean(chance)))
