"""Many founders at once: records and whom they meet are several threads' work, ties are one's.

Whom a founder ties to hangs on the ties of those before it, so ties are made one after the other;
all that a tie needs is written, looked up and near by then. Small circles, and those with groups,
join like everybody, with the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np

from sim.columns import make_work
from sim.compiled.control import JOINED, MEMBERS, ORGANICS
from sim.compiled.layout import FOUNDERS, TIED, Columns, Days, Tallies
from sim.compiled.types import Floats, Theta
from sim.threads import add_day

MANY: Final = 50_000
"""Founders below whom all records are near anyway."""

_AT_ONCE: Final = 16_384
"""Founders of a block: so few that its records stay near until they tie."""


def are_many(columns: Columns, days: Days) -> bool:
    """Return whether there are founders to join who are worth it."""
    control = columns.control
    waiting = control[MEMBERS] == control[JOINED] == 0 and not days.rules[TIED]
    return bool(waiting and days.rules[FOUNDERS] >= MANY and len(columns.group) == 1)


def let_founders_in(
    columns: Columns,
    theta: Theta,
    graph: Floats,
    days: Days,
    tallies: Tallies,
    seed: np.uint64,
    threads: int,
    grow: Callable[[], Columns],
) -> None:
    """Let the founders in, and tie them.

    Parameters
    ----------
    columns, theta, graph, days, tallies, seed
        As in `sim.day.live.live`.
    threads
        Threads that share the work, 1 or more.
    grow
        Returns larger columns with the same contents.
    """
    from sim.day.foresee import TRIES, foresee
    from sim.day.founding import enter_founders, tie_founders

    founders = int(days.rules[FOUNDERS])
    own = Tallies._make(np.zeros_like(array) for array in tallies)
    works = [make_work() for _ in range(threads)]
    met = np.zeros((_AT_ONCE, TRIES, 4), np.int32)

    def enter(first: int) -> None:
        last = min(first + _AT_ONCE, founders)
        enter_founders(columns, theta, graph, days, own, seed, first, last)

    with ThreadPoolExecutor(threads) as pool:
        enter(0)
        for first in range(0, founders, _AT_ONCE):
            last = min(first + _AT_ONCE, founders)
            columns.control[[JOINED, MEMBERS, ORGANICS]] = last
            edges = np.linspace(first, last, threads + 1).astype(np.int64)
            where = (columns, graph, days)
            parts = [
                pool.submit(foresee, *where, works[n], seed, first, edges[n], edges[n + 1], met)
                for n in range(threads)
            ]
            for part in parts:
                part.result()
            ahead = pool.submit(enter, last) if threads > 1 else None
            done = first
            while (done := tie_founders(columns, graph, seed, done, last, first, met)) < last:
                if ahead is not None:
                    ahead.result()
                columns = grow()
            if ahead is not None:
                ahead.result()
            else:
                enter(last)
    add_day(tallies, [own], 0)
