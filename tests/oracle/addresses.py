"""Addressed draws in Python's whole numbers (splitmix64, FNV-1a), as `sim.draws` describes them."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

F = np.float32
_MASK = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15


def mix(x: int) -> int:
    """Return the 64 mixed bits of x: the finaliser of splitmix64."""
    x &= _MASK
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & _MASK
    x = (x ^ x >> 27) * 0x94D049BB133111EB & _MASK
    return x ^ x >> 31


def step(n: int) -> int:
    """Return a counter, day or ordinal as mixed bits."""
    return mix(n + _GOLDEN)


def again(x: int) -> int:
    """Return further bits from bits that were drawn."""
    return mix(x ^ _GOLDEN)


@cache
def key(seed: int, decision: str, day: int) -> int:
    """Return the key of a decision on a day."""
    name = 0xCBF29CE484222325
    for byte in decision.encode():
        name = (name ^ byte) * 0x100000001B3 & _MASK
    return mix(mix(step(seed) ^ mix(name)) ^ step(day))


def founded(seed: int, decision: str, day: int, n: int) -> int:
    """Return the identity of the n-th who joins in one way on a day."""
    return mix(key(seed, decision, day) ^ step(n))


def child(identity: int, ordinal: int) -> int:
    """Return the identity of whoever a member's invitation number `ordinal` reaches."""
    return mix(again(identity) ^ step(ordinal))


def unit(x: int) -> np.float32:
    """Return the high 24 bits as a number on [0, 1)."""
    return F((x >> 40) * 2.0**-24)


def unit_low(x: int) -> np.float32:
    """Return the high 24 bits of the low word as a number on [0, 1)."""
    return F((x % 2**32 >> 8) * 2.0**-24)


def open_unit(x: int) -> np.float32:
    """Return the high 23 bits as a number on (0, 1)."""
    return F(((x >> 41) + 0.5) * 2.0**-23)


def below(x: int, n: int) -> int:
    """Return a whole number below n from the high word."""
    return (x >> 32) * n >> 32


def poisson(mean: float, seed: int, decision: str, day: int) -> int:
    """Return the Poisson count of arrivals on a day, mean 0 to 500, by inversion in 64 bits."""
    u = ((mix(mix(day + 1) ^ key(seed, decision, 0)) >> 11) + 0.5) * 2.0**-53
    count = 0
    probability = total = math.exp(-mean)
    while u > total and mean > 0:
        count += 1
        probability *= mean / count
        total += probability
    return count
