"""Pipes, devices and folders where a file is wanted: refused in one line, at once."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.errors import InputError
from tests.cli import tiny
from tests.cli.conftest import Forerun
from tests.cli.processes import shell

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")

TIES = "name: x\ncommunity: {members: 9, graph: {start: {file: ODD}}}\n"
ARRIVALS = "name: x\ncommunity: {arrivals: {history: ODD}}\n"
BEHAVIOUR = "name: x\ncommunity: {members: 9, behaviour: ODD}\n"

WANTED = {
    # where a file is wanted: the line of the shell, the scenario
    "scenario": ("check ODD", ""),
    "history": ("calibrate tiny.yaml --history ODD", ""),
    "behaviour option": ("check tiny.yaml --behaviour ODD", ""),
    "behaviour of a scenario": ("check own.yaml", BEHAVIOUR),
    "edge list": ("check own.yaml", TIES),
    "arrivals": ("check own.yaml", ARRIVALS),
    "journal of a search": ("search tiny.yaml --trials 1 --workers 1 --journal ODD", ""),
    "journal of a fit": (
        "calibrate tiny.yaml --history log.csv --holdout 8w --trials 1 --journal ODD",
        "",
    ),
    "run folder": ("report ODD", ""),
}

ODD = {"pipe": "it is a pipe", "folder": "it is a folder", "/dev/zero": "it is a device"}


@pytest.fixture(autouse=True)
def at_once() -> Iterator[None]:
    """Whoever opens a pipe without looking waits for ever: not longer than this."""
    signal.alarm(60)
    yield
    signal.alarm(0)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", WANTED)
def test_what_is_no_file_is_refused_at_once(forerun: Forerun, place: str, odd: str) -> None:
    line, scenario = WANTED[place]
    Path("own.yaml").write_text(scenario.replace("ODD", odd), encoding="utf-8")
    Path("log.csv").write_text(tiny.log(), encoding="utf-8")
    os.mkfifo("pipe")
    Path("folder").mkdir()
    ended = forerun(*line.replace("ODD", odd).split())
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1), ended.err
    assert ended.err.startswith("error: ")
    assert odd in ended.err
    wanted = ODD[odd]
    if place == "run folder":
        wanted = "not a run folder"
    elif odd == "folder" and "journal" in place:
        wanted = "Is a directory"
    assert wanted in ended.err


def test_standard_input_is_no_history(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(tiny.SCENARIO, encoding="utf-8")
    ended = shell(tmp_path, "echo x | forerun calibrate tiny.yaml --history /dev/stdin")
    assert ended.returncode == 2
    assert b"save what comes out of it to a file first" in ended.stderr


def test_a_device_is_not_replaced_by_what_is_written(tmp_path: Path) -> None:
    from worlds.store import write_whole

    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="it is a pipe"):
        write_whole(tmp_path / "pipe", b"x")
    assert (tmp_path / "pipe").is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_write_that_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    from sim.files import written_whole

    path = tmp_path / "file"
    path.write_bytes(b"old")

    def stopped() -> None:
        with written_whole(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
