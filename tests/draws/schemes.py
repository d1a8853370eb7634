"""Ways to address draws: the two forms of ours, and weak ones that the battery has to reject.

A scheme is four functions of arrays of 64-bit words (which broadcast): the key of a decision, the
identity of the n-th newcomer under a key (also a counted draw of one decision), the identity of a
referred member, and the draw.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from sim.compiled import draws as compiled
from sim.draws import DAILY, GOLDEN, LASTING, decision, mix64

Words = NDArray[np.uint64]
U = np.uint64

NAMES: Final = (
    *DAILY, *LASTING, "founder", "organic", "paid", "priority", "segment", "tie",
    "trait visit", "trait write", "organic arrivals", "paid arrivals",
)  # fmt: skip
NUMBERS: Final = np.array([decision(name) for name in NAMES], U)
ZERO: Final = np.array([0], U)
ONE: Final = np.array([1], U)
"""As arrays, because NumPy warns when a product of two scalars wraps around."""

VISIT, FOUNDER, ORGANIC, PAID, TIE, ARRIVALS = (
    np.array([decision(name)], U)
    for name in ("visit", "founder", "organic", "paid", "tie", "organic arrivals")
)


class Scheme(NamedTuple):
    """How draws are addressed."""

    key: Callable[[Any, Any, Any], Words]
    """Seed, number of the decision, day."""
    numbered: Callable[[Any, Any], Words]
    """Base word and counter."""
    child: Callable[[Any, Any], Words]
    """Identity of the inviter and ordinal of the invitation."""
    draw: Callable[[Any, Any], Words]
    """Identity and key."""

    def founders(self, seed: Any, n: Any) -> Words:
        """Return the identities of founders number n of a seed."""
        return self.numbered(self.key(seed, FOUNDER, ZERO), n)


def step(n: Any) -> Words:
    """Mix counters."""
    return mix64(n + U(GOLDEN))


def count(n: int, start: int = 0) -> Words:
    """Return the counters start, start + 1, ... of length n."""
    return np.arange(start, start + n, dtype=U)


NUMPY: Final = Scheme(
    key=lambda seed, number, day: mix64(mix64(step(seed) ^ number) ^ step(day)),
    numbered=lambda base, n: mix64(base ^ step(n)),
    child=lambda h, ordinal: mix64(mix64(h ^ U(GOLDEN)) ^ step(ordinal)),
    draw=lambda h, key: mix64(h ^ key),
)
"""The NumPy form, in the words of `sim.draws`."""


@numba.vectorize(["u8(u8,u8,u8)"])
def _key(seed: Any, number: Any, day: Any) -> Any:
    return compiled.key(seed, number, np.int64(day))


@numba.vectorize(["u8(u8,u8)"])
def _numbered(base: Any, n: Any) -> Any:
    return compiled.mix(base ^ compiled.mix(n + U(GOLDEN)))


@numba.vectorize(["u8(u8,u8)"])
def _child(h: Any, ordinal: Any) -> Any:
    return compiled.child(h, np.int64(ordinal))


@numba.vectorize(["u8(u8,u8)"])
def _draw(h: Any, key: Any) -> Any:
    return compiled.mix(h ^ key)


COMPILED: Final = Scheme(_key, _numbered, _child, _draw)
"""The compiled form: the functions of `sim.compiled.draws`, looped over by numba."""

_KNUTH: Final = U(6364136223846793005)


def _once_mixed(x: Words) -> Words:
    x = (x ^ (x >> U(30))) * U(0xBF58476D1CE4E5B9)
    return x ^ (x >> U(31))


def _biased(h: Any, key: Any) -> Words:
    word = NUMPY.draw(h, key)
    return word - (word >> U(6))


def _low_is_high(h: Any, key: Any) -> Words:
    high = NUMPY.draw(h, key) >> U(32)
    return high | (high << U(32))


WEAK: Final[dict[str, Scheme]] = {
    # Seed 1 on day 2 is seed 2 on day 1.
    "keys added": NUMPY._replace(key=lambda seed, number, day: seed + number + day),
    # Each key reads the same long stream from another place.
    "shifted streams": NUMPY._replace(
        key=lambda seed, number, day: (seed + day) * U(GOLDEN) + number,
        numbered=lambda base, n: n * U(GOLDEN) + (base & U(0)),
        draw=lambda h, key: mix64(h + key),
    ),
    # Member n on day d draws what member d draws on day n.
    "unmixed counters": NUMPY._replace(
        key=lambda seed, number, day: day + (seed << U(20)) ^ number,
        numbered=lambda base, n: n + (base & U(0)),
    ),
    "congruential": NUMPY._replace(
        numbered=lambda base, n: base + n * _KNUTH,
        draw=lambda h, key: (h ^ key) * _KNUTH + U(1442695040888963407),
    ),
    # An additive recurrence: evener than chance.
    "too even": NUMPY._replace(
        numbered=lambda base, n: base + n * U(GOLDEN), draw=lambda h, key: h + key
    ),
    "draws unmixed": NUMPY._replace(draw=lambda h, key: h ^ key),
    "mixed once": NUMPY._replace(draw=lambda h, key: _once_mixed(h ^ key)),
    "children added": NUMPY._replace(child=lambda h, ordinal: h + ordinal + U(1)),
    # The second friend of the first friend is the first friend of the second friend.
    "children xored": NUMPY._replace(child=lambda h, ordinal: h ^ step(ordinal)),
    "children swapped": NUMPY._replace(child=lambda h, ordinal: ~h ^ (ordinal << U(32))),
    # Words that are uniform to every statistic, but have too few values to be addresses.
    "draws truncated": NUMPY._replace(draw=lambda h, key: mix64(NUMPY.draw(h, key) >> U(30))),
    "children truncated": NUMPY._replace(
        child=lambda h, ordinal: mix64(NUMPY.child(h, ordinal) >> U(32))
    ),
    "biased": NUMPY._replace(draw=_biased),
    "low word is high word": NUMPY._replace(draw=_low_is_high),
}
"""Schemes with a flaw that somebody could have built in."""
