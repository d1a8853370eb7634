"""The command line in this process, in a folder of its own, on a community of a second."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forerun.cli import main
from tests.cli import tiny


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        """Standard output, which must be one JSON document."""
        return json.loads(self.out)


Forerun = Callable[..., Ended]


@pytest.fixture
def forerun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Forerun:
    """Run a command in an empty folder that holds `tiny.yaml` and nothing else."""
    monkeypatch.chdir(tmp_path)
    Path("tiny.yaml").write_text(tiny.SCENARIO, encoding="utf-8")

    def call(*words: str | Path) -> Ended:
        capsys.readouterr()
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return call
