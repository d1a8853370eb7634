"""V17, V68: greedy seeding on stars, its bound, what makes the bound hold; the nominated friend."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.draws import mix64
from sim.graph.spread import Spread, pieces

Wholes = NDArray[np.int64]


def stars(*sizes: int) -> tuple[Wholes, int]:
    """Return disjoint stars of so many members, the hub of each first, and how many they are."""
    ties, first = list[tuple[int, int]](), 0
    for size in sizes:
        ties += [(first, first + k) for k in range(1, size)]
        first += size
    return np.array(ties, np.int64), first


def identities(size: int) -> NDArray[np.uint64]:
    return mix64(np.arange(1, size + 1, dtype=np.uint64))


def random_ties(generator: np.random.Generator, size: int, many: int) -> Wholes:
    pairs = np.sort(generator.integers(0, size, (many, 2)), axis=1)
    return np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0)


def spread_of(ties: Wholes, size: int, chance: float) -> Spread:
    return Spread(pieces(ties, identities(size), chance, seed=3, samples=32))


def test_greedy_takes_the_two_largest_stars() -> None:
    """V17: stars of 50, 30 and 10, every tie passes on, two seeds: 80, which is the best."""
    ties, size = stars(50, 30, 10)
    spread = spread_of(ties, size, 1.0)
    chosen = spread.greedy(np.arange(size), 2)
    assert spread.of(chosen) == 80.0
    assert chosen.tolist() == [0, 50], "of equal ones the earlier"
    assert spread.of(spread.greedy(np.arange(size), 3)) == 90.0
    assert spread.of(spread.greedy(np.arange(size), 99)) == 90.0


def test_by_what_it_costs_two_small_stars_beat_a_dear_large_one() -> None:
    """For 10 of money: the hub of 50 alone, or those of 30 and 25, 55 in all."""
    ties, size = stars(50, 30, 25)
    costs = np.full(size, 100.0)
    costs[[0, 50, 80]] = 10.0, 5.0, 5.0
    spread = spread_of(ties, size, 1.0)
    everybody = np.arange(size)
    assert spread.of(spread.greedy(everybody, 9, costs, 10.0)) == 50.0
    assert spread.of(spread.greedy(everybody, 9, costs, 10.0, for_money=True)) == 55.0
    assert spread.of(spread.best(everybody, 9, costs, 10.0)) == 55.0


def test_by_what_it_costs_alone_a_trifle_would_win() -> None:
    """A star of two for 0.1 shuts out one of 50 for 10; the better of both does not."""
    ties, size = stars(50, 2)
    costs = np.full(size, 100.0)
    costs[[0, 50]] = 10.0, 0.1
    spread = spread_of(ties, size, 1.0)
    assert spread.of(spread.greedy(np.arange(size), 9, costs, 10.0, for_money=True)) == 2.0
    assert spread.of(spread.best(np.arange(size), 9, costs, 10.0)) == 50.0


@pytest.mark.parametrize("seed", range(8))
def test_greedy_has_its_share_of_the_best(seed: int) -> None:
    """V17: at least 1 - 1/e = 0.632 of the best set of three, found by looking at all of them."""
    ties = random_ties(np.random.default_rng(seed), 14, 18)
    spread = spread_of(ties, 14, 0.5)
    best = max(spread.of(np.array(each)) for each in combinations(range(14), 3))
    assert (1 - np.exp(-1)) * best <= spread.of(spread.greedy(np.arange(14), 3)) <= best


@pytest.mark.parametrize("seed", range(8))
def test_lazily_is_as_greedily_as_looking_at_all_each_time(seed: int) -> None:
    size = 40
    spread = spread_of(random_ties(np.random.default_rng(seed), size, 60), size, 0.3)
    chosen: list[int] = []
    for _ in range(6):
        gains = [spread.of(np.array([*chosen, k])) if k not in chosen else 0 for k in range(size)]
        chosen.append(int(np.argmax(gains)))
    lazily = spread.greedy(np.arange(size), 6)
    assert spread.of(lazily) == pytest.approx(spread.of(np.array(chosen)), rel=1e-12)


def test_a_spread_rises_and_ever_less() -> None:
    """V17: monotone and submodular on the same samples: f(A + x) - f(A) >= f(B + x) - f(B)."""
    generator = np.random.default_rng(5)
    spread = spread_of(random_ties(generator, 30, 45), 30, 0.4)
    for _ in range(200):
        order = generator.permutation(30)
        small, large = order[: generator.integers(1, 6)], order[: generator.integers(6, 20)]
        x = order[-1]
        gain, later = (spread.of(np.append(some, x)) - spread.of(some) for some in (small, large))
        assert gain >= later - 1e-12
        assert later >= 0


@pytest.mark.parametrize("chance", [0.0, 0.25, 1.0])
def test_of_two_who_are_tied_one_reaches_the_other_as_often_as_said(chance: float) -> None:
    """4,000 pairs: 1 + p reached by one of each, within four standard errors."""
    ties = np.arange(8000).reshape(-1, 2)
    spread = spread_of(ties, 8000, chance)
    error = np.sqrt(chance * (1 - chance) / (4000 * 32))
    assert abs(spread.each().mean() - 1 - chance) <= 4 * error
    assert spread.of(np.arange(0, 8000, 2)) == pytest.approx(4000 * (1 + chance), rel=0.02)


def test_a_tie_is_live_whatever_rows_its_members_have() -> None:
    """Two communities of the same members in another order have the same spread."""
    size = 60
    ties = random_ties(np.random.default_rng(2), size, 90)
    order = np.random.default_rng(3).permutation(size)
    place = np.argsort(order)
    one = Spread(pieces(ties, identities(size), 0.3, seed=1))
    other = Spread(pieces(place[ties], identities(size)[order], 0.3, seed=1))
    assert (one.each()[order] == other.each()).all()
