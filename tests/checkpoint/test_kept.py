"""``forerun run --checkpoint``: killed at any moment, the same command gives the same bits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest

import forerun as fr
from forerun.cli import main
from sim import checkpoint
from tests.cli import tiny
from tests.cli.conftest import Forerun, forerun

__all__ = ["forerun"]

SLOW = tiny.SCENARIO.replace("horizon_days: 42", "horizon_days: 100").replace(
    "economy:", "desk: {staff: 1, handling_minutes: 30}\neconomy:"
)
"""A hundred days with a desk; its plans have budgets, and so look into their purses every week."""

RUN = ("run", "slow.yaml", "--plan", "both", "--seeds", "2", "--checkpoint", "kept",
       "--checkpoint-every", "1", "--out", "out")  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def killed(folder: Path, workers: int, awaited: str) -> None:
    """Start the command and kill it, and all that it started, once a file is there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "forerun", *RUN, "--workers", str(workers)],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    began = time.monotonic()
    while not (folder / "kept" / awaited).exists():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() - began < 120
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not (folder / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a POSIX system")
@pytest.mark.parametrize(
    ("workers", "awaited"),
    [
        (1, "world-0-1.npz"),
        pytest.param(1, "world-1-0.npz", marks=pytest.mark.slow),
        pytest.param(2, "world-1-1.npz", marks=pytest.mark.slow),
    ],
)
def test_killed_and_gone_on(
    workers: int, awaited: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("slow.yaml").write_text(SLOW, encoding="utf-8")
    fr.run("slow.yaml", "both", seeds=2).save("undisturbed")
    killed(tmp_path, workers, awaited)
    left = {seed: day_in(tmp_path / "kept", seed) for seed in (0, 1)}
    assert any(day is not None and day < 100 for day in left.values())
    assert main([*RUN, "--workers", str(workers)]) == 0
    said = capsys.readouterr().err.splitlines()[0]
    for seed, day in left.items():
        assert (f"world {seed} goes on from day {day} of 100" in said) == (day is not None)
    assert files(tmp_path / "out") == files(tmp_path / "undisturbed")
    assert sorted(files(tmp_path / "kept")) == ["kept.json", "world-0.json", "world-1.json"]


def day_in(folder: Path, seed: int) -> int | None:
    """Return the day that a world which is not finished has reached."""
    paths = sorted(folder.glob(f"world-{seed}-*.npz"))
    return checkpoint.saved_day(paths[-1]) if paths else None


def test_kept_worlds_are_not_lived_again(forerun: Forerun, monkeypatch: pytest.MonkeyPatch) -> None:
    unkept = ("run", "tiny.yaml", "--plan", "points", "--workers", "1")
    words = (*unkept, "--checkpoint", "kept")
    first = forerun(*words, "--seeds", "3", "--out", "a")
    assert (first.code, "worlds are finished" in first.err) == (0, False)
    plain = forerun(*unkept, "--seeds", "3", "--out", "b")
    assert plain.out == first.out
    assert files(Path("a")) == files(Path("b"))
    more = forerun(*words, "--seeds", "4", "--out", "c")
    assert more.err.startswith("kept: 3 of 4 worlds are finished\n")
    plain = forerun(*unkept, "--seeds", "4", "--out", "d")
    assert files(Path("c")) == files(Path("d"))

    def never(*_: object) -> None:
        raise AssertionError("lived again")

    monkeypatch.setattr(import_module("sim.run"), "live_past", never)
    again = forerun(*words, "--seeds", "4", "--json")
    assert again.facts == json.loads((Path("c") / "run.json").read_text(encoding="utf-8"))


def test_the_status_quo_is_kept_once(forerun: Forerun, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[str] = []
    save = checkpoint.save

    def noted(rehearsal: object, path: Path) -> None:
        saved.append(path.name)
        save(rehearsal, path)  # type: ignore[arg-type]

    monkeypatch.setattr(checkpoint, "save", noted)
    words = ("run", "tiny.yaml", "--seeds", "2", "--workers", "1", "--checkpoint", "kept")
    assert forerun(*words, "--checkpoint-every", "30").code == 0
    assert saved == ["world-0-0.npz"] * 2 + ["world-1-0.npz"] * 2


def test_about_a_minute_between_saves(forerun: Forerun, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = count(step=30)
    monkeypatch.setattr(checkpoint, "monotonic", lambda: next(clock))
    saved: list[int] = []
    monkeypatch.setattr(checkpoint, "save", lambda rehearsal, _: saved.append(rehearsal.today))
    words = ("run", "tiny.yaml", "--seeds", "2", "--workers", "1", "--checkpoint", "kept")
    assert forerun(*words).code == 0
    assert saved == [14, 28, 42, 14, 28, 42]


def test_what_cannot_be_gone_on_with(forerun: Forerun) -> None:
    words = ("run", "tiny.yaml", "--seeds", "2", "--workers", "1", "--checkpoint", "kept")
    assert forerun(*words, "--plan", "both").code == 0

    def refused(*asked: str) -> str:
        ended = forerun(*asked)
        assert (ended.code, ended.out) == (2, "")
        *notes, error = ended.err.splitlines()
        assert len(notes) <= 1
        return error

    assert refused(*words, "--plan", "points") == (
        "error: kept: it is of another plan; name another, or remove it"
    )
    text = Path("tiny.yaml").read_text(encoding="utf-8")
    Path("tiny.yaml").write_text(text.replace("members: 300", "members: 301"), encoding="utf-8")
    assert refused(*words, "--plan", "both") == (
        "error: kept: it is of another community: founders differs; name another, or remove it"
    )
    Path("tiny.yaml").write_text(text, encoding="utf-8")
    damaged = "it is not what a run keeps, or it is damaged; remove it to begin anew"
    for name in ("world-1.json", "kept.json"):
        path = Path("kept") / name
        path.write_bytes(path.read_bytes()[:-9])
        assert refused(*words, "--plan", "both") == f"error: {path}: {damaged}"
    Path("kept/kept.json").unlink()
    Path("kept/world-1.json").unlink()
    Path("kept/world-1-0.npz").write_bytes(b"no checkpoint")
    assert "world-1-0.npz: it is not a checkpoint" in refused(*words, "--plan", "both")
    assert refused("run", "tiny.yaml", "--checkpoint-every", "7") == (
        "error: checkpoint_every: there is no checkpoint to save to; name one"
    )
    assert "checkpoint_every: 0 is not allowed" in refused(*words, "--checkpoint-every", "0")
    assert refused(*words[:-1], "tiny.yaml") == (
        "error: tiny.yaml: cannot keep worlds here: File exists"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no flock")
def test_two_runs_do_not_share_a_folder(forerun: Forerun) -> None:
    import fcntl

    words = ("run", "tiny.yaml", "--seeds", "2", "--workers", "1", "--checkpoint", "kept")
    assert forerun(*words).code == 0
    with Path("kept/kept.json").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ended = forerun(*words)
    assert (ended.code, ended.err) == (2, "error: kept: another run is using this folder\n")
    assert forerun(*words).code == 0


def test_stopped_says_how_to_go_on(forerun: Forerun, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("sim.run"), "live_past", stopped)
    ended = forerun("run", "tiny.yaml", "--seeds", "2", "--workers", "1", "--checkpoint", "kept")
    assert ended.code == 130
    assert ended.err.startswith("What was lived is in kept: the same command goes on.\nstopped")


def test_worlds_are_kept_to_the_bit(tmp_path: Path) -> None:
    from tests.worlds.small import small
    from worlds.kept import KeptWorkers
    from worlds.replicate import Replication, replicate

    scenario = small()
    plans = tuple(scenario.plan(name) for name in scenario.plan_names)
    tasks = [Replication(scenario.spec(), plans[0], plans, seed) for seed in (0, 1)]
    told: list[str] = []
    want = [repr(replicate(task)) for task in tasks]
    for _ in range(2):
        pool = KeptWorkers(1, tmp_path / "kept", 7, told.append)
        assert [repr(world) for world in pool.map(replicate, tasks)] == want
    assert told == [f"{tmp_path / 'kept'}: 2 of 2 worlds are finished"]
    assert list(KeptWorkers(1, tmp_path / "kept").map(abs, [-1, -2])) == [1, 2]
