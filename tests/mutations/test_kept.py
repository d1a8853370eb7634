"""A planted error has all compiled anew that it may touch."""

from __future__ import annotations

from pathlib import Path

from tests.mutations.kept import untouched
from tests.mutations.mutation import ROOT


def test_who_imports_a_changed_module_is_touched_through_others_too(tmp_path: Path) -> None:
    (tmp_path / "sim" / "room").mkdir(parents=True)
    sources = {
        "room/__init__": "",
        "room/changed": "",
        "room/direct": "from sim.room import changed",
        "room/further": "import sim.room.direct",
        "room/inside": "def f():\n    from sim.room.direct import f",
        "room/alone": "import numpy",
        "above": "from sim.room.further import f",
    }
    for name, text in sources.items():
        (tmp_path / "sim" / f"{name}.py").write_text(text, encoding="utf-8")
    left = untouched(tmp_path, Path("sim/room/changed.py"))
    assert [str(path.relative_to(tmp_path)) for path in left] == [
        "sim/room/__init__.py", "sim/room/alone.py"
    ]  # fmt: skip


def test_the_compiled_day_is_touched_by_an_equation_and_the_draws_are_not() -> None:
    here = ROOT / "sim"
    left = {str(p.relative_to(here)) for p in untouched(ROOT, Path("sim/behaviour/visit/habit.py"))}
    assert {"compiled/draws.py", "compiled/arithmetic.py"} <= left
    assert not {"behaviour/visit/habit.py", "day/visits.py", "day/live.py"} & left
