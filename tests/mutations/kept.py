"""What the sound source has compiled and an error leaves as it is, so that it is not compiled anew.

A compiled function depends on what stands at the top of modules: on itself, on the functions and
constants that it names, on what those name, and on nothing else. What is compiled of all others
goes over into a copy, where numba checks it against the source. If too much went over, the error
would not act, and the test that plants it would fail.
"""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from numba.core.caching import UserProvidedCacheLocator

from sim.compiled import compile as compiling

PACKAGE: Final = "sim"
ROOT: Final = Path(compiling.__file__).parents[2]
"""Where this process has the package from."""

WHOLE: Final = ""
"""In the place of a name: all that a module holds."""

Top = tuple[str, str]
"""A module, and a name at its top."""


def touched(root: Path, changed: Path, sound: Path) -> set[Top]:
    """Return what an error touches: what it changes, and what names that, directly or by others.

    Parameters
    ----------
    root
        Where the package lies with the error.
    changed
        File of the module in which it is planted, from the root.
    sound
        Where the package lies without it.
    """
    trees = {
        _module(path.relative_to(root)): _parsed(path) for path in (root / PACKAGE).rglob("*.py")
    }
    users: dict[Top, set[Top]] = {}
    for module, tree in trees.items():
        for user, used in _uses(module, tree, trees.keys()):
            users.setdefault(used, set()).add(user)
    differing = _differing(_parsed(root / changed), _parsed(sound / changed))
    reached = {(_module(changed), name) for name in differing}
    while more := {user for used in reached for user in users.get(used, ())} - reached:
        reached |= more
    return reached


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _given(statement: ast.stmt) -> set[str]:
    """Return the names that a statement at the top of a module gives it."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def _differing(one: ast.Module, other: ast.Module) -> set[str]:
    """Return the names given by statements that only one of two modules has."""
    first, second = ({ast.dump(top): _given(top) for top in tree.body} for tree in (one, other))
    every = first | second
    names = [every[text] for text in first.keys() ^ second.keys()]
    # A statement that gives no name may be about any.
    return set().union(*(names if all(names) else every.values()))


def _uses(module: str, tree: ast.Module, modules: Collection[str]) -> Iterator[tuple[Top, Top]]:
    """Yield each name at the top of a module with each that it uses, here or in another module."""
    imported = _imported(tree, modules)
    for statement in tree.body:
        used = _named(statement, imported, modules)
        for name in _given(statement):
            yield (module, WHOLE), (module, name)
            yield from (((module, name), (of or module, each)) for of, each in used)


def _imported(tree: ast.Module, modules: Collection[str]) -> dict[str, Top]:
    """Return what a module imports of the package, anywhere in it, by the name it has there."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.asname: (each.name, WHOLE) for each in node.names if each.asname}
            if any(each.name in modules for each in node.names if not each.asname):
                raise ValueError(f"{ast.unparse(node)}: written as from ... import, it is known")
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                top = (whole, WHOLE) if whole in modules else (str(node.module), each.name)
                found[each.asname or each.name] = top
    return found


def _named(statement: ast.stmt, imported: dict[str, Top], modules: Collection[str]) -> set[Top]:
    """Return what a statement names; the module is empty of what stands in its own."""
    found, seen = set(), set()
    for node in ast.walk(statement):
        if isinstance(node, ast.alias):
            found.add(imported.get(node.asname or node.name, ("", node.name)))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            of, name = imported.get(node.value.id, ("", node.value.id))
            # An attribute of a module is what stands there; of anything else, a part of it.
            if of and name == WHOLE:
                inside = f"{of}.{node.attr}"
                found.add((inside, WHOLE) if inside in modules else (of, node.attr))
                seen.add(node.value)
        elif isinstance(node, ast.Name) and node not in seen:
            found.add(imported.get(node.id, ("", node.id)))
    return found


def take_over(changed: str, source: Path, kernel: Path) -> None:
    """Copy what was compiled of what an error leaves alone into the cache of this process.

    Parameters
    ----------
    changed
        File of the module in which an error is planted, from the root; empty if there is none.
    source
        Root of the sound source.
    kernel
        Its folder of compiled functions.
    """
    # By the same name they hold the same: then the error is in nothing that is compiled.
    same = not changed or kernel.name == compiling.cache_folder().name
    away = set() if same else touched(ROOT, Path(changed), source)
    for path in (ROOT / PACKAGE).rglob("*.py"):
        place = path.relative_to(ROOT)
        ours = compiling.cache_folder() / _subfolder(path)
        for kept in (kernel / _subfolder(source / place)).glob(f"{path.stem}.*.nb?"):
            # As in live.live-47.py311.nbi: module, function, line.
            function = kept.name.split(".")[1].rpartition("-")[0]
            if (_module(place), function) not in away:
                ours.mkdir(exist_ok=True)
                shutil.copy2(kept, ours / kept.name)


def _subfolder(path: Path) -> str:
    return str(UserProvidedCacheLocator.get_suitable_cache_subpath(os.fspath(path)))
