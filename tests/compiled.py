"""Functions that only compiled ones call, called from Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

import numba
from numba.core.dispatcher import Dispatcher


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
        return _callable(found) if isinstance(found, Dispatcher) else found


@cache
def _callable(function: Dispatcher) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        return function(*arguments)

    # As the kernel is compiled: no exception where NumPy has none.
    return numba.njit(error_model="numpy")(call)  # type: ignore[no-any-return]
