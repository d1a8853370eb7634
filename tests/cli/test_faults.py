"""How a command ends that does not end well by the user's doing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import forerun as fr
from sim.run import live_past
from tests.cli import tiny
from tests.cli.conftest import Forerun
from worlds.replicate import Replicate, Replication

SLOW = tiny.SCENARIO.replace("members: 300", "members: 20000")


def test_a_fault_of_ours_is_one_line_and_a_file(
    forerun: Forerun, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("no\nsuch luck")

    monkeypatch.setattr(fr, "run", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = forerun("run", "tiny.yaml")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: a fault in Forerun: ZeroDivisionError: no; details: ")
    assert ended.err.count("\n") == 1
    details = Path(ended.err.split("details: ")[1].strip()).read_text(encoding="utf-8")
    assert details.startswith("Traceback")
    assert "such luck" in details
    assert "fault in Forerun" in forerun("run", "tiny.yaml", "--json").facts["error"]["message"]


def test_a_world_that_fails_is_named_and_left_out(
    forerun: Forerun, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planning import compare

    live = compare.replicate

    def stumbling(task: Replication) -> Replicate:
        if task.seed == 1:
            raise MemoryError("no room")
        return live(task)

    monkeypatch.setattr(compare, "replicate", stumbling)
    ended = forerun("run", "tiny.yaml", "--seeds", "3", "--workers", "1", "--json")
    assert (ended.code, ended.facts["seeds"]) == (0, 2)
    assert ended.err.startswith("World 1 failed and is left out: MemoryError: no room\n")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a POSIX terminal")
def test_an_interrupt_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "slow.yaml").write_text(SLOW, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "forerun", "search", "slow.yaml", "--workers", "1"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Tests that run in the background of a shell would hand down that interrupts are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    journal = tmp_path / "runs" / "slow-search.journal"
    began = time.monotonic()
    while not (journal.exists() and journal.stat().st_size):
        assert process.poll() is None
        assert time.monotonic() - began < 60
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    # Interrupted within an `exec`, Python ends by the signal itself: the same 130 to a shell.
    assert (130 if process.returncode == -signal.SIGINT else process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert "--resume goes on" in err
    assert err.splitlines()[-1].startswith("stopped")
    assert not (tmp_path / "runs" / "slow-search").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a POSIX terminal")
@pytest.mark.parametrize("words", [("run",), ("search", "--trials", "4"), ("run", "--json")])
def test_an_interrupt_that_a_library_swallows_stops_the_command(
    forerun: Forerun, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]
) -> None:
    living = sys.modules[live_past.__module__]
    pressed = []

    def swallowed(*arguments: Any, **named: Any) -> Any:
        if not pressed:
            pressed.append(True)
            # What ctypes does with whatever a callback raises, as that of a compiled cache.
            with suppress(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(1)
        return live_past(*arguments, **named)

    monkeypatch.setattr(living, "live_past", swallowed)
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        ended = forerun(words[0], "tiny.yaml", "--workers", "1", *words[1:])
    finally:
        signal.signal(signal.SIGINT, before)
    assert pressed
    assert (ended.code, ended.out) == (130, "")
    assert ended.err.splitlines()[-1].startswith("stopped")
    assert not list((tmp_path / "runs").glob("tiny*/"))


def test_an_error_that_came_of_an_interrupt_is_one() -> None:
    from forerun.cli.faults import STOPPED, interrupted, told

    with told(False) as outcome:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            os.unlink("a lock that the interrupted step has removed already")
    assert outcome.code == STOPPED
    assert not interrupted(ValueError("plain"))


def test_a_reader_who_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "forerun", "schema"],
            cwd=tmp_path, stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == ""


def test_json_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "forerun", "check", "small-forum", "--json"],
        cwd=tmp_path, capture_output=True, check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    facts = json.loads(ended.stdout.decode("utf-8"))
    assert facts["measures"][0]["title_zh"] == "周活跃成员"
    assert ended.stderr == b""


def test_the_installed_command_is_this_one() -> None:
    from importlib.metadata import entry_points

    (found,) = entry_points(group="console_scripts", name="forerun")
    assert found.value == "forerun.cli:main"
