"""How functions are compiled: strict arithmetic, no lock, cached on disk.

numba's cache looks only at the file of the function itself, so a change in a function that it
calls would go unseen. Our cache folder is therefore named by the contents of all compiled
modules together.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import FunctionCache

from sim.behaviour.register import PARAMETERS

_SIM = Path(__file__).resolve().parent.parent


def _digest() -> str:
    digest = hashlib.sha256(numba.__version__.encode())
    for folder in ("kernel", "behaviour"):
        for path in sorted((_SIM / folder).glob("*.py")):
            text = path.read_bytes()
            # The rest of `behaviour` is not compiled: a new default must not compile anew, nor its
            # mention in a docstring.
            if folder == "kernel" or b"sim.kernel" in text:
                digest.update(path.name.encode())
                digest.update(text.split(b'"""', 2)[-1])
    # Compiled code knows a parameter by its place.
    digest.update(" ".join(parameter.name for parameter in PARAMETERS).encode())
    for name in ("draws.py", "offers.py", "trajectory.py"):
        digest.update((_SIM / name).read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the first folder that can be written: beside the code, in the home, temporary."""
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


FOLDER = cache_folder()


def is_compiled() -> bool:
    """Return whether a compiled day lies in the cache, so that no compiling will be needed."""
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    return any(FOLDER.rglob(f"live.live-*.{version}.*.nbc"))


@cache
def tell() -> None:
    """Say once that the kernel is being compiled, whoever asked for it."""
    print("Compiling the simulation kernel (once, about a minute) ...", file=sys.stderr, flush=True)


class _Kept(FunctionCache):  # type: ignore[misc]
    """What is compiled, read without filling numba's registries, 0.4 s that compiling needs."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        found = None
        with self._guard_against_spurious_io_errors():
            found = self._load_overload(sig, target_context)
        if found is None:
            tell()
        return found


def entry(function: Callable[..., Any]) -> Any:
    """Compile a function that is called from Python.

    No ``fastmath``: it would let the compiler reorder, and bits would depend on the machine.
    Without numba's run-time (``_nrt=False``) nothing can be allocated inside, and arrays are not
    counted: counting them took more than half of the time of a day.
    """
    return _compile(function, called_from_python=True, forceinline=False)


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function that only compiled ones call.

    Without the wrappers that Python would need: to unpack the tuples of arrays took half of all
    compiling.
    """
    return _compile(function, called_from_python=False, forceinline=False)


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a function into its callers: a call would copy the tuples of arrays it is given."""
    return _compile(function, called_from_python=False, forceinline=True)


def _compile(function: Callable[..., Any], called_from_python: bool, forceinline: bool) -> Any:
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(FOLDER)
    try:
        dispatcher = numba.njit(
            nogil=True,
            cache=True,
            error_model="numpy",
            forceinline=forceinline,
            _nrt=False,
            no_cpython_wrapper=not called_from_python,
            no_cfunc_wrapper=True,
        )(function)
        if called_from_python:
            dispatcher._cache = _Kept(function)
        return dispatcher
    finally:
        numba.config.CACHE_DIR = before
