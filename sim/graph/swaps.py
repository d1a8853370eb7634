"""Compiled: find ties for whoever met nobody new, by opening ties of others.

Two ends that want a tie, u and v, and a tie (x, y) become the ties (u, x) and (v, y): everybody has
as many ties as before, and u and v one more. So hubs, who know each other already, reach the rest.
As in a line, an end may be restricted to its own kind; if that finds nobody, it takes anybody.
"""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import entry, inlined
from sim.compiled.draws import U, mix
from sim.compiled.types import Flag, Whole, Wholes, Word

_GOLDEN = U(0x9E3779B97F4A7C15)
_LOW = U(0xFFFFFFFF)
_TRIES = 128
_PICKY = 96
"""Ties that are looked at for two ends; so many of them while keeping to their kinds."""


@inlined
def _can_tie(known: Wholes, strict: Wholes, a: Whole, b: Whole) -> Flag:
    """Return whether two members may be tied and are not."""
    if a == b or strict[a] != strict[b]:
        return False
    pair = (U(min(a, b)) << U(32)) | U(max(a, b))
    low = np.int64(0)
    high = np.int64(known.shape[0])
    while low < high:
        middle = (low + high) // 2
        if known[middle] < pair:
            low = middle + 1
        else:
            high = middle
    return low == known.shape[0] or known[low] != pair


@inlined
def _interval(limits: Wholes, draw: Word) -> Whole:
    interval = 0
    while draw >= limits[interval]:
        interval += 1
    return interval


@entry
def swap(
    ends: Wholes,
    known: Wholes,
    limits: Wholes,
    groups: Wholes,
    strict: Wholes,
    key: Word,
    opened: Wholes,
    pairs: Wholes,
) -> Whole:
    """Open a tie for every two ends, and return how many pairs were made.

    Parameters
    ----------
    ends
        Members who want a tie, in random order, int32 (ends,).
    known
        Sorted pairs that are tied, uint64.
    limits, groups, strict
        See `sim.graph.kinds.Restriction` (`limits` are its ends).
    key
        Key of this round's draws.
    opened
        All 0; set to 1 for ties that are opened, uint8, shape of `known`.
    pairs
        Filled with the new pairs, uint64, room for `ends`; two of them may be the same.
    """
    n = np.int64(0)
    for p in range(0, ends.shape[0] - 1, 2):
        u, v = np.int64(ends[p]), np.int64(ends[p + 1])
        base = mix(key ^ mix(U(p) + _GOLDEN))
        one, two = _interval(limits, base >> U(32)), _interval(limits, base & _LOW)
        for attempt in range(_TRIES):
            draw = mix(base ^ mix(U(attempt) + _GOLDEN))
            e = np.int64(((draw >> U(32)) * U(known.shape[0])) >> U(32))
            if opened[e]:
                continue
            x, y = np.int64(known[e] >> U(32)), np.int64(known[e] & _LOW)
            if draw & U(1):
                x, y = y, x
            alike: Flag = groups[one, u] == groups[one, x] and groups[two, v] == groups[two, y]
            if attempt < _PICKY and not alike:
                continue
            if not (_can_tie(known, strict, u, x) and _can_tie(known, strict, v, y)):
                continue
            opened[e] = 1
            pairs[n] = (U(min(u, x)) << U(32)) | U(max(u, x))
            pairs[n + 1] = (U(min(v, y)) << U(32)) | U(max(v, y))
            n += 2
            break
    return n
