"""Which Forerun this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Final


def _installed() -> str:
    try:
        return version("forerun")
    except PackageNotFoundError:
        return "0+source"


__version__: Final = _installed()
