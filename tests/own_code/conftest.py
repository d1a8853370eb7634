"""A folder with a scenario and modules beside it, of which nothing is left in the process."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from scenarios import Scenario, load

PAGE: Final = Path(__file__).parents[2] / "docs" / "your-own.md"


def block(name: str) -> str:
    """Return the file of a name that the page shows."""
    found = re.search(rf"<!-- file: {name} -->\n```\w+\n(.*?)^```", PAGE.read_text("utf-8"),
                      flags=re.M | re.S)  # fmt: skip
    assert found is not None
    return found[1]


MODULE: Final = block("my_module.py")
SCENARIO: Final = block("mine.yaml")

Load = Callable[[], Scenario]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the page's module and scenario."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "my_module.py").write_text(MODULE, "utf-8")
    (tmp_path / "mine.yaml").write_text(SCENARIO, "utf-8")
    yield tmp_path
    for name, module in list(sys.modules.items()):
        if str(tmp_path) in str(getattr(module, "__file__", "")):
            del sys.modules[name]


def read(folder: Path) -> Scenario:
    """Return the folder's scenario, its code allowed."""
    return load(folder / "mine.yaml", allow_code=True)


def turn(file: Path, old: str, new: str) -> None:
    """Replace a text that is in a file."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
