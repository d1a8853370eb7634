"""Several threads share a day's blocks of members; the mornings and evenings are one thread's.

A block writes only its own members, and its counts go to its thread's own tallies: whole numbers,
so that their sum does not depend on who counted. Threads of our own, not a parallel loop of the
compiler: those stall for milliseconds when another process takes a core.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from sim.columns import make_work
from sim.kernel.layout import BLOCK, DAY, MEMBERS, Columns, Days, Tallies, Today
from sim.kernel.types import Floats, Theta


def live_threaded(
    columns: Columns,
    theta: Theta,
    graph: Floats,
    days: Days,
    today: Today,
    tallies: Tallies,
    seed: np.uint64,
    until: int,
    screened: bool,
    threads: int,
) -> None:
    """Live the days up to `until`, or until a column is full; see `sim.kernel.live.live`."""
    from sim.kernel.live import close_day, live_blocks, open_day

    works = [make_work() for _ in range(threads)]
    own = [Tallies._make(np.zeros_like(a) for a in tallies) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        while columns.control[DAY] < until:
            if not open_day(columns, theta, graph, days, today, tallies, seed):
                break
            blocks = -(-int(columns.control[MEMBERS]) // BLOCK)
            edges = np.linspace(0, blocks, threads + 1).astype(np.int64)
            futures = [
                pool.submit(
                    live_blocks, columns, theta, days, today, own[n], works[n],
                    edges[n], edges[n + 1], screened,
                )
                for n in range(threads)
            ]  # fmt: skip
            for future in futures:
                future.result()
            _add_day(tallies, own, int(columns.control[DAY]))
            close_day(columns, theta, days, tallies, seed)
    for counted in own:
        for name in Tallies._fields:
            getattr(tallies, name)[:] += getattr(counted, name)


def _add_day(tallies: Tallies, own: list[Tallies], day: int) -> None:
    """Add what the evening and the next morning need."""
    for counted in own:
        for total, part in (
            (tallies.counts[day], counted.counts[day]),
            (tallies.present, counted.present),
            (tallies.muted, counted.muted),
            (tallies.accepted, counted.accepted),
        ):
            total += part
            part[:] = 0
