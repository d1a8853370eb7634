"""Waits in a queue by recursion over its tickets: Lindley (1952), Kiefer and Wolfowitz (1955)."""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BATCHES, BATCH, SETTLED = 16, 500_000, 5000
"""Runs of the recursion, tickets of each, and how many of them find a desk that is still young."""


@numba.njit
def waits_in_turn(start: Floats, handling: Floats, staff: int) -> Floats:
    """Return the waits of tickets that are taken up in the order in which they are asked."""
    free = np.zeros(staff)
    waits = np.empty(len(start))
    for n in range(len(start)):
        person = np.argmin(free)
        begun = max(start[n], free[person])
        waits[n] = begun - start[n]
        free[person] = begun + handling[n]
    return waits


@numba.njit
def waits_by_class(start: Floats, handling: Floats, urgent: NDArray[np.bool_]) -> Floats:
    """Return the waits at one person who takes up the urgent first and leaves none halfway."""
    waits = np.empty(len(start))
    lines = (np.flatnonzero(urgent), np.flatnonzero(~urgent))
    first, second = 0, 0
    now = 0.0
    for _ in range(len(start)):
        one = start[lines[0][first]] if first < len(lines[0]) else np.inf
        other = start[lines[1][second]] if second < len(lines[1]) else np.inf
        now = max(now, min(one, other))
        if one <= now:
            n = lines[0][first]
            first += 1
        else:
            n = lines[1][second]
            second += 1
        waits[n] = now - start[n]
        now += handling[n]
    return waits


def drawn(per_hour: float, minutes: float, cv: float, batch: int) -> tuple[Floats, Floats]:
    """Return times of asking and of handling of one batch, by their law, hours."""
    rng = np.random.default_rng([21, batch])
    start = rng.exponential(1 / per_hour, BATCH).cumsum()
    if cv == 0.0:
        return start, np.full(BATCH, minutes / 60)
    if cv == 1.0:
        return start, rng.exponential(minutes / 60, BATCH)
    variance = math.log1p(cv**2)
    return start, rng.lognormal(math.log(minutes / 60) - variance / 2, math.sqrt(variance), BATCH)


def long_run(
    per_hour: float, minutes: float, staff: int, cv: float = 1.0, batches: int = BATCHES
) -> list[Floats]:
    """Return the recursion's waits of each batch, hours, once the desk has settled."""
    tickets = (drawn(per_hour, minutes, cv, batch) for batch in range(batches))
    return [waits_in_turn(start, work, staff)[SETTLED:] for start, work in tickets]


def long_busy(per_hour: float, minutes: float, staff: int) -> list[float]:
    """Return the share of the staff's time that the tickets of each batch take."""
    works = (drawn(per_hour, minutes, 1.0, batch)[1].mean() for batch in range(BATCHES))
    return [float(work) * per_hour / staff for work in works]
