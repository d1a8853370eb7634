"""How functions are compiled: strict arithmetic, no lock, cached on disk, and only when called.

Modules of behaviour hold equations and what they declare of their parameters, and the register
reads all of them: so numba, which takes a quarter of a second to import, waits for the first call.

numba's cache looks only at the file of the function itself, so a change in a function that it
calls would go unseen. Our cache folder is therefore named by the contents of all compiled
modules together.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, wraps
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, Final

_SIM: Final = Path(__file__).resolve().parent.parent

ROOMS: Final = ("compiled", "behaviour", "day")
"""Folders of `sim` that hold compiled code, from the ground up."""

_DECLARED: Final = re.compile(rb"^(?:DECISION|MECHANISM): Final = .*?^\)", re.DOTALL | re.MULTILINE)
"""What a module of behaviour declares: a new default must not compile anew."""

_NAMED: Final = re.compile(rb'Parameter\(\s*"(\w+)"')

_LOCK: Final = Lock()


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((_SIM / room).rglob("*.py"))
    yield from (_SIM / name for name in ("draws.py", "trajectory.py"))


@cache
def _digest() -> str:
    digest = hashlib.sha256(version("numba").encode())
    for path in _sources():
        text = path.read_bytes()
        # Compiled code knows a parameter by its place, so the names count and their order.
        digest.update(b" ".join(_NAMED.findall(text)))
        if b"sim.compiled" in text or "behaviour" not in path.parts:
            digest.update(str(path.relative_to(_SIM)).encode())
            # A docstring and a default are not compiled.
            digest.update(_DECLARED.sub(b"", text.split(b'"""', 2)[-1]))
    return digest.hexdigest()[:16]


@cache
def cache_folder() -> Path:
    """Return the first folder that can be written: beside the code, in the home, temporary.

    Raises
    ------
    OSError
        If none can be.
    """
    name = f"kernel-{_digest()}"
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "forerun"
    for parent in (_SIM / "__pycache__", home, Path(tempfile.gettempdir()) / "forerun"):
        folder = parent / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    raise OSError("no folder to keep the compiled kernel in")


def is_compiled() -> bool:
    """Return whether a compiled day lies in the cache, so that no compiling will be needed."""
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    return any(cache_folder().rglob(f"live.live-*.{python}.*.nbc"))


@cache
def tell() -> None:
    """Say once that the kernel is being compiled, whoever asked for it."""
    print("Compiling the simulation kernel (once, about a minute) ...", file=sys.stderr, flush=True)


class Compiled:
    """A function that numba compiles when it is first needed.

    Compiled callers take it for the dispatcher that it becomes (``_numba_type_``).

    Parameters
    ----------
    function
        What to compile.
    called_from_python
        Whether Python calls it: wrappers that unpack the tuples of arrays take half of all
        compiling, so the others have none, and Python must not call them.
    forceinline
        Whether it is compiled into its callers: a call would copy the tuples of arrays.
    """

    def __init__(
        self, function: Callable[..., Any], *, called_from_python: bool, forceinline: bool
    ) -> None:
        wraps(function)(self)
        self.py_func = function
        self._called_from_python = called_from_python
        self._forceinline = forceinline
        self._dispatcher: Any = None

    @property
    def dispatcher(self) -> Any:
        """The dispatcher of numba."""
        if self._dispatcher is None:
            with _LOCK:
                if self._dispatcher is None:
                    self._dispatcher = self._made()
        return self._dispatcher

    @property
    def _numba_type_(self) -> Any:
        return self.dispatcher._numba_type_

    def __call__(self, *arguments: Any) -> Any:
        """Call it from Python, where it may be."""
        return self.dispatcher(*arguments)

    def _made(self) -> Any:
        """Compile without ``fastmath``, which reorders, so that bits depend on the machine.

        Without numba's run-time (``_nrt=False``) nothing can be allocated inside, and arrays are
        not counted: counting them took more than half of the time of a day.
        """
        import numba

        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(cache_folder())
        try:
            dispatcher = numba.njit(
                nogil=True,
                cache=True,
                error_model="numpy",
                forceinline=self._forceinline,
                _nrt=False,
                no_cpython_wrapper=not self._called_from_python,
                no_cfunc_wrapper=True,
            )(self.py_func)
            dispatcher._cache = _caches()[self._called_from_python](self.py_func)
            return dispatcher
        finally:
            numba.config.CACHE_DIR = before


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other processes from writing to the cache; where files have no locks, do not."""
    with (cache_folder() / "lock").open("ab") as file:
        if sys.platform != "win32":
            import fcntl

            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


@cache
def _caches() -> tuple[Any, Any]:
    """Return the caches of functions that compiled ones call, and of those that Python calls."""
    from numba.core.caching import FunctionCache

    class Written(FunctionCache):  # type: ignore[misc]
        """What is compiled, written by one process at a time.

        numba reads a function's list of signatures, numbers a file, and writes the list back. Of
        two processes that do so for different signatures, one would read the other's machine code.
        """

        def save_overload(self, sig: Any, data: Any) -> None:
            with _alone():
                super().save_overload(sig, data)

    class Kept(Written):
        """What is compiled, read without the 0.4 s of registries that only compiling needs."""

        def load_overload(self, sig: Any, target_context: Any) -> Any:
            found = None
            with self._guard_against_spurious_io_errors():
                found = self._load_overload(sig, target_context)
            if found is None:
                tell()
            return found

    return Written, Kept


def entry(function: Callable[..., Any]) -> Compiled:
    """Compile a function that is called from Python."""
    return Compiled(function, called_from_python=True, forceinline=False)


def compiled(function: Callable[..., Any]) -> Compiled:
    """Compile a function that only compiled ones call."""
    return Compiled(function, called_from_python=False, forceinline=False)


def inlined(function: Callable[..., Any]) -> Compiled:
    """Compile a function into its callers."""
    return Compiled(function, called_from_python=False, forceinline=True)
