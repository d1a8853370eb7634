"""How much of the memory's bandwidth the screen takes: the limit of a day with few visitors."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any, Final

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.suite.paired import Say
from benchmarks.suite.worlds import SEED, World
from sim.community import Community

SCREEN_BYTES: Final = 10
"""Read of every member every day: identity (8) and the bounds of visit and leaving (1 each)."""

STILL: Final = {
    "visit_base": -9.0, "visit_spread": 0.0, "newcomer_pull": 0.0, "habit_pull": 0.0,
    "satisfaction_pull": 0.0, "content_pull": 0.0, "peer_pull": 0.0, "leave_rate": 0.0,
}  # fmt: skip
"""After the first day nobody comes and nobody leaves, so that a day is the screen alone, but for
the one in 250 whom it cannot tell from visitors."""

_FIRST, _TURN = 5, 10


def bandwidth(members: int, turns: int, say: Say) -> dict[str, Any]:
    """Return the bytes a second that the screen and two plain loops read, all on one thread.

    The loops are compiled and vectorised like the engine, over arrays of as many 64-bit numbers:
    reading one array (their sum), and the triad of STREAM, ``a = b + 3 c``, at 24 bytes an item.
    """
    a, b, c = (np.ones(members) for _ in range(3))
    _total(b[:8])
    _triad(a[:8], b[:8], c[:8])
    community = _still(members, _FIRST + turns * _TURN)
    community.live(_FIRST)
    screen, read, triad = [], [], []
    for _ in range(turns):
        screen.append(_timed(lambda: community.live(community.today + _TURN)) / _TURN)
        read.append(_timed(lambda: _total(b)))
        triad.append(_timed(lambda: _triad(a, b, c)))
    gib = members / 2**30
    found = {
        "members": members,
        "screen_ns": median(screen) / members * 1e9,
        "screen_gib_s": SCREEN_BYTES * gib / median(screen),
        "read_gib_s": 8 * gib / median(read),
        "triad_gib_s": 24 * gib / median(triad),
        "turns": turns,
    }
    found["share_of_read"] = found["screen_gib_s"] / found["read_gib_s"]
    found["share_of_triad"] = found["screen_gib_s"] / found["triad_gib_s"]
    say(
        f"screen {found['screen_gib_s']:.1f}, read {found['read_gib_s']:.1f}, "
        f"triad {found['triad_gib_s']:.1f} GiB/s"
    )
    return found


def _still(members: int, days: int) -> Community:
    spec = World(members, changes=STILL).spec(days)
    return Community(replace(spec, organic=np.zeros(days)), SEED)


def _timed(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


@numba.njit(fastmath=True)  # type: ignore[untyped-decorator]
def _total(b: NDArray[np.float64]) -> float:
    total = 0.0
    for n in range(len(b)):
        total += b[n]
    return total


@numba.njit  # type: ignore[untyped-decorator]
def _triad(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> None:
    for n in range(len(a)):
        a[n] = b[n] + 3.0 * c[n]
