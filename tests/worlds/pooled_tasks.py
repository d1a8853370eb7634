"""Functions that another process can import."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path


def square(x: int) -> int:
    if x < 0:
        raise ValueError(f"{x} is negative")
    return x * x


def slow_first(x: int) -> int:
    if x == 0:
        time.sleep(0.3)
    return x


def die_once(mark: str) -> str:
    """Kill this process unless the mark says that it was done before."""
    if mark and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark


def die_always(x: int) -> int:
    if x == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return x


def thread_limits(_: int) -> tuple[str | None, str | None, int]:
    import numba

    return (
        os.environ.get("NUMBA_NUM_THREADS"),
        os.environ.get("OPENBLAS_NUM_THREADS"),
        numba.get_num_threads(),
    )


def pid_then_wait(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)


if __name__ == "__main__":
    from worlds.executors import Workers

    with Workers(2) as pool:
        list(pool.map(pid_then_wait, sys.argv[1:]))
