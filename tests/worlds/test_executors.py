from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.errors import InputError
from tests.worlds import pooled_tasks as tasks
from worlds.executors import Failure, WorkerDied, Workers


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_task_order_and_failures_in_their_place(workers: int) -> None:
    seen: list[tuple[int, int, str]] = []
    with Workers(workers) as pool:
        results = list(pool.map(tasks.square, [3, -1, 2], lambda *a: seen.append(a), "squares"))
    assert results[0] == 9
    assert results[2] == 4
    failure = results[1]
    assert isinstance(failure, Failure)
    assert (failure.task, str(failure)) == (-1, "ValueError: -1 is negative")
    assert seen == [(1, 3, "squares"), (2, 3, "squares"), (3, 3, "squares")]


def test_a_slow_first_task_does_not_change_the_order() -> None:
    with Workers(2) as pool:
        assert list(pool.map(tasks.slow_first, range(6))) == list(range(6))


def test_a_killed_worker_costs_no_task(tmp_path: Path) -> None:
    marks = ["", "", str(tmp_path / "killed"), "", ""]
    with Workers(2) as pool:
        assert list(pool.map(tasks.die_once, marks)) == marks


def test_a_task_that_kills_its_workers_fails_alone() -> None:
    with Workers(2) as pool:
        results = list(pool.map(tasks.die_always, range(6)))
    assert [r for r in results if not isinstance(r, Failure)] == [0, 1, 2, 4, 5]
    failure = results[3]
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, WorkerDied)


def test_workers_use_one_thread_each_and_outlive_a_call() -> None:
    with Workers(2) as workers:
        assert set(workers.map(tasks.thread_limits, range(3))) == {("1", "1", 1)}
        assert list(workers.map(tasks.square, [1, 2])) == [1, 4]


def test_no_worker_is_an_input_error() -> None:
    with pytest.raises(InputError, match="0 workers: at least 1"):
        Workers(0)


def test_a_script_without_a_main_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from worlds.executors import Workers\nprint(list(Workers(2).map(abs, [1, 2])))\n"
    )
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert "InputError: workers: worker processes end before" in ran.stderr
    # Workers that die may leave Python's own warnings behind it.
    assert "if __name__ == '__main__':" in ran.stderr


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    marks = [tmp_path / "a", tmp_path / "b"]
    parent = subprocess.Popen(
        [sys.executable, "-m", tasks.__name__, *map(str, marks)],
        cwd=Path(__file__).parents[2],
    )
    pids = [int(_content(mark)) for mark in marks]
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while any(_alive(pid) for pid in pids):
        assert time.monotonic() < deadline, "a worker outlived its parent"
        time.sleep(0.05)


def _content(path: Path) -> str:
    for _ in range(400):
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.05)
    raise AssertionError(f"{path.name} was never written")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
