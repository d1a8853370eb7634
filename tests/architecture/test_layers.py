"""Arrows run one way, and `import forerun` stays light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.imports import packages

ROOT = Path(__file__).resolve().parents[2]
ROOMS = packages(ROOT)


def test_imports_run_one_way() -> None:
    pytest.importorskip("importlinter")
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; "
         "raise SystemExit(lint_imports(no_cache=True))"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


BANNED = (
    "import pickle", "eval(", "exec(", "yaml.load(", "import random\n", "np.random.seed",
    "np.random.rand", "default_rng()",
)  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_unsafe_or_unseeded_is_called(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found = [word for word in BANNED if word in text]
        assert not found, f"{path.relative_to(ROOT)} holds {found}"
