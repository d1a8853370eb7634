"""Which file imports which, read off the sources: at the top, in functions, by a made-up name."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

Graph = Mapping[str, frozenset[str]]


def packages(root: Path) -> list[str]:
    """Return the product's packages, the folders that ``pyproject.toml`` installs."""
    with (root / "pyproject.toml").open("rb") as file:
        found = tomllib.load(file)["tool"]["setuptools"]["packages"]["find"]["include"]
    return sorted(
        path.name
        for pattern in found
        for path in root.glob(pattern)
        if (path / "__init__.py").is_file()
    )


def modules(root: Path) -> dict[str, Path]:
    """Return the product's files by the name under which they are imported."""
    found: dict[str, Path] = {}
    for package in packages(root):
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            # Scripts beside data, as those of a library scenario, are no modules.
            if all(part.isidentifier() for part in parts):
                found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports(root: Path) -> Graph:
    """Return for each file those it names in an import, wherever in the file it stands.

    A package that Python runs on the way to one of its modules does not count: only what is named.
    Of modules that are collected by a made-up name (``import_module(f"...")``) all count but those
    whose names stand in the collecting file as text, which is how it passes over them.
    """
    known = modules(root)
    return {name: frozenset(_named(name, path, known)) - {name} for name, path in known.items()}


def _named(name: str, path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed_over = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    for pattern in _collected(tree):
        for other in known:
            if re.fullmatch(pattern, other) and other.rpartition(".")[2] not in passed_over:
                yield other
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level]
            source = ".".join([*(above if node.level else ()), *filter(None, [node.module])])
            for alias in node.names:
                inside = f"{source}.{alias.name}"
                if inside in known:
                    yield inside
                elif source in known:
                    yield source


def _collected(tree: ast.AST) -> set[str]:
    """Return patterns of the names that are given to ``import_module``, a gap a part of a name.

    Where one is the beginning of another it is a package on the way, and left out.
    """
    patterns = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else None
            called = node.func.id if isinstance(node.func, ast.Name) else called
            if called == "import_module":
                given = node.args[0]
                parts = given.values if isinstance(given, ast.JoinedStr) else [given]
                patterns.add(
                    "".join(
                        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[^.]+"
                        for part in parts
                    )
                )
    return {
        pattern
        for pattern in patterns
        if not any(other.startswith(pattern + re.escape(".")) for other in patterns)
    }


def cycles(graph: Graph) -> list[list[str]]:
    """Return the groups of files of which each reaches every other, each sorted.

    Files that import nothing that is left, and then those that only they import, are taken away
    until nothing more goes; each file that is left is asked whom it reaches.
    """
    left = dict(graph)
    while free := [name for name, named in left.items() if not named & left.keys()]:
        for name in free:
            del left[name]
    reach = {name: _reached(name, left) for name in left}
    groups = {
        frozenset(other for other in reach[name] if name in reach[other])
        for name in left
        if name in reach[name]
    }
    return sorted(sorted(group) for group in groups)


def _reached(start: str, graph: Graph) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        for name in graph[ahead.pop()] & graph.keys():
            if name not in found:
                found.add(name)
                ahead.append(name)
    return found
