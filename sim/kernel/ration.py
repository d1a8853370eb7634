"""Ration: a purse that is too small for a day's claims serves them by keyed priority.

Never by the order of a loop: whoever is served must not depend on how members are stored.
"""

from __future__ import annotations

from sim.kernel.compile import compiled
from sim.kernel.draws import PRIORITY, key, mix
from sim.kernel.types import Columns, Whole, Wholes, Word


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
def rank(c: Columns, rows: Wholes, seed: Word, day: Whole, claims: Whole) -> None:
    """Fill ``c.order[:claims]`` with the claims by rising priority.

    Parameters: `rows` int32 (claims,), who claims; the priorities are drawn for each of them.
    """
    k = key(seed, PRIORITY, day)
    for n in range(claims):
        c.order[n] = n
        c.priority[n] = mix(c.identity[rows[n]] ^ k)
    for root in range(claims // 2 - 1, -1, -1):
        _sift(c.order, c.priority, root, claims)
    for size in range(claims - 1, 0, -1):
        c.order[0], c.order[size] = c.order[size], c.order[0]
        _sift(c.order, c.priority, 0, size)
