"""Wrong ties, kinds and rows are told in one line and never reach compiled code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pytest

from sim.community import Community
from sim.errors import InputError
from sim.graph import StartGraph, from_networkx, generate, measure, to_networkx
from sim.graph.checked import checked_edges, checked_segments
from sim.spec import CommunitySpec, GivenTies, GraphSpec
from tests.communities import community

BAD_EDGES: dict[str, tuple[Any, str]] = {
    "a stranger": ([[0, 1], [0, 50_000_000]], "row 1 has 50000000; members are 0 to 4"),
    "one too many": ([[0, 5]], "row 0 has 5; members are 0 to 4"),
    "below zero": ([[0, 1], [-5, 2]], "row 1 has -5; members are 0 to 4"),
    "beyond int32": ([[0, 2**32]], "row 0 has 4294967296; members are 0 to 4"),
    "beyond int64": (
        np.array([[0, 2**64 - 1]], np.uint64),
        "row 0 has 18446744073709551615; members are 0 to 4",
    ),
    "a loop": ([[0, 1], [3, 3]], "row 1 ties member 3 to itself; a tie joins two members"),
    "twice": (
        [[0, 1], [2, 3], [0, 1]],
        "members 0 and 1 are tied more than once; allowed is once, in either direction",
    ),
    "both directions": (
        [[0, 1], [2, 3], [3, 2]],
        "members 2 and 3 are tied more than once; allowed is once, in either direction",
    ),
    "three ends": ([[0, 1, 2]], "of shape (1, 3); allowed is (ties, 2), two members a row"),
    "no rows": ([0, 1], "of shape (2,); allowed is (ties, 2), two members a row"),
    "ragged": ([[0, 1], [2]], "rows of different lengths"),
    "fractions": ([[0.0, 1.0]], "of type float64; allowed are whole numbers"),
    "names": ([["ann", "bob"]], "of type <U3; allowed are whole numbers"),
    "flags": ([[False, True]], "of type bool; allowed are whole numbers"),
}

KINDS = np.zeros((5, 1), np.uint8)

TAKE_EDGES: dict[str, Callable[[Any], object]] = {
    "checked_edges": lambda edges: checked_edges(edges, 5),
    "figures": lambda edges: measure.figures(edges, KINDS),
    "degrees": lambda edges: measure.degrees(edges, 5),
    "count_triangles": lambda edges: measure.count_triangles(edges, 5),
    "local_clustering": lambda edges: measure.local_clustering(edges, 5),
    "mean_clustering": lambda edges: measure.mean_clustering(edges, 5),
    "a sample": lambda edges: measure.mean_clustering(edges, 5, np.array([1, 1])),
    "transitivity": lambda edges: measure.transitivity(edges, 5),
    "degree_assortativity": lambda edges: measure.degree_assortativity(edges, 5),
    "attribute_assortativity": lambda edges: measure.attribute_assortativity(edges, KINDS[:, 0]),
    "to_networkx": lambda edges: to_networkx(edges, 5),
    "names": lambda edges: to_networkx(edges, "abcde"),
}


def said(call: Callable[[], object], field: str) -> str:
    """Return what an input error says, which is of one line and of this field."""
    with pytest.raises(InputError) as caught:
        call()
    assert caught.value.field == field
    assert "\n" not in str(caught.value)
    return caught.value.message


@pytest.mark.parametrize("taker", TAKE_EDGES)
@pytest.mark.parametrize("fault", BAD_EDGES)
def test_bad_ties_are_refused(fault: str, taker: str) -> None:
    edges, message = BAD_EDGES[fault]
    assert said(lambda: TAKE_EDGES[taker](edges), "edges") == message


@pytest.mark.parametrize("taker", TAKE_EDGES)
def test_sound_ties_of_any_form_are_taken(taker: str) -> None:
    take = TAKE_EDGES[taker]
    take([[4, 0], [1, 0]])
    take(np.zeros((0, 2)))
    take(np.array([[3, 1], [0, 2]], np.uint64))
    take(np.asfortranarray(np.array([[1, 2], [0, 2], [4, 1]])))


def test_sound_ties_come_back_as_they_are() -> None:
    edges = np.array([[0, 1], [0, 4], [2, 3]], np.int32)
    assert checked_edges(edges, 5) is edges
    turned = np.array([[4, 0], [3, 2], [0, 1]])
    found = checked_edges(turned, 5)
    assert found.dtype == np.int32
    assert found.tolist() == turned.tolist()


def test_members_are_a_number() -> None:
    none, bad, one = np.zeros((0, 2), np.int32), 1.5, np.array([[0, 1]])
    assert said(lambda: measure.degrees(none, -1), "members") == "-1 is not from 0 to 2,147,483,647"
    assert said(lambda: to_networkx(none, bad), "members") == "1.5 is no whole number"  # type: ignore[arg-type]
    assert said(lambda: measure.degrees(one, 0), "edges") == "row 0 has 1; there are no members"
    assert len(to_networkx(none, np.int64(3))) == 3  # type: ignore[arg-type]


def test_rows_of_a_sample_are_members() -> None:
    edges = np.array([[0, 1]], np.int32)
    for row in (5, -1):
        message = said(lambda row=row: measure.mean_clustering(edges, 5, np.array([row])), "rows")  # type: ignore[misc]
        assert message == f"row 0 has {row}; members are 0 to 4"


def test_ties_to_fit_a_tail_to_are_counts() -> None:
    assert "row 1 has -2" in said(lambda: measure.tail_exponent(np.array([1, -2]), 1), "ties")
    assert "0 ties" in said(lambda: measure.tail_exponent(np.array([1, 2]), 0), "least")


@pytest.mark.parametrize(
    "names",
    [
        np.array([-1, -7, 0, 300, 70_000]),
        np.array([2**40, -(2**40), 5, 6, 7]),
        np.array([1, 3, 5, 7, 200]),
        np.array([0, 1, 2, 3, 2**64 - 1], np.uint64),
    ],
)
def test_any_whole_numbers_are_kinds(names: Any) -> None:
    kinds = np.random.default_rng(1).integers(0, 5, (300, 2)).astype(np.uint8)
    start = StartGraph("lognormal", 6.0, 0.8, 0.2, (0.4, 1.0))
    edges = generate(start, kinds, 1)
    assert np.array_equal(generate(start, names[kinds], 1), edges)
    want = measure.figures(edges, kinds).attribute_assortativity
    assert measure.figures(edges, names[kinds]).attribute_assortativity == pytest.approx(want)
    found = measure.attribute_assortativity(edges, names[kinds[:, 0]])
    assert found == pytest.approx(want[0])


def test_more_kinds_than_a_byte_holds() -> None:
    regions = np.arange(3000) % 500 + 1000
    start = StartGraph("poisson", 4.0, homophily=(0.5,))
    edges = generate(start, regions[:, None], 1)
    assert measure.attribute_assortativity(edges, regions) == pytest.approx(0.5, abs=0.03)
    want = nx.attribute_assortativity_coefficient(
        to_networkx(edges, 3000, {"region": regions}), "region"
    )
    assert measure.attribute_assortativity(edges, regions) == pytest.approx(want)


def test_kinds_that_are_none() -> None:
    start = StartGraph("poisson", 3.0, homophily=(0.5,))
    for kinds, message in (
        (np.zeros((5, 1)), "of type float64; allowed are whole numbers"),
        (
            np.zeros(5, np.uint8),
            "of shape (5,); allowed is (members, attributes), one row a member",
        ),
    ):
        for call in (
            lambda kinds=kinds: generate(start, kinds, 1),
            lambda kinds=kinds: measure.figures(np.zeros((0, 2), np.int32), kinds),
        ):
            assert said(call, "attributes") == message
    flat = said(lambda: measure.attribute_assortativity([[0, 1]], KINDS), "kinds")  # type: ignore[arg-type]
    assert flat == "of shape (5, 1); allowed is one dimension, one number a member"
    assert len(generate(StartGraph("poisson", 3.0), np.zeros((9, 0)), 1)) > 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "graph",
    [nx.complete_graph(300), nx.star_graph(2999), nx.empty_graph(0), nx.empty_graph(4)],
    ids=["complete", "star", "nobody", "no ties"],
)
def test_like_any_graph(graph: nx.Graph) -> None:
    sides = (np.arange(len(graph)) % 2)[:, None]
    like = StartGraph.like(measure.figures(from_networkx(graph).edges, sides))
    assert (like.mean_ties <= 200, like.spread <= 2) == (True, True)
    assert like.homophily == (0.0,)


def with_ties(edges: Any, segments: Any = None) -> CommunitySpec:
    """Return a community of a hundred founders who are given ties."""
    return replace(community(100, 3), graph=GraphSpec(start=GivenTies(edges, segments)))


@pytest.mark.parametrize(
    ("edges", "message"),
    [
        ([[0, 50_000_000]], "row 0 has 50000000; members are 0 to 99"),
        ([[0, 120]], "row 0 has 120; members are 0 to 99"),
        ([[0, -5]], "row 0 has -5; members are 0 to 99"),
        ([[7, 7]], "row 0 ties member 7 to itself; a tie joins two members"),
        (
            [[0, 1], [1, 0]],
            "members 0 and 1 are tied more than once; allowed is once, in either direction",
        ),
    ],
)
def test_founders_ties_are_of_founders(edges: Any, message: str) -> None:
    found = said(lambda: Community(with_ties(np.array(edges)), 1), "graph.start.edges")
    assert found == message
    assert said(lambda: Community(with_ties(edges), 1), "graph.start.edges") == message


@pytest.mark.parametrize(
    ("segments", "message"),
    [
        (np.full(100, 200), "row 0 has 200; segments are 0 to 3"),
        (np.full(100, 200, np.uint8), "row 0 has 200; segments are 0 to 3"),
        (np.full(100, -1), "row 0 has -1; segments are 0 to 3"),
        (np.full(100, 256), "row 0 has 256; segments are 0 to 3"),
        (np.zeros(99, int), "99 numbers for 100 members; allowed is one a member"),
        (np.zeros(101, int), "101 numbers for 100 members; allowed is one a member"),
        (np.zeros((100, 1), int),
         "of shape (100, 1); allowed is one dimension, one number a member"),
        (np.zeros(100), "of type float64; allowed are whole numbers"),
    ],
)  # fmt: skip
def test_founders_segments_are_segments(segments: Any, message: str) -> None:
    spec = with_ties([[0, 1]], segments)
    assert said(lambda: Community(spec, 1), "graph.start.segments") == message


def test_sound_ties_and_segments_are_laid() -> None:
    spec = with_ties([[99, 0], [5, 4]], [0] * 100)
    found = Community(spec, 1)
    assert found.members["ties"].sum() == 4
    assert checked_segments([2, 0, 1], 3, 3).tolist() == [2, 0, 1]
