"""Code of the user's own that a scenario names, as ``my_module:MyStrategy``: found and imported.

Nothing is imported unless whoever reads the scenario allows it. A module is looked for in the
scenario's folder alone, which comes last on Python's path, so that it hides no other module and
worker processes find it too.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import keyword
import re
import sys
import sysconfig
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final

from sim.errors import InputError, at_fault
from sim.identity import source_digest
from sim.metrics import Comparison, Metric

REFERENCE: Final = r"^[A-Za-z_][A-Za-z0-9_]*:[A-Za-z_][A-Za-z0-9_]*$"
"""A module and what in it is meant."""

LONGEST: Final = 128
"""Characters of a reference."""

MAX_BYTES: Final = 1 << 20
"""A module may be so long."""

MAX_MODULES: Final = 200
"""Modules of a scenario's folder that one of them may need."""

HOUSE: Final = Path(__file__).resolve().parents[1]
"""Where Forerun's own packages lie."""

OURS: Final = (
    "sim", "strategies", "scenarios", "worlds", "calibration", "planning", "evidence", "forerun",
)  # fmt: skip
"""Those packages."""

_LOADED: Final[dict[Path, bytes]] = {}
"""What was imported here, by file: the digest of its source."""


@dataclass
class OwnCode:
    """The user's own code that one scenario names.

    Parameters
    ----------
    folder
        Where its modules are.
    allowed
        Whether they may be imported.

    Attributes
    ----------
    found
        What was imported, by reference.
    measures
        Measures of the user's own by name: those given in Python and those that were imported.
    """

    folder: Path
    allowed: bool = False
    found: dict[str, object] = field(default_factory=dict, init=False)
    measures: dict[str, Metric | Comparison] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict, init=False)
    _modules: dict[str, ModuleType] = field(default_factory=dict, init=False)

    def digest_of(self, reference: str) -> str:
        """Return the SHA-256 of the source of the module of a reference that was found."""
        return self._digests[reference.partition(":")[0]]

    def find(self, reference: str) -> object:
        """Import what a reference names.

        Raises
        ------
        InputError
            If that is not allowed, there is no such thing, or its module fails.
        """
        if not self.allowed:
            raise InputError(
                f"{reference!r} is code of your own, which is run only where that is allowed: read "
                "it, then say --allow-code, or allow_code=True in Python"
            )
        if not is_reference(reference):
            raise InputError(
                f"{reference!r} is no code; write the name of a module beside the scenario, a "
                "colon and a name in it, such as my_module:MyStrategy"
            )
        name, _, attribute = reference.partition(":")
        path = self.folder.resolve() / f"{name}.py"
        if not path.is_file():
            raise InputError(f"there is no {name}.py in the scenario's folder")
        if name not in self._modules:
            # Once for all that is named of it: two readings might be of two versions.
            sources = _sources(path)
            self._modules[name] = _imported(name, path, sources)
            self._digests[name] = _digest(sources)
        module = self._modules[name]
        if attribute not in vars(module):
            own = [
                each
                for each, value in vars(module).items()
                if callable(value) and getattr(value, "__module__", None) == name
            ]
            raise InputError(
                f"{name}.py has no {attribute!r}; it has {', '.join(own) or 'nothing'}"
            )
        self.found[reference] = vars(module)[attribute]
        return self.found[reference]

    @property
    def digest(self) -> str:
        """SHA-256 of the source of all that was imported; empty if nothing was."""
        if not self._digests:
            return ""
        return hashlib.sha256(repr(sorted(self._digests.items())).encode()).hexdigest()


def code_of(context: object) -> OwnCode:
    """Return the code that goes with a validation; where nobody gave any, none is allowed."""
    return context if isinstance(context, OwnCode) else OwnCode(Path())


def is_reference(text: str) -> bool:
    """Return whether a text names a module and something in it, as Python writes names."""
    return (
        len(text) <= LONGEST
        and re.fullmatch(REFERENCE, text) is not None
        and not any(keyword.iskeyword(name) for name in text.split(":"))
    )


