"""Graphs grown to order are simple, reproducible and as they were wanted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.graph import StartGraph, generate, measure
from sim.graph.degrees import MAX_TIES, cumulative, draw_degrees

starts = st.one_of(
    st.builds(StartGraph, st.just("lognormal"), st.floats(0, 30), st.floats(0, 2)),
    st.builds(StartGraph, st.just("power_law"), st.floats(1, 30), st.floats(2.05, 5)),
    st.builds(StartGraph, st.sampled_from(["poisson", "regular"]), st.floats(0, 30)),
)
wishes = st.tuples(st.floats(0, 1), st.sampled_from([0.0, 0.2, 0.7, 1.0]), st.floats(0, 1))


def kinds(members: int, *counts: int, seed: int = 0) -> np.ndarray:
    """Return random kinds, so many in each attribute."""
    return np.random.default_rng(seed).integers(0, counts, (members, len(counts))).astype(np.uint8)


def wish(start: StartGraph, clustering: float, *homophily: float) -> StartGraph:
    return StartGraph(start.degrees, start.mean_ties, start.spread, clustering, homophily)


@settings(max_examples=60, deadline=None)
@given(starts, wishes, st.integers(0, 90), st.integers(0, 2**40))
def test_any_graph_is_simple_and_the_same_again(
    start: StartGraph, wishes: tuple[float, float, float], members: int, seed: int
) -> None:
    start = wish(start, *wishes)
    attributes = kinds(members, 3, 2)
    edges = generate(start, attributes, seed)
    assert edges.dtype == np.int32
    assert edges.shape == (len(edges), 2)
    assert (edges[:, 0] < edges[:, 1]).all()
    numbers = edges[:, 0].astype(np.int64) * max(members, 1) + edges[:, 1]
    assert (np.diff(numbers) > 0).all()
    assert len(edges) == 0 or (edges.min() >= 0 and edges.max() < members)
    assert np.array_equal(edges, generate(start, attributes, seed))
    if members >= 2:
        wanted = draw_degrees(start, members, seed)
        assert (measure.degrees(edges, members) <= wanted).all()
    if wishes[1] == 1.0:
        assert (attributes[edges[:, 0], 0] == attributes[edges[:, 1], 0]).all()


@settings(max_examples=25, deadline=None)
@given(starts, wishes, st.permutations(range(5)), st.integers(0, 2**40))
def test_names_of_kinds_do_not_matter(
    start: StartGraph, wishes: tuple[float, float, float], names: list[int], seed: int
) -> None:
    start = wish(start, *wishes)
    attributes = kinds(80, 5, 3)
    renamed = attributes.copy()
    renamed[:, 0] = (7 * np.array(names) + 3)[attributes[:, 0]]
    assert np.array_equal(generate(start, attributes, seed), generate(start, renamed, seed))


def test_seeds_and_not_threads_matter() -> None:
    start = StartGraph("lognormal", 8.0, 0.8, 0.2, (0.3,))
    attributes = kinds(3000, 4)
    alone = [generate(start, attributes, seed) for seed in range(4)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda seed: generate(start, attributes, seed), range(4)))
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
    assert not np.array_equal(alone[0], alone[1])


@pytest.mark.parametrize(
    "start",
    [
        StartGraph("lognormal", 8.0, 0.8),
        StartGraph("lognormal", 8.0, 0.8, 0.15, (0.3, 0.0)),
        StartGraph("lognormal", 40.0, 1.0, 0.3, (0.4, 0.2)),
        StartGraph("lognormal", 5.0, 0.8, 0.5, (0.5, 0.5)),
        StartGraph("power_law", 8.0, 2.5, 0.3, (0.2, 0.0)),
        StartGraph("poisson", 10.0, 0.0, 0.4, (0.0, 0.6)),
        StartGraph("poisson", 4.0, 0.0, 0.5, (1.0, 0.0)),
        StartGraph("regular", 10.0, 0.0, 0.6, (0.5, 0.1)),
        StartGraph("regular", 6.5, 0.0, 0.05, (0.9, 0.9)),
    ],
)
def test_a_graph_is_as_it_was_wanted(start: StartGraph) -> None:
    attributes = kinds(4000, 5, 3)[:, : len(start.homophily)]
    edges = generate(start, attributes, 3)
    wanted = draw_degrees(start, 4000, 3)
    # With only the own kind allowed, one end may be left over in each of the five kinds.
    left = 5 if 1.0 in start.homophily else 1
    assert int(wanted.sum()) - 2 * len(edges) <= left
    found = measure.figures(edges, attributes)
    assert abs(found.clustering - start.clustering) <= max(0.1 * start.clustering, 0.01)
    for r, target in zip(found.attribute_assortativity, start.homophily, strict=True):
        # Nothing is turned towards 0: chance alone has a standard deviation of 0.02 at 4 ties.
        assert abs(r - target) <= (0.04 if target == 0 else 0.02)
    if np.isfinite(found.degree_assortativity):
        assert abs(found.degree_assortativity) < 0.15


def test_like_a_graph_that_was_measured() -> None:
    attributes = kinds(4000, 5, 3)
    start = StartGraph("lognormal", 12.0, 0.7, 0.25, (0.4, 0.0))
    first = measure.figures(generate(start, attributes, 1), attributes)
    like = StartGraph.like(first)
    assert like.mean_ties == pytest.approx(12, rel=0.05)
    # The spread is that of the ties that were drawn: 4,000 log-normals, and rounding adds a little.
    assert like.spread == pytest.approx(0.7, rel=0.1)
    other = kinds(8000, 5, 3, seed=1)
    second = measure.figures(generate(like, other, 2), other)
    assert second.clustering == pytest.approx(first.clustering, rel=0.1)
    assert second.attribute_assortativity[0] == pytest.approx(0.4, abs=0.03)
    nothing = measure.figures(np.zeros((0, 2), np.int32), kinds(5, 2))
    assert StartGraph.like(nothing) == StartGraph("lognormal", 0.0, homophily=(0.0,))


def test_correlated_attributes_are_turned_down() -> None:
    # Year and dormitory go together: the one's homophily must not be counted twice.
    year = kinds(4000, 4)[:, 0]
    other = kinds(4000, 4, seed=1)[:, 0]
    dormitory = np.where(np.arange(4000) % 2, year, other).astype(np.uint8)
    start = StartGraph("lognormal", 20.0, 0.8, 0.2, (0.4, 0.3))
    both = np.stack([year, dormitory], axis=1)
    found = measure.figures(generate(start, both, 1), both)
    assert found.attribute_assortativity == pytest.approx((0.4, 0.3), abs=0.02)


@pytest.mark.parametrize(
    "start",
    [
        StartGraph("lognormal", 10.0, 0.8),
        StartGraph("lognormal", 0.5, 2.0),
        StartGraph("power_law", 10.0, 2.5),
        StartGraph("power_law", 1.2, 3.0),
        StartGraph("poisson", 10.0),
        StartGraph("regular", 7.25),
    ],
)
def test_degrees_follow_their_distribution(start: StartGraph) -> None:
    # Kolmogorov and Smirnov over 100,000 draws: 2.3 / sqrt(n) is passed by chance once in 20,000.
    n = 100_000
    table = cumulative(start, MAX_TIES)
    assert (1 - table[:-1]).sum() == pytest.approx(start.mean_ties, rel=1e-9)
    drawn = draw_degrees(start, n, 1)
    found = np.cumsum(np.bincount(drawn, minlength=MAX_TIES + 1)) / n
    assert np.abs(found - table).max() < 2.3 / np.sqrt(n)


def test_closed_forms_of_degree_tables() -> None:
    assert np.allclose(np.diff(cumulative(StartGraph("poisson", 2.0), 100))[:3],
                       np.exp(-2) * np.array([2.0, 2.0, 4 / 3]))  # fmt: skip
    assert cumulative(StartGraph("regular", 7.25), 20)[6:9].tolist() == [0.0, 0.75, 1.0]
    # Log-normal: the standard deviation of the logarithm is the spread, where ties are many.
    logs = np.log(np.arange(1, 5001))
    p = np.diff(cumulative(StartGraph("lognormal", 100.0, 0.5), 5000))
    assert np.sqrt((p * logs**2).sum() - (p * logs).sum() ** 2) == pytest.approx(0.5, abs=0.001)


def test_the_power_law_has_its_exponent_in_the_tail() -> None:
    # Far above the shift of the law, fitted to what a graph of 200,000 has, not to what was drawn.
    start = StartGraph("power_law", 3.0, 2.5)
    edges = generate(start, kinds(200_000), 1)
    ties = measure.degrees(edges, 200_000)
    tail = int((ties >= 60).sum())
    assert tail > 400
    # The limit of 5,000 ties adds to the exponent: P(k > 5000) / P(k > 60) = 0.0013, times log(84).
    assert abs(measure.tail_exponent(ties, 60) - 2.5) < 4 * 1.5 / np.sqrt(tail) + 0.05


def test_pilot_and_full_graph() -> None:
    # 30,000 members: knobs are turned on a pilot first.
    attributes = (np.arange(30_000) % 6).astype(np.uint8)[:, None]
    start = StartGraph("lognormal", 8.0, 0.8, 0.2, (0.3,))
    found = measure.figures(generate(start, attributes, 2), attributes)
    assert found.clustering == pytest.approx(0.2, abs=0.02)
    assert found.attribute_assortativity[0] == pytest.approx(0.3, abs=0.02)


@pytest.mark.slow
def test_a_million_members() -> None:
    attributes = kinds(1_000_000, 4, 10)
    start = StartGraph("lognormal", 10.0, 0.8, 0.2, (0.3, 0.2))
    edges = generate(start, attributes, 1)
    found = measure.figures(edges, attributes)
    assert found.mean_ties == pytest.approx(10, abs=0.05)
    assert found.clustering == pytest.approx(0.2, abs=0.02)
    assert found.attribute_assortativity == pytest.approx((0.3, 0.2), abs=0.02)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("zipf", 8.0), "degrees"),
        (("poisson", -1.0), "mean_ties"),
        (("poisson", 201.0), "mean_ties"),
        (("poisson", float("nan")), "mean_ties"),
        (("power_law", 0.5, 2.5), "mean_ties"),
        (("power_law", 8.0, 2.0), "spread"),
        (("lognormal", 8.0, 2.5), "spread"),
        (("poisson", 8.0, 0.5), "spread"),
        (("poisson", 8.0, 0.0, 1.5), "clustering"),
        (("poisson", 8.0, 0.0, 0.0, (0.5, -0.1)), "homophily"),
    ],
)
def test_bad_starts_are_refused(values: tuple[object, ...], field: str) -> None:
    with pytest.raises(InputError) as caught:
        StartGraph(*values)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_homophily_must_fit_the_attributes() -> None:
    with pytest.raises(InputError, match="1 values for 2 attributes"):
        generate(StartGraph("poisson", 3.0, homophily=(0.5,)), kinds(10, 2, 2), 1)
