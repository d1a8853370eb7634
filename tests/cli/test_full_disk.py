"""A disk with no room left: one line, whatever a command was writing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli import tiny
from tests.cli.conftest import Forerun

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


@contextmanager
def no_room(most: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize(
    "words",
    [
        ["run", "tiny.yaml", "--seeds", "2", "--workers", "1"],
        ["run", "tiny.yaml", "--seeds", "2", "--workers", "1", "--checkpoint", "kept"],
        ["search", "tiny.yaml", "--trials", "2", "--workers", "1"],
        ["calibrate", "tiny.yaml", "--history", "log.csv", "--trials", "2", "--holdout", "8w"],
        ["report", "first"],
    ],
)
def test_a_full_disk_is_one_line(forerun: Forerun, words: list[str]) -> None:
    Path("log.csv").write_text(tiny.log(), encoding="utf-8")
    # Once with room, so that everything is compiled, imported and there.
    assert forerun("run", "tiny.yaml", "--seeds", "2", "--workers", "1", "--out", "first").code == 0
    assert forerun(*words, *(["--out", "roomy"] if words[0] != "run" else [])).code == 0
    for path in (Path("kept"), Path("runs")):
        for file in sorted(path.rglob("*"), reverse=True):
            file.unlink() if file.is_file() else file.rmdir()
    with no_room(64):
        ended = forerun(*words, "--out", "full")
    assert ended.code == 2
    assert ended.err.splitlines()[-1].startswith("error: ")
    assert "File too large" in ended.err
    assert "fault" not in ended.err
    assert not Path("full/meta.json").exists()