def source_of(module: ModuleType) -> str:
    """Return the SHA-256 of the source of a module that Python code gave something of.

    Of a package it is all of the package's, of other modules theirs and that of the modules beside
    them that they import.

    Raises
    ------
    InputError
        If it was read from no file, as what is typed at a prompt or in a notebook.
    """
    path = _file(module)
    name = module.__name__
    if name == "__main__" or not path.is_file():
        raise InputError(
            "it is written in no module that another process could import; put it into a file of "
            "its own, and import it from there"
        )
    if "." in name:
        top = path.resolve().parents[name.count(".") - (path.name == "__init__.py")]
        return source_digest(top)
    return _digest(_sources(path.resolve()))


def _sources(path: Path) -> dict[Path, bytes]:
    """Return a module's source and that of all in its folder that it imports, by file.

    Found by reading, so that they are the same whatever was imported before. Forerun's own packages
    are left out, where a module lies beside them: runs are known by their version as it is. So is
    what is installed beside a module that is.
    """
    if path.parent in _installed():
        return {path: _bytes(path)}
    found: dict[Path, bytes] = {}
    todo = [path]
    while todo:
        each = todo.pop()
        if each in found:
            continue
        if len(found) == MAX_MODULES:
            raise InputError(f"{path.name} needs more than {MAX_MODULES} modules of its folder")
        found[each] = _bytes(each)
        for name in _imports(each, found[each]):
            beside = path.parent / f"{name}.py"
            package = path.parent / name
            if package.resolve().parent == HOUSE and name in OURS:
                continue
            todo += [beside] if beside.is_file() else []
            if (package / "__init__.py").is_file():
                todo += sorted(package.rglob("*.py"))
    return found


def _installed() -> set[Path]:
    """Return the folders that hold installed packages."""
    return {Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib")}


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            source = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}") from None
    if len(source) > MAX_BYTES:
        raise InputError(f"{path.name} is longer than the {MAX_BYTES:,} bytes allowed")
    return source


def _imports(path: Path, source: bytes) -> set[str]:
    """Return the first parts of the names of the modules that a source imports, anywhere in it."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        place = f"{path.name}, line {error.lineno}" if error.lineno else path.name
        raise InputError(f"{place}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError):
        raise InputError(f"{path.name} is no Python") from None
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def _digest(sources: dict[Path, bytes]) -> str:
    told = sorted((path.as_posix(), sha) for path, sha in _shas(sources).items())
    folder = len(min(sources, key=lambda path: len(path.parts)).parent.as_posix())
    return hashlib.sha256(repr([(file[folder:], sha) for file, sha in told]).encode()).hexdigest()


def _shas(sources: dict[Path, bytes]) -> dict[Path, bytes]:
    return {path: hashlib.sha256(source).digest() for path, source in sources.items()}


def _imported(name: str, path: Path, sources: dict[Path, bytes]) -> ModuleType:
    """Import a module, anew if its source or that of what it needs has changed."""
    folder = str(path.parent)
    if folder not in sys.path:
        sys.path.append(folder)
    _refuse_hidden(name, path)
    shas = _shas(sources)
    loaded = {file for module in list(sys.modules.values()) if (file := _file(module)) in sources}
    if any(_LOADED.get(file) != shas[file] for file in loaded):
        _forget(sources)
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path, loader=_FromSource(name, str(path)))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.modules[name] = module
    try:
        # What it prints would stand among the facts.
        with redirect_stdout(sys.stderr):
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        _forget(sources)
        raise InputError(f"{path.name} cannot be imported: {at_fault(error, folder)}") from None
    finally:
        sys.dont_write_bytecode = writes
    _LOADED.update(shas)
    return module


def _file(module: ModuleType) -> Path:
    return Path(getattr(module, "__file__", None) or "")


def _refuse_hidden(name: str, path: Path) -> None:
    """Raise `InputError` if a worker process would find another module of that name."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        spec = None
    found = Path(spec.origin) if spec is not None and spec.origin is not None else Path()
    if found.parent.resolve() / found.name != path:
        raise InputError(f"another module is called {name} too; give {path.name} another name")


def _forget(sources: dict[Path, bytes]) -> None:
    for name, module in list(sys.modules.items()):
        if _file(module) in sources:
            del sys.modules[name]


class _FromSource(SourceFileLoader):
    """Reads the source always: bytecode beside it goes by its time, and may be of another one."""

    def get_code(self, fullname: str) -> CodeType:
        """Return the code of the source."""
        path = self.get_filename(fullname)
        return compile(self.get_data(path), path, "exec", dont_inherit=True)
