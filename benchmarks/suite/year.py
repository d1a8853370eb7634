"""A whole year of a large community in a process of its own: time and peak memory.

    python -m benchmarks.suite.year MEMBERS DAYS [THREADS]

prints the figures as JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.suite.machine import processor
from benchmarks.suite.worlds import World, counted, member_days

ROOT = Path(__file__).resolve().parents[2]


def year(members: int, days: int = 365, threads: int = 1) -> dict[str, Any]:
    """Let a new process live a community from its launch on, and return its figures."""
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.suite.year", *map(str, (members, days, threads))],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def _peak_bytes() -> int:
    """Return the most memory that this process ever had."""
    # On Linux `ru_maxrss` survives exec, so that a child begins with its parent's peak.
    status = Path("/proc/self/status")
    if status.exists():
        found = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(found[0].split()[1]) * 1024
    # macOS counts bytes, other systems kibibytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _live(members: int, days: int, threads: int = 1) -> dict[str, Any]:
    # The compiled kernel is loaded before memory is looked at.
    World(1000).community(2).live(2, threads=threads)
    before = _peak_bytes()
    wall, used = time.perf_counter(), time.process_time()
    community = World(members).community(days)
    community.live(days, threads=threads)
    wall, used = time.perf_counter() - wall, time.process_time() - used
    peak = _peak_bytes()
    lived = member_days(community, 0, days)
    return {
        "members": members,
        "members_at_end": community.size,
        "days": days,
        "threads": threads,
        "processor": processor(),
        "seconds": wall,
        "processor_seconds": used,
        "ns": used * 1e9 / lived,
        "active": counted(community, "active", 0, days) / lived,
        "peak_bytes": peak,
        "bytes_a_member": (peak - before) / community.size,
    }


if __name__ == "__main__":
    print(json.dumps(_live(*map(int, sys.argv[1:]))))
