"""Whose turn it is: by keyed priority, never by the order of a loop.

Whoever is served by a purse that is too small, and who joins first, must not depend on how members
are stored.
"""

from __future__ import annotations

from sim.compiled.compile import compiled
from sim.compiled.draws import PRIORITY, key, mix
from sim.compiled.types import Columns, Whole, Wholes, Word


@compiled
def _sift(order: Wholes, priority: Wholes, root: Whole, size: Whole) -> None:
    while True:
        big = root
        for side in range(2 * root + 1, min(2 * root + 3, size)):
            if priority[order[side]] > priority[order[big]]:
                big = side
        if big == root:
            return
        order[root], order[big] = order[big], order[root]
        root = big


@compiled
def sort(c: Columns, count: Whole) -> None:
    """Fill ``c.order[:count]`` with 0 .. count - 1 by rising ``c.priority``."""
    for n in range(count):
        c.order[n] = n
    for root in range(count // 2 - 1, -1, -1):
        _sift(c.order, c.priority, root, count)
    for size in range(count - 1, 0, -1):
        c.order[0], c.order[size] = c.order[size], c.order[0]
        _sift(c.order, c.priority, 0, size)


@compiled
def rank(c: Columns, seed: Word, day: Whole, count: Whole) -> None:
    """Fill ``c.order`` with the places of the rows in ``c.queue[:count]`` by keyed priority."""
    k = key(seed, PRIORITY, day)
    for n in range(count):
        c.priority[n] = mix(c.identity[c.queue[n]] ^ k)
    sort(c, count)
