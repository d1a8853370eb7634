"""A planted error has all compiled anew that it may touch, and no more."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from sim.compiled.compile import Compiled
from tests.mutations.kept import PACKAGE, Top, touched
from tests.mutations.mutation import ROOT, Mutation
from tests.mutations.planted import MUTATIONS

CHANGED = """
from sim.room.apart import other
LIMIT = 3
def own(): return LIMIT
def through(): return own()
def beside(): return other()
class Kind:
    def method(self): return own()
"""

SOURCES = {
    "__init__": "",
    "room/__init__": "from sim.room.changed import own as given",
    "room/changed": CHANGED,
    "room/apart": "def other(): return 1",
    "room/named": "from sim.room.changed import own as mine\ndef f(): return mine()",
    "room/module": "from sim.room import changed\ndef f(): return changed.own()\n"
    "def g(): return changed.beside()",
    "room/passed": "from sim.room import changed\ndef f(): return list(changed)",
    "room/further": "import numpy\nfrom sim.room import module as m\ndef f(): return m.f()\n"
    "def g(): return m.g()",
    "room/inside": "def f():\n    from sim.room.further import f as g\n    return g()",
    "room/through_package": "from sim.room import given\ndef f(): return given",
    "room/constant": "from sim.room import named\nTABLE = [named.f()]\ndef f(): return TABLE",
    "room/decorated": "from sim.room import named\n@named.f\ndef f(): return 1",
    "room/only_types": "from __future__ import annotations\nfrom sim.room.apart import other\n"
    "def f(x): return other()",
    "room/sometimes": "if 1:\n    from sim.room.changed import own\nelse:\n    own = 2\n"
    "def f(): return own",
}


def planted(folder: Path, old: str, new: str) -> set[Top]:
    """Return what a change in one of the sources touches."""
    for place in ("sound", "copy"):
        for name, text in SOURCES.items():
            path = folder / place / PACKAGE / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    changed = Path(PACKAGE) / "room" / "changed.py"
    assert CHANGED.count(old) == 1
    (folder / "copy" / changed).write_text(CHANGED.replace(old, new), encoding="utf-8")
    return touched(folder / "copy", changed, folder / "sound")


def test_who_names_what_changed_is_touched_through_others_too(tmp_path: Path) -> None:
    found = planted(tmp_path, "return LIMIT", "return LIMIT + 1")
    functions = {f"{module.removeprefix('sim.room.')}.{name}" for module, name in found if name}
    assert functions - {"sim.room.given"} == {
        "changed.own", "changed.through", "changed.Kind", "named.mine", "named.f", "module.f",
        "passed.changed", "passed.f", "further.f", "inside.f", "through_package.given",
        "through_package.f", "constant.TABLE", "constant.f", "decorated.f", "sometimes.own",
        "sometimes.f", "module.changed", "further.m", "constant.named", "decorated.named",
    }  # fmt: skip


def test_a_constant_touches_who_names_it(tmp_path: Path) -> None:
    found = planted(tmp_path, "LIMIT = 3", "LIMIT = 4")
    assert {("sim.room.changed", "own"), ("sim.room.further", "f")} <= found
    assert ("sim.room.further", "g") not in found
    assert not {("sim.room.apart", "other"), ("sim.room.only_types", "f")} & found


def test_what_goes_or_is_new_is_changed(tmp_path: Path) -> None:
    found = planted(tmp_path, "def own()", "def renamed()")
    assert {("sim.room.changed", "renamed"), ("sim.room.module", "f")} <= found


def test_a_statement_that_gives_no_name_touches_all_of_its_module(tmp_path: Path) -> None:
    found = planted(tmp_path, "LIMIT = 3", "LIMIT = 3\nprint(LIMIT)")
    assert {("sim.room.changed", "beside"), ("sim.room.further", "g")} <= found


@pytest.mark.parametrize("name", ["habit", "hazard", "every-day-alike", "queue", "level", "credit"])
def test_the_compiled_day_is_touched_and_most_of_it_is_not(name: str, tmp_path: Path) -> None:
    error: Mutation = {each.name: each for each in MUTATIONS}[name]
    place = error.place(ROOT).relative_to(ROOT)
    for path in (ROOT / PACKAGE).rglob("*.py"):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        changed = text.replace(error.old, error.new) if copy == tmp_path / place else text
        copy.write_text(changed, encoding="utf-8")
    found = touched(tmp_path, place, ROOT)
    assert ("sim.day.live", "live") in found
    assert ("sim.compiled.arithmetic", "exp32") not in found
    compiled = [
        (module, name)
        for module, name in found
        if isinstance(getattr(import_module(module), name or "_", None), Compiled)
    ]
    assert 1 <= len(compiled) < 50
