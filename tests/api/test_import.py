"""``import forerun``: light, and only with rooms that are its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "matplotlib", "mesa", "networkx", "numba", "optuna", "polars", "pydantic", "rich", "ruamel",
    "simpy", "typer",
)  # fmt: skip


def python(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python as a script in a folder, which is then first on its path."""
    script = folder / "my_script.py"
    script.write_text(code, encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(script)], cwd=folder, capture_output=True, text=True, check=False
    )


def test_nothing_heavy_is_imported(tmp_path: Path) -> None:
    ended = python(
        f"import sys, forerun\nprint([name for name in {HEAVY} if name in sys.modules])", tmp_path
    )
    assert (ended.stdout, ended.stderr) == ("[]\n", "")


def test_the_command_line_starts_light(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom forerun.cli import main\nmain(['--version'])\n"
        "print([n for n in ('numba', 'mesa', 'optuna', 'polars') if n in sys.modules])"
    )
    ended = python(code, tmp_path)
    assert ended.stdout.splitlines()[-1] == "[]", ended.stderr


ENGINE = ("numba", "llvmlite", "sim.run", "sim.community", "sim.day", "sim.checkpoint")
MANY = ("optuna", "sqlalchemy", "matplotlib", "mesa", "networkx", "scipy.stats", "scipy.sparse",
        "scipy.linalg", "dask", "distributed",
        "sklearn", "duckdb", "xlsxwriter", "calibration", "evidence", "planning.search",
        "planning.sweep")  # fmt: skip

COMMANDS = [
    # what is asked, and what it has no use for
    ("--help", (*ENGINE, *MANY, "numpy", "polars", "pydantic", "ruamel", "sim.metrics",
                "strategies", "scenarios", "worlds", "planning", "forerun.report.texts",
                "importlib.metadata")),
    ("check small-forum", (*ENGINE, *MANY, "polars", "planning", "simpy")),
    ("recipes", (*ENGINE, *MANY, "polars", "planning", "simpy")),
    ("schema", (*ENGINE, *MANY, "polars", "planning", "simpy")),
    ("run tiny.yaml --seeds 2 --workers 1", MANY),
    ("compare tiny.yaml --seeds 2 --workers 1", MANY),
]  # fmt: skip

TINY = """\
name: Tiny
horizon_days: 28
community: {preset: plain, members: 50}
plans: {more: {strategies: [points: {per_visit: 1}]}}
"""


@pytest.mark.parametrize(("command", "useless"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_a_command_imports_what_it_needs(
    tmp_path: Path, command: str, useless: tuple[str, ...]
) -> None:
    (tmp_path / "tiny.yaml").write_text(TINY, encoding="utf-8")
    code = (
        f"import sys\nfrom forerun.cli import main\ncode = main({command.split()})\n"
        f"print(code, [name for name in {useless} if name in sys.modules])"
    )
    ended = python(code, tmp_path)
    assert ended.stdout.splitlines()[-1] == "0 []", ended.stderr


def test_a_run_with_a_compiled_kernel_fills_no_registries(tmp_path: Path) -> None:
    # numba's registries and the linear algebra that they look for take 0.4 s.
    run = "forerun.run('small-forum', seeds=2)"
    ended = python(
        f"import sys, forerun\n{run}\n"
        "print([n for n in ('numba', 'numba.np.arraymath', 'scipy.linalg') if n in sys.modules])",
        tmp_path,
    )
    assert ended.stdout.splitlines()[-1] == "['numba']", ended.stderr


@pytest.mark.parametrize(
    ("hiding", "room"),
    [("sim.py", "sim"), ("strategies/__init__.py", "strategies"), ("planning.py", "planning")],
)
def test_a_users_own_file_that_hides_a_room_is_named(
    tmp_path: Path, hiding: str, room: str
) -> None:
    path = tmp_path / hiding
    path.parent.mkdir(exist_ok=True)
    path.write_text("answer = 42\n", encoding="utf-8")
    ended = python("import forerun", tmp_path)
    assert ended.returncode == 1
    culprit = path.parent if path.name == "__init__.py" else path
    assert ended.stderr.splitlines()[-1] == (
        f"ImportError: {culprit.resolve()} hides Forerun's package {room!r}: rename it, and import "
        "forerun again"
    )


def test_a_users_own_file_that_was_imported_first_is_named(tmp_path: Path) -> None:
    (tmp_path / "sim.py").write_text("answer = 42\n", encoding="utf-8")
    ended = python("import sim\nimport forerun", tmp_path)
    assert "sim.py hides Forerun's package 'sim'" in ended.stderr


def test_the_page_does_not_hide_the_function_that_draws_it(tmp_path: Path) -> None:
    code = "import forerun\nimport forerun.report.page\nprint(callable(forerun.report))"
    ended = python(code, tmp_path)
    assert ended.stdout == "True\n", ended.stderr


def test_all_public_names_are_there() -> None:
    import forerun

    for name in forerun.__all__:
        assert hasattr(forerun, name), name
    assert forerun.__version__[0].isdigit()
