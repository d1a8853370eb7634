"""V57, V59, V69: what a quota by a count or a score picks, against exact figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.facts import CATALOGUE
from strategies.audiences import Ranked
from strategies.audiences.definition import compiled
from strategies.audiences.ranking import Ranking


class Known:
    """Facts made up: `by` is what a quota ranks by; identities are drawn."""

    whole = True

    def __init__(self, by: NDArray[Any], seed: int) -> None:
        self.by = by
        bits = np.random.default_rng(seed).integers(0, 2**63, len(by), np.uint64)
        self.identity, self.here = bits, np.ones(len(by), np.bool_)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.by

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        return make()


def picked(by: NDArray[Any], top: float, seed: int = 0) -> NDArray[np.bool_]:
    """Return who is in the quota of those with the most."""
    quota = compiled("best", Ranked(top=top, by="visits"), CATALOGUE, set())
    return np.asarray(quota(Known(by, seed), {}))  # type: ignore[arg-type]


def test_v57_the_top_fifth_of_uneven_customers_falls_back_by_itself() -> None:
    """V57: rates gamma of shape 0.5 and mean 2 a window, nobody changes.

    The top fifth by the last window's count holds 0.703371 of its purchases (7.03371 each) and
    0.602697 of the next window's (6.02697 each); 0.447214 bought nothing and will buy 0.4 each.
    """
    draws, n = np.random.default_rng(57), 400_000
    rates = draws.gamma(0.5, 4.0, n)
    now, later = draws.poisson(rates), draws.poisson(rates)
    best = picked(now, 0.2)
    assert best.sum() == n // 5
    assert now[best].sum() / now.sum() == pytest.approx(0.703371, abs=0.003)
    assert later[best].sum() / later.sum() == pytest.approx(0.602697, abs=0.004)
    assert now[best].mean() == pytest.approx(7.03371, abs=0.08)
    assert later[best].mean() == pytest.approx(6.02697, abs=0.08)
    none = now == 0
    assert none.mean() == pytest.approx(0.447214, abs=0.003)
    assert later[none].mean() == pytest.approx(0.4, abs=0.01)
    # Two of five "quintiles" hold nothing but zeros, and are told apart by identity alone.
    last = ~picked(now, 0.6)
    assert not now[last].any()


def test_v59_a_quota_is_of_its_size_whatever_the_ties() -> None:
    """V59: 30 at 3, 120 at 2, 850 at 1; 5 % are always 50, and one in six of the ties is in.

    The same keys pick the same 50; fresh ones share 33.3333 on average, sd 1.52783.
    """
    counts = np.repeat([3, 2, 1], [30, 120, 850])
    chosen = np.array([picked(counts, 0.05, seed) for seed in range(400)])
    assert (chosen.sum(axis=1) == 50).all()
    assert chosen[:, :30].all()
    assert not chosen[:, 150:].any()
    assert chosen[:, 30:150].mean() == pytest.approx(1 / 6, abs=1e-12)
    assert np.array_equal(chosen[7], picked(counts, 0.05, 7))
    shared = (chosen[::2] & chosen[1::2]).sum(axis=1)
    assert shared.mean() == pytest.approx(33.3333, abs=4 * 1.52783 / np.sqrt(200))
    assert shared.std(ddof=1) == pytest.approx(1.52783, rel=0.2)


@pytest.mark.parametrize(
    ("share_of_effect", "gained"), [(0.0, 0.01), (0.5, 0.0239981), (1.0, 0.0379962)]
)
def test_v69_who_is_at_risk_is_not_who_responds(share_of_effect: float, gained: float) -> None:
    """V69: effects of a contact N(0.01, 0.02^2), a fifth is contacted by a score.

    A score of risk that has nothing to do with the effect gains what chance does, one correlated
    by a half 2.4 times as much, the effect itself 3.8 times.
    """
    draws, n = np.random.default_rng(69), 400_000
    z, other = draws.normal(size=(2, n))
    score = share_of_effect * z + np.sqrt(1 - share_of_effect**2) * other
    contacted = picked(score, 0.2)
    effect = 0.01 + 0.02 * z
    assert effect[contacted].mean() == pytest.approx(gained, abs=4 * 0.02 / np.sqrt(n / 5))


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.uint8, np.float64])
@pytest.mark.parametrize("spread", [1, 5, 200])
def test_the_highest_are_found_however_they_are_counted(kind: type, spread: int) -> None:
    """Whole numbers are counted and others sorted: both as a sort by value and identity says."""
    random = np.random.default_rng(spread)
    values = random.integers(0, spread, 500).astype(kind)
    identity = random.permutation(500).astype(np.uint64)
    among = random.random(500) < 0.7
    order = sorted(np.flatnonzero(among), key=lambda row: (-float(values[row]), identity[row]))
    for count in (0, 1, 17, 250, int(among.sum()), 500):
        found = Ranking(values, identity, among).highest(count)
        assert set(np.flatnonzero(found)) == set(order[:count])


@pytest.mark.parametrize("best", [7, 70_000])
def test_whoever_left_with_the_highest_value_moves_no_cut(best: int) -> None:
    """Counted or sorted: the highest of all may be none of those who are ranked."""
    values = np.array([best, 3, 3, 2, 1], np.int32)
    there = np.array([False, True, True, True, True])
    identity = np.array([1, 9, 8, 7, 6], np.uint64)
    ranking = Ranking(values, identity, there)
    assert ranking.highest(1).tolist() == [False, False, True, False, False]
    assert ranking.highest(3).tolist() == [False, True, True, True, False]


@pytest.mark.parametrize("values", [
    np.array([np.inf, -np.inf] * 5 + [1e308, -1e308] * 5 + [0.0, 5e-324] * 10),
    np.array([5e-324, 0.0] * 20),
    np.arange(40) % 7 * 0.1,
    np.array([-np.inf] * 40),
    2**62 + np.arange(40, dtype=np.int64) % 7 * 20_000,
    np.arange(40, dtype=np.int64) % 7 + 2**40,
    np.arange(40, dtype=np.int32) % 7 - 2**30,
    np.arange(80, dtype=np.int32)[::2] % 7,
    np.broadcast_to(np.int32(5), (40,)),
    (np.arange(40) % 7 - 3).astype(np.int8),
])  # fmt: skip
def test_counts_far_from_nothing_are_counted_too(values: NDArray[Any]) -> None:
    identity, among = np.arange(40)[::-1].astype(np.uint64), np.arange(40) % 3 > 0
    order = sorted(np.flatnonzero(among), key=lambda row: (-values[row].item(), identity[row]))
    found = Ranking(values, identity, among).highest(11)
    assert set(np.flatnonzero(found)) == set(order[:11])
