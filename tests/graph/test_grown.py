"""What ties look like that grow by themselves."""

from __future__ import annotations

import numpy as np
import pytest

from sim.community import Community
from sim.graph.measure import figures
from sim.spec import GraphSpec
from tests.communities import community
from tests.properties.reading import ties


@pytest.mark.parametrize(
    ("members", "mean_ties", "closure", "clustering", "by_segment", "by_degree"),
    [
        (5000, 8.0, 0.0, 0.014, 0.11, -0.04),
        (5000, 8.0, 0.4, 0.153, 0.11, -0.03),
        (5000, 8.0, 0.9, 0.411, 0.10, -0.02),
        (962, 39.0, 0.4, 0.134, 0.09, -0.01),
        (962, 39.0, 0.9, 0.156, 0.11, 0.07),
        (2235, 81.0, 0.4, 0.093, 0.10, 0.06),
        (2235, 81.0, 0.9, 0.090, 0.11, 0.26),
    ],
)
def test_grown_ties_are_as_the_page_says(
    members: int,
    mean_ties: float,
    closure: float,
    clustering: float,
    by_segment: float,
    by_degree: float,
) -> None:
    graph = GraphSpec(mean_ties=mean_ties, closure=closure, homophily=0.3)
    one = Community(community(members, 2, arrivals=0.0, graph=graph), 1)
    one.live(2)
    both = ties(one)
    once = both[both[:, 0] < both[:, 1]].astype(np.int32)
    found = figures(once, one.members["segment"].astype(np.int64)[:, None])
    assert found.clustering == pytest.approx(clustering, abs=0.002)
    assert found.attribute_assortativity[0] == pytest.approx(by_segment, abs=0.01)
    assert found.degree_assortativity == pytest.approx(by_degree, abs=0.01)


def test_refusal_makes_ties_keep_to_their_kind_more() -> None:
    kept = []
    for homophily in (0.0, 0.3, 0.9):
        graph = GraphSpec(mean_ties=8.0, closure=0.0, homophily=homophily)
        one = Community(community(5000, 2, arrivals=0.0, graph=graph), 1)
        one.live(2)
        both = ties(one)
        segment = one.members["segment"]
        kept.append(float((segment[both[:, 0]] == segment[both[:, 1]]).mean()))
    # Without refusal chance alone: the sum of the squared shares.
    assert kept[0] == pytest.approx(0.30, abs=0.01)
    assert kept == sorted(kept)
