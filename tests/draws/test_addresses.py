"""Addresses: exact integers, NumPy and compiled code agree to the bit on every public function."""

from __future__ import annotations

import numpy as np
import pytest

from sim import draws
from tests.compiled import FromPython
from tests.draws.schemes import COMPILED, NAMES, NUMPY, count

compiled = FromPython("sim.compiled.draws")
EDGES = [0, 1, 2, 2**31, 2**32 - 1, 2**32, 2**63, 2**64 - 1, draws.GOLDEN]
WORDS = np.array(EDGES + [draws.mix(n + 1) for n in range(200)], np.uint64)
MASK = 2**64 - 1


def test_three_forms_of_the_mixer_agree() -> None:
    exact = [draws.mix(int(word)) for word in WORDS]
    assert [int(word) for word in draws.mix64(WORDS)] == exact
    assert [int(compiled.mix(word)) for word in WORDS] == exact


def test_the_mixer_is_that_of_splitmix64() -> None:
    # The first three outputs of Vigna's splitmix64.c from state 1234567.
    states = [1234567 + n * draws.GOLDEN for n in (1, 2, 3)]
    assert [draws.mix(state) for state in states] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_mixed_words_wrap_around() -> None:
    assert draws.mix(2**64 + 5) == draws.mix(5)


def test_decision_numbers_are_stable() -> None:
    # FNV-1a's published value of "foobar"; and one of ours, for yesterday's results to come again.
    assert draws.decision("foobar") == draws.mix(0x85944171F73967E8)
    assert draws.decision("visit") == 11270980591094213971
    assert len({draws.decision(name) for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("day", [0, 1, 2, 365, 100_000])
@pytest.mark.parametrize("seed", [0, 1, 2, 2**63, 2**64 - 1])
def test_keys_agree(seed: int, day: int) -> None:
    for name in NAMES:
        expected = draws.decision_key(seed, name, day)
        number = np.array([draws.decision(name)], np.uint64)
        assert compiled.key(np.uint64(seed), number[0], day) == expected
        assert NUMPY.key(np.array([seed], np.uint64), number, count(1, start=day)) == expected


@pytest.mark.parametrize("day", [0, 7])
def test_the_keys_of_a_day_agree(day: int) -> None:
    keys = np.zeros(compiled.KEYS, np.uint64)
    compiled.derive_keys(keys, np.uint64(5), day)
    daily = [draws.decision_key(5, name, day) for name in draws.DAILY]
    lasting = [draws.decision_key(5, name, 0) for name in draws.LASTING]
    assert list(keys) == daily + lasting


def test_draws_agree() -> None:
    key = draws.decision_key(3, "visit", 9)
    vector = draws.uniform(WORDS, key)
    assert vector.dtype == np.float32
    for word, u in zip(WORDS, vector, strict=True):
        exact = (draws.mix(int(word) ^ int(key)) >> 40) * 2.0**-24
        assert draws.uniform(word, key) == u == exact
        assert compiled.uniform(word, key) == u


def test_parts_of_a_word_agree() -> None:
    for word in WORDS:
        x = int(word)
        assert float(compiled.unit(word)) == (x >> 40) * 2.0**-24
        assert float(compiled.unit_low(word)) == (x % 2**32 >> 8) * 2.0**-24
        assert float(compiled.open_unit(word)) == ((x >> 41) + 0.5) * 2.0**-23


def test_parts_of_a_word_stay_in_their_range() -> None:
    least, most = np.uint64(0), np.uint64(MASK)
    assert compiled.unit(least) == compiled.unit_low(least) == 0
    assert compiled.unit(most) == compiled.unit_low(most) == 1 - 2.0**-24
    assert compiled.open_unit(least) == 2.0**-24
    assert compiled.open_unit(most) == 1 - 2.0**-24


def test_children_agree() -> None:
    for ordinal in (0, 1, 2, 65_535):
        vector = NUMPY.child(WORDS, count(1, start=ordinal))
        for word, child in zip(WORDS, vector, strict=True):
            inviter = draws.mix(int(word) ^ draws.GOLDEN)
            exact = draws.mix(inviter ^ draws.mix(ordinal + draws.GOLDEN))
            assert int(compiled.child(word, ordinal)) == int(child) == exact


def test_schemes_agree_on_a_million_addresses() -> None:
    number = np.uint64(draws.decision("visit"))
    seed, day = count(1024)[:, None], count(1024)
    one = NUMPY.draw(NUMPY.numbered(seed, day), NUMPY.key(seed, number, day))
    other = COMPILED.draw(COMPILED.numbered(seed, day), COMPILED.key(seed, number, day))
    np.testing.assert_array_equal(one, other)


def test_small_consecutive_seeds_and_days_give_distinct_keys() -> None:
    numbers = np.array([draws.decision(name) for name in NAMES], np.uint64)
    keys = COMPILED.key(count(100)[:, None, None], numbers[:, None], count(100))
    assert len(np.unique(keys)) == keys.size
