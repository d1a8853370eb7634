"""Draws turned into normals and counts: accurate against SciPy, and never falling."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim import draws
from tests.compiled import FromPython
from tests.draws.schemes import NUMPY, ONE, VISIT, count, step
from tests.draws.statistics import LIMIT, two_sided

F = np.float32
arithmetic = FromPython("sim.compiled.arithmetic")

IDENTITIES = [int(word) for word in step(count(4000))]
KEY = int(draws.decision_key(1, "test", 0))
TAILS = [1e-12, 1e-9, 1e-6, 1e-4, 1 - 1e-4, 1 - 1e-6, 1 - 1e-9]
LEVELS = [draws.uniform53(identity, KEY) for identity in IDENTITIES[:200]] + TAILS


def test_uniform53_is_uniform() -> None:
    u = [draws.uniform53(identity, KEY) for identity in IDENTITIES]
    assert two_sided(float(stats.kstest(u, "uniform").pvalue)) > LIMIT


def test_uniform53_and_uniform_see_the_same_word() -> None:
    for identity in IDENTITIES:
        fine = draws.uniform53(identity, KEY)
        assert float(draws.uniform(np.uint64(identity), np.uint64(KEY))) <= fine
        assert fine < float(draws.uniform(np.uint64(identity), np.uint64(KEY))) + 2.0**-24


def test_normal_draws_are_normal() -> None:
    z = [draws.normal(np.uint64(identity), np.uint64(KEY)) for identity in IDENTITIES]
    assert two_sided(float(stats.kstest(z, "norm").pvalue)) > LIMIT


def test_normal_draws_are_the_quantiles_of_the_uniform_draws() -> None:
    for identity in IDENTITIES[:500]:
        expected = stats.norm.ppf(draws.uniform53(identity, KEY))
        assert abs(draws.normal(np.uint64(identity), np.uint64(KEY)) - expected) < 1e-13


def test_normal_rises_with_its_uniform_draw() -> None:
    pairs = sorted(
        (draws.uniform53(identity, KEY), draws.normal(np.uint64(identity), np.uint64(KEY)))
        for identity in IDENTITIES
    )
    assert np.all(np.diff([z for _, z in pairs]) > 0)


@pytest.mark.parametrize("mean", [0.01, 0.3, 1.0, 2.5, 7.5, 30.0, 100.0, 250.0, 499.9, 500.0])
def test_poisson_is_the_exact_quantile(mean: float) -> None:
    np.testing.assert_array_equal(
        [draws.poisson(mean, u) for u in LEVELS], stats.poisson(mean).ppf(LEVELS)
    )


@pytest.mark.parametrize("mean", [500.5, 2_000.0, 1e6])
def test_poisson_of_a_large_mean_is_close(mean: float) -> None:
    # The normal law lacks the skewness: (z**2 - 1) / 6 of a count, 5.8 at z = 6.
    allowed = (stats.norm.ppf(LEVELS) ** 2 + 8) / 6
    error = np.array([draws.poisson(mean, u) for u in LEVELS]) - stats.poisson(mean).ppf(LEVELS)
    assert np.all(np.abs(error) <= allowed)


def test_poisson_never_falls() -> None:
    means = np.concatenate([np.linspace(0, 40, 100), np.linspace(40, 480, 30)])
    counts = np.array([[draws.poisson(mean, u) for mean in means] for u in sorted(LEVELS)[::6]])
    assert np.all(np.diff(counts, axis=0) >= 0)
    assert np.all(np.diff(counts, axis=1) >= 0)


def test_poisson_has_its_mean() -> None:
    values = [draws.poisson(7.5, draws.uniform53(identity, KEY)) for identity in IDENTITIES]
    assert abs(np.mean(values) - 7.5) < 4 * np.sqrt(7.5 / len(values))


def test_compiled_normal_draws_are_normal() -> None:
    words = NUMPY.draw(step(count(20_000)), NUMPY.key(ONE, VISIT, ONE))
    u = ((words >> np.uint64(41)).astype(F) + F(0.5)) * F(2.0**-23)
    z = [arithmetic.normal32(one) for one in u]
    assert two_sided(float(stats.kstest(z, "norm").pvalue)) > LIMIT


def test_compiled_normal_quantile_in_the_tails() -> None:
    # From the smallest draw that `open_unit` makes, 2**-24, where z is -5.3.
    for k in range(1, 24):
        u = F(2.0 ** (k - 25))
        assert abs(arithmetic.normal32(u) - stats.norm.ppf(float(u))) < 5e-4
        assert abs(arithmetic.normal32(F(1) - u) + stats.norm.ppf(float(u))) < 5e-4


@pytest.mark.parametrize("mean", [0.01, 0.1, 0.5, 2.5, 10.0, 40.0])
def test_compiled_poisson_is_the_quantile(mean: float) -> None:
    u = ((np.arange(4096) + 0.5) / 4096).astype(F)
    expected = stats.poisson(float(F(mean))).ppf(u.astype(float))
    np.testing.assert_array_equal([arithmetic.poisson32(F(mean), one) for one in u], expected)


@pytest.mark.parametrize("mean", [50.5, 64.0, 80.0, 100.0])
def test_compiled_poisson_of_many_is_near_the_quantile(mean: float) -> None:
    """More than 63 messages a visit are written in chats; they were cut there."""
    u = ((np.arange(4096) + 0.5) / 4096).astype(F)
    exact = stats.poisson(float(F(mean))).ppf(u.astype(float))
    counts = np.array([arithmetic.poisson32(F(mean), one) for one in u])
    assert np.abs(counts - exact).max() <= 3
    assert abs(counts.mean() - exact.mean()) < 0.3


def test_compiled_poisson_never_falls() -> None:
    u = ((np.arange(256) + 0.5) / 256).astype(F)
    means = np.concatenate([np.linspace(0, 60, 121), np.linspace(61, 120, 100)]).astype(F)
    counts = np.array([[arithmetic.poisson32(mean, one) for mean in means] for one in u])
    assert np.all(np.diff(counts, axis=0) >= 0)
    assert np.all(np.diff(counts, axis=1) >= 0)


def test_compiled_poisson_of_many_never_falls_at_the_ends_of_the_draw() -> None:
    u = np.array([0.0, 2.0**-24, 0.5, 1 - 2.0**-23, 1 - 2.0**-24]).astype(F)
    means = np.linspace(50, 120, 200).astype(F)
    counts = np.array([[arithmetic.poisson32(mean, one) for mean in means] for one in u])
    assert np.all(np.diff(counts, axis=0) >= 0)
    assert np.all(np.diff(counts, axis=1) >= 0)


def _unmixed(x: int) -> int:
    """Return the word that the mixer turns into x."""
    mask = 2**64 - 1
    x ^= (x >> 31) ^ (x >> 62)
    x = x * pow(0x94D049BB133111EB, -1, 2**64) & mask
    x ^= (x >> 27) ^ (x >> 54)
    x = x * pow(0xBF58476D1CE4E5B9, -1, 2**64) & mask
    return x ^ (x >> 30) ^ (x >> 60)


def test_the_mixer_can_be_undone() -> None:
    # So identities that differ stay apart under a key, and siblings never share an identity.
    for word in [0, 1, 2**64 - 1, *IDENTITIES[:500]]:
        assert draws.mix(_unmixed(word)) == word


def test_the_smallest_draws_are_inside_their_range() -> None:
    assert draws.uniform53(_unmixed(0), 0) > 0
    assert draws.uniform(np.uint64(_unmixed(0)), np.uint64(0)) == 0


def test_the_largest_draw_of_24_bits_is_below_one() -> None:
    assert draws.uniform(np.uint64(_unmixed(2**64 - 1)), np.uint64(0)) == 1 - 2.0**-24


def test_the_largest_draw_of_53_bits_is_below_one() -> None:
    assert draws.uniform53(_unmixed(2**64 - 1), 0) < 1


def test_poisson_does_not_fall_where_the_method_changes() -> None:
    assert draws.poisson(700.01, 0.9999) >= draws.poisson(700.0, 0.9999)


def test_compiled_poisson_of_the_largest_draw() -> None:
    for mean in (0.1, 2.0, 3.0, 5.0, 8.0):
        largest = 1 - 2.0**-24
        exact = stats.poisson(float(F(mean))).ppf(largest)
        assert abs(arithmetic.poisson32(F(mean), F(largest)) - exact) <= 2


def test_counts_of_many_days_are_those_of_single_ones() -> None:
    days = np.arange(1, 3001, dtype=np.uint64)
    drawn = draws.uniforms53(days, KEY)
    one_by_one = [draws.uniform53(draws.mix(int(day)), KEY) for day in days]
    assert drawn.tolist() == one_by_one
    drawn[:4] = 0.0, 1e-300, 1 - 2.0**-53, 1.0
    means = np.resize([0.0, 1e-9, 0.4, 3.0, 55.5, 699.9, 800.0], len(days))
    expected = [draws.poisson(mean, u) for mean, u in zip(means.tolist(), drawn.tolist(),
                                                          strict=True)]  # fmt: skip
    assert draws.poissons(means, drawn).tolist() == expected
