"""Progress is for people at a terminal, and for them only after a while."""

from __future__ import annotations

import sys
from io import StringIO

import pytest

from forerun.cli import progress
from forerun.cli.progress import Meter
from tests.cli.conftest import Forerun


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "silent", "patience", "seen"),
    [
        (Terminal(), False, 0.0, True),
        (Terminal(), False, 60.0, False),
        (Terminal(), True, 0.0, False),
        (StringIO(), False, 0.0, False),
    ],
    ids=["terminal", "quick", "silent", "pipe"],
)
def test_who_sees_it(
    monkeypatch: pytest.MonkeyPatch, stream: StringIO, silent: bool, patience: float, seen: bool
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", patience)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    meter = Meter(silent)
    with meter:
        if meter._timer is not None and patience == 0:
            meter._timer.join()
        for done in range(4):
            meter(done + 1, 4, "working")
    assert ("working" in stream.getvalue()) is seen


def test_the_first_compile_is_announced(forerun: Forerun, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.compiled.compile import tell

    monkeypatch.setattr("sim.compiled.compile.is_compiled", lambda: False)
    tell.cache_clear()
    ended = forerun("run", "tiny.yaml", "--seeds", "2", "--workers", "1")
    assert ended.code == 0
    assert ended.err.startswith("Compiling the simulation kernel (once, about a minute) ...\n")
    assert "Compiling" not in ended.out
