"""Draws: NumPy, exact integers and compiled code agree to the bit, and the draws are uniform."""

from __future__ import annotations

import numpy as np
import pytest

from sim import draws
from sim.kernel import draws as compiled

WORDS = np.array([0, 1, 2, 2**63, 2**64 - 1, 0x9E3779B97F4A7C15, 12345678901234567], np.uint64)


def test_three_forms_of_the_mixer_agree() -> None:
    exact = [draws.mix(int(word)) for word in WORDS]
    assert [int(word) for word in draws.mix64(WORDS)] == exact
    assert [int(compiled.mix(word)) for word in WORDS] == exact


@pytest.mark.parametrize("day", [0, 1, 2, 365, 100_000])
@pytest.mark.parametrize("seed", [0, 1, 2, 2**63])
def test_keys_agree(seed: int, day: int) -> None:
    expected = draws.decision_key(seed, "visit", day)
    assert compiled.key(np.uint64(seed), np.uint64(draws.decision("visit")), day) == expected


def test_draws_agree() -> None:
    key = draws.decision_key(3, "visit", 9)
    vector = draws.uniform(WORDS, key)
    for word, u in zip(WORDS, vector, strict=True):
        assert draws.uniform(word, key) == u
        assert compiled.uniform(word, key) == u


def test_small_consecutive_seeds_and_days_give_distinct_keys() -> None:
    names = ("visit", "read", "write", "buy")
    keys = {
        int(draws.decision_key(seed, name, day))
        for seed in range(50)
        for day in range(50)
        for name in names
    }
    assert len(keys) == 50 * 50 * len(names)


@pytest.mark.parametrize("across", ["members", "days", "seeds"])
def test_uniform_across(across: str) -> None:
    # Chi-square over 64 cells of 65,536 draws: mean 63, sd 11.2; 5 sd either way.
    n = 65_536
    identities = draws.mix64(np.arange(n, dtype=np.uint64))
    if across == "members":
        u = draws.uniform(identities, draws.decision_key(1, "visit", 1))
    elif across == "days":
        keys = [draws.decision_key(1, "visit", day) for day in range(n)]
        u = np.array([(draws.mix(int(identities[0]) ^ int(k)) >> 40) * 2.0**-24 for k in keys])
    else:
        keys = [draws.decision_key(seed, "visit", 1) for seed in range(n)]
        u = np.array([(draws.mix(int(identities[0]) ^ int(k)) >> 40) * 2.0**-24 for k in keys])
    counts = np.bincount((u * 64).astype(int), minlength=64)
    chi_square = ((counts - n / 64) ** 2 / (n / 64)).sum()
    assert 63 - 5 * 11.2 < chi_square < 63 + 5 * 11.2


@pytest.mark.parametrize("pair", ["decision", "day", "seed"])
def test_no_correlation_between(pair: str) -> None:
    n = 200_000
    identities = draws.mix64(np.arange(n, dtype=np.uint64))
    one = draws.uniform(identities, draws.decision_key(1, "visit", 1))
    other_key = {
        "decision": draws.decision_key(1, "read", 1),
        "day": draws.decision_key(1, "visit", 2),
        "seed": draws.decision_key(2, "visit", 1),
    }[pair]
    other = draws.uniform(identities, other_key)
    # The correlation of independent uniforms has sd 1/sqrt(n); 4.5 sd.
    assert abs(np.corrcoef(one, other)[0, 1]) < 4.5 / np.sqrt(n)


def test_poisson_is_monotone_in_its_mean() -> None:
    for u in (0.01, 0.3, 0.77, 0.999):
        counts = [draws.poisson(mean, u) for mean in np.linspace(0, 30, 200)]
        assert counts == sorted(counts)


def test_poisson_has_its_mean() -> None:
    key = int(draws.decision_key(1, "test", 0))
    values = [draws.poisson(7.5, draws.uniform53(draws.mix(k), key)) for k in range(20_000)]
    # sd of the mean is sqrt(7.5/20000) = 0.0194; 4 sd.
    assert abs(np.mean(values) - 7.5) < 4 * np.sqrt(7.5 / 20_000)
