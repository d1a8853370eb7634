"""Whether the packages that Forerun finds by their plain names are its own."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOMS: Final = (
    "sim", "strategies", "scenarios", "worlds", "calibration", "planning", "evidence",
)  # fmt: skip


def check_rooms() -> None:
    """Check that every room stands beside this package.

    Raises
    ------
    ImportError
        If a file or folder of the user's hides one, and which; or if one is missing.
    """
    house = Path(__file__).resolve().parent.parent
    for room in ROOMS:
        found = _found(room)
        if found is None:
            raise ImportError(f"Forerun's package {room!r} is missing: install Forerun again")
        if found != house / room:
            raise ImportError(
                f"{found} hides Forerun's package {room!r}: rename it, and import forerun again"
            )


def _found(room: str) -> Path | None:
    """Return where a package is, or would be, imported from: its folder, or a single file."""
    spec = sys.modules[room].__spec__ if room in sys.modules else find_spec(room)
    if spec is None:
        return None
    # A folder without __init__.py has no origin.
    places = list(spec.submodule_search_locations or ())
    return Path(places[0] if places else spec.origin or room).resolve()
