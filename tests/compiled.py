"""Functions that only compiled ones call, called from Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

import numba

from sim.compiled.compile import Compiled


class FromPython:
    """A module of compiled functions whose functions Python can call.

    Parameters
    ----------
    module
        Its name.
    """

    def __init__(self, module: str) -> None:
        self._module = import_module(module)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._module, name)
        return _callable(found) if isinstance(found, Compiled) else found


@cache
def _callable(function: Compiled) -> Callable[..., Any]:
    dispatcher = function.dispatcher

    def call(*arguments: Any) -> Any:
        return dispatcher(*arguments)

    # As the kernel is compiled: no exception where NumPy has none.
    return numba.njit(error_model="numpy")(call)  # type: ignore[no-any-return]
