"""The compiled twins of `sim.draws`, and the numbers of the decisions that the day takes."""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import compiled, inlined
from sim.compiled.types import Float32, Whole, Wholes, Word
from sim.draws import DAILY, LASTING, decision

U = np.uint64
_FIRST = U(0xBF58476D1CE4E5B9)
_SECOND = U(0x94D049BB133111EB)
GOLDEN = U(0x9E3779B97F4A7C15)
_UNIT = np.float32(2.0**-24)

PRIORITY = U(decision("priority"))
TIE = U(decision("tie"))
ORGANIC = U(decision("organic"))
PAID = U(decision("paid"))
FOUNDER = U(decision("founder"))
ATTRIBUTE = U(decision("attribute"))
SEGMENT = U(decision("segment"))
TRAIT_VISIT = U(decision("trait visit"))
TRAIT_WRITE = U(decision("trait write"))
ADOPT_SEED = U(decision("adopt seed"))
DOOR = U(decision("door"))
CONSENT = U(decision("consent"))
CHECK = U(decision("check"))
PRIZE = U(decision("prize"))
TEAM_HUNTER = U(decision("team hunter"))

(
    VISIT,
    READ,
    WRITE,
    BUY,
    REDEEM,
    QUESTION,
    COMPLAINT,
    INVITE,
    ACCEPT,
    HUNT,
    REPLY,
    REACT,
    AWARD,
    HURT,
    MUTE,
    ADOPT,
    QUIT_BUYING,
    OPEN_TEAM,
    FILL_TEAM,
    PULL_FORWARD,
    ORDER_AGAIN,
    JOIN_BY_TEAM,
) = range(len(DAILY))
(
    TRAIT_ATTENTION,
    TRAIT_INVITE,
    TRAIT_RESPOND,
    TRAIT_CAMP,
    TRAIT_CORE,
    TRAIT_THRESHOLD,
    TRAIT_MOTIVE,
    TRAIT_BUY,
    TRAIT_QUIT,
    TRAIT_STEP,
) = range(len(DAILY), len(DAILY) + len(LASTING))

KEYS = len(DAILY) + len(LASTING)
_NUMBERS = np.array([decision(name) for name in DAILY + LASTING], np.uint64)


@inlined
def mix(x: Word) -> Word:
    """Mix 64 bits."""
    x = (x ^ (x >> U(30))) * _FIRST
    x = (x ^ (x >> U(27))) * _SECOND
    return x ^ (x >> U(31))


@inlined
def key(seed: Word, decision_number: Word, day: Whole) -> Word:
    """Return the key of a decision on a day in a run."""
    k = mix(mix(U(seed) + GOLDEN) ^ decision_number)
    return mix(k ^ mix(U(day) + GOLDEN))


@compiled
def derive_keys(keys: Wholes, seed: Word, day: Whole) -> None:
    """Fill `keys`, uint64 (KEYS,), for a day; the lasting ones do not depend on it."""
    for n in range(KEYS):
        keys[n] = key(seed, _NUMBERS[n], day if n < TRAIT_ATTENTION else 0)


@inlined
def unit(x: Word) -> Float32:
    """Return the high 24 bits of x as a float32 on [0, 1)."""
    return np.float32(x >> U(40)) * _UNIT


@inlined
def unit_low(x: Word) -> Float32:
    """Return the high 24 bits of the low word of x as a float32 on [0, 1)."""
    return np.float32((x & U(0xFFFFFFFF)) >> U(8)) * _UNIT


@inlined
def open_unit(x: Word) -> Float32:
    """Return 23 bits of x as a float32 on (0, 1), never 0 or 1."""
    return (np.float32(x >> U(41)) + np.float32(0.5)) * np.float32(2.0**-23)


@inlined
def uniform(h: Word, k: Word) -> Float32:
    """Return the draw at an address."""
    return unit(mix(h ^ k))


@inlined
def child(h: Word, ordinal: Whole) -> Word:
    """Return the identity of whoever a member's invitation number `ordinal` reaches."""
    return mix(mix(h ^ GOLDEN) ^ mix(U(ordinal) + GOLDEN))
