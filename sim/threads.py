"""Several threads share a day's blocks of members; the mornings and evenings are one thread's.

A block writes only its own members, and its counts go to its thread's own tallies: whole numbers,
so that their sum does not depend on who counted. Threads of our own, not a parallel loop of the
compiler: those stall for milliseconds when another process takes a core.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from sim.columns import make_work
from sim.compiled.control import DAY, MEMBERS
from sim.compiled.layout import BLOCK, Columns, Days, Tallies, Today
from sim.compiled.types import Floats, Theta
from sim.compiled.work import Work


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
    in_the_morning: Callable[[], Days] | None = None,
) -> None:
    """Live the days up to `until`, or until a column is full; see `sim.day.live.live`.

    What `in_the_morning` returns takes the place of the days: who has joined may change them.
    """
    from sim.day.live import close_day, live_blocks, open_day, wake

    works = [make_work() for _ in range(threads)]
    own = [Tallies._make(np.zeros_like(a) for a in tallies) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        while columns.control[DAY] < until:
            if not wake(columns, theta, graph, days, tallies, seed):
                break
            if in_the_morning is not None:
                days = in_the_morning()
            open_day(columns, theta, days, today, tallies, seed)
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
            add_day(tallies, own, int(columns.control[DAY]))
            close_day(columns, theta, days, tallies, seed)
    for counted in own:
        for name in Tallies._fields:
            getattr(tallies, name)[:] += getattr(counted, name)


def add_day(tallies: Tallies, own: list[Tallies], day: int) -> None:
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


def live_by_day(
    columns: Columns,
    theta: Theta,
    graph: Floats,
    days: Days,
    today: Today,
    tallies: Tallies,
    work: Work,
    seed: np.uint64,
    until: int,
    screened: bool,
    in_the_morning: Callable[[], Days],
) -> None:
    """Live as `sim.day.live.live`, with something to do once the day's joiners are in."""
    from sim.day.live import close_day, live_blocks, open_day, wake

    while columns.control[DAY] < until and wake(columns, theta, graph, days, tallies, seed):
        days = in_the_morning()
        open_day(columns, theta, days, today, tallies, seed)
        blocks = -(-int(columns.control[MEMBERS]) // BLOCK)
        live_blocks(columns, theta, days, today, tallies, work, 0, blocks, screened)
        close_day(columns, theta, days, tallies, seed)
