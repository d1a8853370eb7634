"""No file imports, over whatever way, one that imports it; and no module outgrows a reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.imports import cycles, imports, modules, packages

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400


def too_long(root: Path) -> dict[str, int]:
    lengths = {
        str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines())
        for package in (*packages(root), "tests", "benchmarks")
        for path in (root / package).rglob("*.py")
    }
    return {name: lines for name, lines in lengths.items() if lines > MOST_LINES}


def tree(root: Path, **files: str) -> Path:
    """Write a small product: a package ``low`` and a package ``high``, a file a keyword."""
    root.joinpath("pyproject.toml").write_text(
        '[tool.setuptools.packages.find]\ninclude = ["low*", "high*"]\n', "utf-8"
    )
    for package in ("low", "high", "high/deep", "beside"):
        root.joinpath(package).mkdir()
        root.joinpath(package, "__init__.py").write_text("", "utf-8")
    for name, text in files.items():
        root.joinpath(*name.split("__")).with_suffix(".py").write_text(text, "utf-8")
    return root


def test_no_files_import_each_other() -> None:
    assert cycles(imports(ROOT)) == []


def test_no_module_is_longer_than_a_reader_holds() -> None:
    assert too_long(ROOT) == {}


def test_every_package_is_looked_at() -> None:
    found = imports(ROOT)
    assert {"sim", "strategies", "scenarios", "calibration", "planning", "forerun"} <= set(
        packages(ROOT)
    )
    assert len(found) > 250
    assert "sim.spec" in found["sim.run"]
    assert all(package in found for package in packages(ROOT))
    assert "sim.levers.push" in found["sim.levers"]
    assert "sim.behaviour.preset" not in found["sim.behaviour.register"]
    assert any(name.startswith("sim.behaviour.visit.") for name in found["sim.behaviour.register"])


ROUNDS = {
    "two files": {
        "low__a": "import low.b\n",
        "low__b": "from low import a\n",
    },
    "for types alone": {
        "low__a": "from low.b import B\n",
        "low__b": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from low.a import A\n",
    },
    "in a function": {
        "low__a": "from low.b import B\n",
        "low__b": "def late():\n    from low.a import A\n    return A\n",
    },
    "a module that is collected": {
        "low__a": "from importlib import import_module\nfound = import_module(f'low.{name}')\n",
        "low__b": "from low import a\n",
    },
    "collected another way": {
        "low__a": "import importlib\nfound = importlib.import_module(f'low.{name}')\n",
        "low__b": "import low.a\n",
    },
    "relative": {
        "low__a": "from .b import B\n",
        "low__b": "from . import a\n",
    },
}


@pytest.mark.parametrize("kind", ROUNDS)
def test_two_files_that_import_each_other_are_found(kind: str, tmp_path: Path) -> None:
    assert cycles(imports(tree(tmp_path, **ROUNDS[kind]))) == [["low.a", "low.b"]]


def test_a_long_way_round_is_found_and_what_only_leads_there_is_not(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        low__a="from high.deep.b import B\n",
        high__deep__b="from .. import c\nfrom ..d import D\n",
        high__c="import low.a\n",
        high__d="import os\n",
        high__e="from low.a import A\n",
    )
    assert cycles(imports(root)) == [["high.c", "high.deep.b", "low.a"]]


def test_a_package_that_its_module_names_is_found(tmp_path: Path) -> None:
    root = tree(tmp_path, high__deep__b="from high.deep import B\n")
    root.joinpath("high/deep/__init__.py").write_text("from high.deep.b import B\n", "utf-8")
    assert cycles(imports(root)) == [["high.deep", "high.deep.b"]]


def test_files_in_line_are_no_round(tmp_path: Path) -> None:
    root = tree(
        tmp_path, low__a="import os\n", high__b="from low import a\n", high__c="import high.b\n"
    )
    assert imports(root)["high.c"] == {"high.b"}
    assert imports(root)["high.b"] == {"low.a"}
    assert cycles(imports(root)) == []


def test_what_a_collector_passes_over_is_not_collected(tmp_path: Path) -> None:
    collector = "from importlib import import_module\nif n != 'b':\n    import_module(f'low.{n}')\n"
    root = tree(tmp_path, low__a=collector, low__b="from low import a\n", low__c="import os\n")
    assert imports(root)["low.a"] == {"low.c"}
    assert cycles(imports(root)) == []


def test_folders_that_are_not_installed_are_left_alone(tmp_path: Path) -> None:
    root = tree(tmp_path, beside__a="import beside.b\n", beside__b="import beside.a\n")
    assert packages(root) == ["high", "low"]
    assert not any(name.startswith("beside") for name in modules(root))


def test_one_line_too_many_is_found(tmp_path: Path) -> None:
    root = tree(tmp_path, low__a="x = 1\n" * MOST_LINES, high__b="x = 1\n" * (MOST_LINES + 1))
    (root / "tests").mkdir()
    (root / "tests" / "c.py").write_text("x = 1\n" * (MOST_LINES + 2), "utf-8")
    assert too_long(root) == {"high/b.py": MOST_LINES + 1, "tests/c.py": MOST_LINES + 2}
