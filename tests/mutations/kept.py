"""What the sound source has compiled and an error leaves as it is, so that it is not compiled anew.

A compiled function depends on its own module, on what that imports, and on nothing else. What is
compiled of all other modules goes over into a copy, where numba checks it against the source.
"""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from numba.core.caching import UserProvidedCacheLocator

from sim.compiled import compile as compiling

PACKAGE: Final = "sim"
ROOT: Final = Path(compiling.__file__).parents[2]
"""Where this process has the package from."""


def untouched(root: Path, changed: Path) -> list[Path]:
    """Return the modules under a root that import a changed one neither directly nor by others.

    Parameters
    ----------
    root
        Where the package lies.
    changed
        File of the changed module, from the root.
    """
    files = {_name(path.relative_to(root)): path for path in sorted((root / PACKAGE).rglob("*.py"))}
    imports = {name: set(_imported(path)) for name, path in files.items()}
    # It is imported to decorate; what it imports itself only names the folder of the cache.
    imports[compiling.__name__] = set()
    reached = {_name(changed)}
    while more := {name for name, used in imports.items() if used & reached} - reached:
        reached |= more
    return [path for name, path in files.items() if name not in reached]


def _name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path) -> Iterator[str]:
    """Yield whatever a module imports or imports from, be it a module or not."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def take_over(changed: str, source: Path, kernel: Path) -> None:
    """Copy what was compiled of modules that an error leaves alone into the cache of this process.

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
    for path in (ROOT / PACKAGE).rglob("*.py") if same else untouched(ROOT, Path(changed)):
        ours = compiling.cache_folder() / _subfolder(path)
        for kept in (kernel / _subfolder(source / path.relative_to(ROOT))).glob(
            f"{path.stem}.*.nb?"
        ):
            ours.mkdir(exist_ok=True)
            shutil.copy2(kept, ours / kept.name)


def _subfolder(path: Path) -> str:
    return str(UserProvidedCacheLocator.get_suitable_cache_subpath(os.fspath(path)))
