"""The order of a day, read off the calls of the compiled day."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from forerun.reference.source import ROOT, docstring, functions, tree

DAY: Final = "sim/day/live.py"

PARTS: Final = {
    "Morning": ("wake", "open_day"),
    "Day, block by block of members": ("live_blocks",),
    "Evening": ("close_day",),
}
"""Parts of a day, and the functions that live each."""

OPENED: Final = ("visits", "spend")
"""Functions whose own steps are told too: the visit, decision by decision."""

TOOLS: Final = ("sim/compiled/arithmetic.py", "sim/compiled/draws.py", "sim/day/ties.py")
"""Files whose functions are no steps: they only help one."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens in a day.

    Attributes
    ----------
    depth
        0 in the day itself, more inside a visit.
    path, function
        Where it stands.
    what
        What happens, in a sentence.
    submodels
        Modules of `sim/behaviour/` that it calls, in their order, its own steps apart.
    """

    depth: int
    path: str
    function: str
    what: str
    submodels: tuple[str, ...]


def steps(part: str) -> list[Step]:
    """Return the steps of one of `PARTS`, in their order."""
    return [step for name in PARTS[part] for step in _steps(DAY, name, 0)]


def _steps(path: str, function: str, depth: int) -> Iterator[Step]:
    told = set()
    for target, name in _calls(path, function):
        text = docstring(target, name).partition("\n\n")[0]
        # What only returns a number is part of a step, not one of its own.
        if target in TOOLS or text.startswith("Return ") or (target, name) in told:
            continue
        told.add((target, name))
        what = " ".join(text.split()) or f"{name.strip('_').replace('_', ' ').capitalize()}."
        yield Step(depth, target, name, what, _submodels(target, name))
        if name in OPENED:
            yield from _steps(target, name, depth + 1)


def _submodels(path: str, function: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    seen = {(path, function)}
    ahead = _calls(path, function)
    while ahead:
        target, name = ahead.pop(0)
        if target.startswith("sim/behaviour/"):
            found[Path(target).stem] = None
        elif function not in OPENED and (target, name) not in seen:
            ahead = _calls(target, name) + ahead
        seen.add((target, name))
    return tuple(found)


def _calls(path: str, function: str) -> list[tuple[str, str]]:
    """Return file and name of the functions of `sim` that one calls, in the order of the source."""
    calls = [node for node in ast.walk(functions(path)[function]) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    found = (_target(path, call.func) for call in calls)
    return [target for target in found if target is not None]


def _target(path: str, called: ast.expr) -> tuple[str, str] | None:
    if isinstance(called, ast.Name):
        target, name = _imported(path).get(called.id, (path, called.id))
    elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        target, name = _imported(path).get(called.value.id, ("", ""))[0], called.attr
    else:
        return None
    return (target, name) if target and name in functions(target) else None


@cache
def _imported(path: str) -> dict[str, tuple[str, str]]:
    """Return file and name of what a file imports from `sim`; a module has the name ''."""
    found = {}
    for node in tree(path).body:
        if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim.")):
            continue
        folder = (node.module or "").replace(".", "/")
        for alias in node.names:
            module = f"{folder}/{alias.name}.py"
            is_module = (ROOT / module).exists()
            target = (module, "") if is_module else (f"{folder}.py", alias.name)
            found[alias.asname or alias.name] = target
    return found
