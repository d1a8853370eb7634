"""Every random draw has an address: a hash of who, what and when, never a stream.

``u = mix64(h ^ key(seed, decision, day))``, where ``h`` is a member's 64-bit identity. So a draw
does not depend on any other draw: not on the order of members, on threads or on which levers are
on. The mixer is the finaliser of splitmix64 (Steele, Lea and Flood 2014, variant 13 of Stafford).

These are the forms for Python and NumPy; `sim.compiled.draws` holds the compiled twins, and a test
keeps them equal to the bit.
"""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

DAILY: Final = (
    "visit",
    "read",
    "write",
    "buy",
    "redeem",
    "question",
    "complaint",
    "invite",
    "accept",
    "hunt",
    "reply",
    "react",
    "award",
    "hurt",
    "mute",
    "adopt",
    "quit buying",
    "open team",
    "fill team",
    "pull forward",
    "order again",
    "join by team",
)
"""Decisions of a member that take one draw a day."""

LASTING: Final = (
    "trait attention",
    "trait invite",
    "trait respond",
    "trait camp",
    "trait core",
    "trait threshold",
    "trait motive",
    "trait buy",
    "trait quit",
    "trait step",
)
"""Traits that are not kept in a member's record but drawn again, the same, when needed."""

GOLDEN: Final = 0x9E3779B97F4A7C15
_FIRST: Final = 0xBF58476D1CE4E5B9
_SECOND: Final = 0x94D049BB133111EB
_MASK: Final = 0xFFFFFFFFFFFFFFFF
_NORMAL: Final = NormalDist()
_LARGE: Final = 700.0


def mix(x: int) -> int:
    """Mix 64 bits; the exact integer form."""
    x &= _MASK
    x = ((x ^ (x >> 30)) * _FIRST) & _MASK
    x = ((x ^ (x >> 27)) * _SECOND) & _MASK
    return x ^ (x >> 31)


def mix64(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix 64 bits of each element; the NumPy form, shape kept."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(_FIRST)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(_SECOND)
    return x ^ (x >> np.uint64(31))


@lru_cache(maxsize=4096)
def decision(name: str) -> int:
    """Return the stable 64-bit number of a decision's name (FNV-1a, then mixed)."""
    number = 0xCBF29CE484222325
    for byte in name.encode():
        number = ((number ^ byte) * 0x100000001B3) & _MASK
    return mix(number)


def decision_key(seed: int, name: str, day: int) -> np.uint64:
    """Return the key of a decision on a day in a run; each part goes through the full mixer."""
    key = mix(mix(seed + GOLDEN) ^ decision(name))
    return np.uint64(mix(key ^ mix(day + GOLDEN)))


@overload
def uniform(h: np.uint64, key: np.uint64) -> np.float32: ...
@overload
def uniform(h: NDArray[np.uint64], key: np.uint64) -> NDArray[np.float32]: ...
def uniform(h: np.uint64 | NDArray[np.uint64], key: np.uint64) -> np.float32 | NDArray[np.float32]:
    """Return the draw at an address: 24 bits, uniform on [0, 1)."""
    if isinstance(h, np.ndarray):
        return (mix64(h ^ key) >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)
    return np.float32((mix(int(h) ^ int(key)) >> 40) * 2.0**-24)


def uniform53(h: int, key: int) -> float:
    """Return the draw at an address with 53 bits, uniform on (0, 1)."""
    # The last half step would be rounded up to 1.
    return min(((mix(int(h) ^ int(key)) >> 11) + 0.5) * 2.0**-53, 1.0 - 2.0**-53)


def uniforms53(counters: NDArray[np.uint64], key: int) -> NDArray[np.float64]:
    """Return `uniform53` of the mixed bits of every counter, shape kept."""
    drawn = mix64(mix64(counters) ^ np.uint64(key)) >> np.uint64(11)
    return np.minimum((drawn.astype(np.float64) + 0.5) * 2.0**-53, 1.0 - 2.0**-53)


def normal(h: np.uint64, key: np.uint64) -> float:
    """Return a standard normal draw at an address, by inversion."""
    return _NORMAL.inv_cdf(uniform53(int(h), int(key)))


def poisson(mean: float, u: float) -> int:
    """Return a Poisson count by inversion, monotone in the mean for a fixed draw.

    Parameters
    ----------
    mean
        Mean, 0 or more. Above 700 the normal quantile is used, corrected for skewness (Cornish
        and Fisher 1938): right to one.
    u
        A uniform draw on (0, 1).
    """
    import math

    if mean <= 0:
        return 0
    if mean > _LARGE:
        z = _NORMAL.inv_cdf(u)
        return max(0, round(mean + math.sqrt(mean) * z + (z * z - 1.0) / 6.0))
    return len(_sums(mean, u)) - 1


def poissons(means: NDArray[np.float64], drawn: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return `poisson` of each mean and draw, shape kept; few distinct means cost little."""
    counts = np.empty(means.shape, np.int64)
    for mean in set(means.ravel().tolist()):
        here = means == mean
        if mean > _LARGE:
            counts[here] = [poisson(mean, u) for u in drawn[here].tolist()]
            continue
        if mean <= 0:
            counts[here] = 0
            continue
        sums = _sums(mean, float(drawn[here].max()))
        counts[here] = np.minimum(np.searchsorted(sums, drawn[here]), len(sums) - 1)
    return counts


def _sums(mean: float, u: float) -> list[float]:
    """Return the Poisson probabilities summed up to each count, until they reach u."""
    import math

    probability = math.exp(-mean)
    sums = [probability]
    while u > sums[-1] and probability > 0:
        probability *= mean / len(sums)
        sums.append(sums[-1] + probability)
    return sums
