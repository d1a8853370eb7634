"""No two addresses share a draw, no two members an identity: no window, no overlap, no lineage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pytest

from tests.draws.schemes import (
    COMPILED,
    NUMBERS,
    ONE,
    ORGANIC,
    PAID,
    WEAK,
    ZERO,
    Scheme,
    U,
    Words,
    count,
)
from tests.draws.statistics import LIMIT, of_poisson

Pool = Callable[[Scheme], Words]


def draws(s: Scheme) -> Words:
    """A million draws: 8 seeds, 8 days and 8 decisions, each for the same 2,048 founders."""
    seed, day = count(8)[:, None, None], count(8)[:, None]
    keys = s.key(seed, NUMBERS[:8], day).ravel()
    return s.draw(s.founders(ONE, count(2048)), keys[:, None]).ravel()


def newcomers(s: Scheme) -> Words:
    """Half a million identities: founders, organics, paid, and three children of each."""
    seed, day = count(8)[:, None, None], count(64)[:, None]
    founders = s.founders(count(8)[:, None], count(8192)).ravel()
    organics = s.numbered(s.key(seed, ORGANIC, day), count(64)).ravel()
    paid = s.numbered(s.key(seed, PAID, day), count(64)).ravel()
    own = np.concatenate([founders, organics, paid])
    return np.concatenate([own, s.child(own[:, None], count(3)).ravel()])


def bush(s: Scheme) -> Words:
    """1,111,111 identities: a founder and six generations in which each invites ten."""
    generation = s.founders(ONE, ZERO)
    everybody = [generation]
    for _ in range(6):
        generation = s.child(generation[:, None], count(10)).ravel()
        everybody.append(generation)
    return np.concatenate(everybody)


def lines(s: Scheme) -> Words:
    """A million identities: 64 founders and lines of 16,384 generations, first friend by first."""
    generation = s.founders(ONE, count(64))
    everybody = np.empty((16_384, 64), U)
    for row in everybody:
        row[:] = generation
        generation = s.child(generation, ZERO)
    return everybody.ravel()


def families(s: Scheme) -> Words:
    """A million identities: 16 founders and all of whom they may invite."""
    founders = s.founders(ONE, count(16))[:, None]
    return np.concatenate([founders, s.child(founders, count(65_535))], axis=1).ravel()


POOLS: Final[dict[str, Pool]] = {
    pool.__name__: pool for pool in (draws, newcomers, bush, lines, families)
}


def repeats(words: Words) -> int:
    """Return how many words have been there before."""
    ordered = np.sort(words)
    return int((ordered[1:] == ordered[:-1]).sum())


@pytest.mark.parametrize("pool", POOLS)
def test_no_word_comes_twice(pool: str) -> None:
    # A million perfect 64-bit words repeat one with probability 3e-8.
    assert repeats(POOLS[pool](COMPILED)) == 0


@pytest.mark.parametrize("shift", [0, 32], ids=["low", "high"])
@pytest.mark.parametrize("pool", POOLS)
def test_half_words_come_twice_as_often_as_chance(pool: str, shift: int) -> None:
    # About 120 of a million: so neither half alone follows another key's window.
    half = (POOLS[pool](COMPILED) >> U(shift)) & U(0xFFFFFFFF)
    expected = len(half) - 2.0**32 * -np.expm1(len(half) * np.log1p(-(2.0**-32)))
    assert of_poisson(repeats(half), expected) > LIMIT


@pytest.mark.parametrize(
    ("scheme", "pool"),
    [
        ("keys added", "draws"),
        ("shifted streams", "draws"),
        ("unmixed counters", "draws"),
        ("keys added", "newcomers"),
        ("children added", "bush"),
        ("children xored", "bush"),
        ("children swapped", "lines"),
        ("children xored", "lines"),
        ("draws truncated", "draws"),
        ("children truncated", "families"),
    ],
)
def test_shared_words_are_found(scheme: str, pool: str) -> None:
    assert repeats(POOLS[pool](WEAK[scheme])) > 0


def coincidences(s: Scheme, shift: int) -> int:
    """Count pairs of 2,048 identities and pairs of 64 keys that differ alike in 24 bits.

    As a draw is ``mix(h ^ key)``, such pairs draw alike: h1 under k1 as h2 under k2.
    """
    identities = s.founders(ONE, count(2048))
    keys = s.key(ONE, NUMBERS[:8, None], count(8)).ravel()
    differences = []
    for words in (identities, keys):
        a, b = np.triu_indices(len(words), 1)
        differences.append((((words[a] ^ words[b]) >> U(shift)) & U(0xFFFFFF)).astype(np.int64))
    return int(np.bincount(differences[1], minlength=2**24)[differences[0]].sum())


EXPECTED = (2048 * 2047 / 2) * (64 * 63 / 2) / 2**24
"""About 252: pairs of identities by pairs of keys, each alike with probability 2**-24."""


@pytest.mark.parametrize("shift", [0, 20, 40])
def test_identities_differ_like_keys_only_by_chance(shift: int) -> None:
    assert of_poisson(coincidences(COMPILED, shift), EXPECTED) > LIMIT


def test_plain_counters_differ_like_keys() -> None:
    assert of_poisson(coincidences(WEAK["unmixed counters"], 0), EXPECTED) < LIMIT
