"""Whole runs a second, over one thread and two, and with a core taken by somebody else."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median
from typing import Any, Final

from benchmarks.suite.paired import Say
from benchmarks.suite.worlds import WARM_DAYS, World
from sim.plan import NoPlan
from sim.run import run

MEMBERS: Final = 2000
DAYS: Final = 365


def replications(rounds: int, runs: int, say: Say) -> dict[str, Any]:
    """Return whole runs a second on one thread and on two, in turn."""
    one, two = [], []
    _lived(runs, 1)
    for _ in range(rounds):
        one.append(runs / _lived(runs, 1)[0])
        two.append(2 * runs / _lived(2 * runs, 2)[0])
    speed_up = median(b / a for a, b in zip(one, two, strict=True))
    say(f"runs a second: {median(one):.1f} on one thread, {median(two):.1f} on two")
    return {
        "members": MEMBERS, "days": DAYS, "rounds": rounds, "runs_a_round": runs,
        "one_thread": median(one), "two_threads": median(two), "speed_up": speed_up,
        "lock_share": _lock_share(runs),
    }  # fmt: skip


def stalls(runs: int, large: int, say: Say) -> dict[str, Any]:
    """Return how runs, and days of a community of `large` members, slow down when a core is taken.

    Three that want a processor share what there is: on two processors two threads of runs should
    get two thirds of it, 1.5 times slower. A stall would show as a single run or day that takes
    many times the median.
    """
    found: dict[str, Any] = {}
    for name in ("quiet", "core_taken"):
        with _busy(0 if name == "quiet" else 1):
            spent, each = _lived(runs, 2)
            days = _days(large)
        found[name] = {
            "runs_a_second": runs / spent,
            "run_ms": median(each) * 1e3,
            "longest_run": max(each) / median(each),
            "day_ms": median(days) * 1e3,
            "longest_day": max(days) / median(days),
        }
        say(f"{name}: longest run {found[name]['longest_run']:.1f} medians")
    slower = found["quiet"]["runs_a_second"] / found["core_taken"]["runs_a_second"]
    return {
        "members": MEMBERS, "days": DAYS, "runs": runs, "large": large, "slower": slower, **found,
    }  # fmt: skip


def _lived(runs: int, threads: int) -> tuple[float, list[float]]:
    """Return the seconds that all runs took, and those of each."""
    spec = World(MEMBERS).spec(DAYS)

    def one(seed: int) -> float:
        begin = time.perf_counter()
        run(spec, NoPlan(), seed)
        return time.perf_counter() - begin

    with ThreadPoolExecutor(threads) as pool:
        begin = time.perf_counter()
        each = list(pool.map(one, range(runs)))
        return time.perf_counter() - begin, each


def _lock_share(runs: int) -> float:
    """Return the share of a run that is not the compiled day, and so may hold Python's lock."""
    whole = _lived(runs, 1)[0]
    day = 0.0
    for _ in range(runs):
        community = World(MEMBERS).community(DAYS)
        begin = time.perf_counter()
        community.live(DAYS)
        day += time.perf_counter() - begin
    return max(1.0 - day / whole, 0.0)


def _days(members: int) -> list[float]:
    """Return the seconds of single days of a large community."""
    community = World(members).community(2 * WARM_DAYS)
    community.live(WARM_DAYS)
    seconds = []
    for _ in range(WARM_DAYS):
        begin = time.perf_counter()
        community.live(community.today + 1)
        seconds.append(time.perf_counter() - begin)
    return seconds


@contextmanager
def _busy(processes: int) -> Iterator[None]:
    """Let so many other processes want a processor all the time."""
    others = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)
    ]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()
