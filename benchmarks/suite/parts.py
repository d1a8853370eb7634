"""The parts of the benchmark by name: what is measured, how long, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from benchmarks.suite import bandwidth, replications, scale, startup, year
from benchmarks.suite import mechanisms as mechanism_costs
from benchmarks.suite.machine import free_gib
from benchmarks.suite.paired import Say, compare
from benchmarks.suite.worlds import (
    FEW_DAYS_EVERY,
    FIFTEEN,
    FIFTEEN_EVERY,
    FIVE,
    FIVE_EVERY,
    WARM_DAYS,
    World,
)
from benchmarks.twin import twin

Part = Callable[[bool, Say], dict[str, Any] | None]
"""Takes whether to be quick and where to say progress; returns figures, or None to be left out."""

SMALL: Final = 10_000
GIB_A_MILLION: Final = {"mesa": 5.5, "mesa-cached": 3.0, "numpy": 1.8}
"""Memory that a million members take in each model with the engine beside it, GiB, rounded up."""

GIB_OF_A_HUNDRED_MILLION: Final = 19
"""Memory of a year of the engine alone, with those who join in it, GiB, rounded up."""


def _compared(
    name: str, world: World, every: float | None, turns: tuple[int, int], say: Say
) -> dict[str, Any]:
    """Compare; with every mechanism in the engine if `every`, its propensity to visit, is given."""
    if every is None:
        return compare(name, world, *turns, say)
    members = world.members
    ours = World(members, every, changes=mechanism_costs.every(members))
    return {**compare(name, ours, *turns, say, theirs=world), "every_mechanism": True}


def _small(
    name: str,
    full: tuple[int, int],
    quick: tuple[int, int],
    visit_base: float = FIVE,
    every: float | None = None,
) -> Part:
    def part(hurry: bool, say: Say) -> dict[str, Any]:
        return _compared(name, World(SMALL, visit_base), every, quick if hurry else full, say)

    return part


def _large(
    name: str,
    full: tuple[int, int],
    quick: tuple[int, int],
    visit_base: float = FIVE,
    every: float | None = None,
) -> Part:
    def part(hurry: bool, say: Say) -> dict[str, Any]:
        members = 50_000 if hurry else 1_000_000
        needed, free = GIB_A_MILLION[name] * members / 1e6, free_gib()
        if needed > free:
            return {"left_out": f"needs {needed:.1f} GiB of memory, and {free:.1f} are free"}
        return _compared(name, World(members, visit_base), every, quick if hurry else full, say)

    return part


def _in_c(members: int, full: tuple[int, int], quick: tuple[int, int]) -> Part:
    def part(hurry: bool, say: Say) -> dict[str, Any]:
        if twin.compiler() is None:
            return {"left_out": f"no C compiler: none of {', '.join(twin.COMPILERS)} is there"}
        pairs, days = quick if hurry else full
        return twin.compare(members, WARM_DAYS, days, pairs, say)

    return part


def _members(hurry: bool, say: Say) -> dict[str, Any]:
    sizes = [10**4, 10**5, 10**6, 10**7]
    return scale.by_members(sizes[:2] if hurry else sizes, 3 if hurry else 5, say)


def _mechanisms(hurry: bool, say: Say) -> dict[str, Any]:
    return mechanism_costs.mechanisms(SMALL, *((20, 3) if hurry else (60, 9)), say)


def _ties(hurry: bool, say: Say) -> dict[str, Any]:
    return scale.by_ties(SMALL if hurry else 10 * SMALL, 3 if hurry else 9, say)


def _year(hurry: bool, say: Say) -> dict[str, Any] | None:
    if hurry:
        return None
    found = year.year(10_000_000)
    say(f"a year of ten million: {found['seconds']:.0f} s, {found['peak_bytes'] / 2**30:.2f} GiB")
    return found


def _year_large(hurry: bool, say: Say) -> dict[str, Any] | None:
    if hurry or free_gib() < GIB_OF_A_HUNDRED_MILLION:
        return None
    found = year.year(100_000_000, threads=2)
    say(f"of a hundred million: {found['seconds']:.0f} s, {found['peak_bytes'] / 2**30:.2f} GiB")
    return found


def _bandwidth(hurry: bool, say: Say) -> dict[str, Any] | None:
    # A community that fits the caches says nothing about memory.
    return None if hurry else bandwidth.bandwidth(10_000_000, 9, say)


def _replications(hurry: bool, say: Say) -> dict[str, Any]:
    return replications.replications(3 if hurry else 15, 20 if hurry else 60, say)


def _stalls(hurry: bool, say: Say) -> dict[str, Any]:
    return replications.stalls(60 if hurry else 400, 100_000 if hurry else 500_000, say)


def _import(hurry: bool, say: Say) -> dict[str, Any]:
    return startup.imported(5 if hurry else 15, say)


def _run(hurry: bool, say: Say) -> dict[str, Any]:
    return startup.warm_run(3 if hurry else 5, say)


def _first_run(hurry: bool, say: Say) -> dict[str, Any] | None:
    return None if hurry else startup.first_run(say)


PARTS: Final[dict[str, Part]] = {
    "mesa-5": _small("mesa", (9, 20), (5, 5)),
    "mesa-grid-5": _small("mesa-grid", (5, 10), (3, 3)),
    "mesa-cached-5": _small("mesa-cached", (9, 20), (5, 5)),
    "numpy-5": _small("numpy", (15, 20), (9, 10)),
    "mesa-15": _small("mesa", (9, 20), (5, 5), FIFTEEN),
    "mesa-cached-15": _small("mesa-cached", (9, 20), (5, 5), FIFTEEN),
    "numpy-15": _small("numpy", (15, 20), (9, 10), FIFTEEN),
    "mesa-large": _large("mesa", (5, 2), (3, 1)),
    "mesa-cached-large": _large("mesa-cached", (5, 2), (3, 1)),
    "numpy-large": _large("numpy", (7, 5), (5, 5)),
    "mesa-every": _small("mesa", (9, 20), (3, 3), FIVE, FIVE_EVERY),
    "mesa-cached-every": _small("mesa-cached", (5, 20), (3, 3), FIVE, FIVE_EVERY),
    "numpy-every": _small("numpy", (9, 20), (3, 5), FIVE, FIVE_EVERY),
    "mesa-every-15": _small("mesa", (5, 10), (1, 3), FIFTEEN, FIFTEEN_EVERY),
    "mesa-every-large": _large("mesa", (3, 2), (1, 1), FIVE, FEW_DAYS_EVERY),
    "numpy-every-large": _large("numpy", (5, 5), (3, 3), FIVE, FEW_DAYS_EVERY),
    "c": _in_c(SMALL, (15, 120), (5, 60)),
    "c-large": _in_c(100 * SMALL, (9, 20), (3, 5)),
    "mechanisms": _mechanisms,
    "members": _members,
    "ties": _ties,
    "year": _year,
    "year-large": _year_large,
    "bandwidth": _bandwidth,
    "replications": _replications,
    "stalls": _stalls,
    "import": _import,
    "run": _run,
    "first-run": _first_run,
}
"""Pairs, and days of the rival's turn, in the full and in the quick form; then all the rest."""
