"""What can be pulled: a module a lever or a few that act together, collected by being here."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Final, cast

from sim.levers.lever import Lever, LeverModule, Pulled

MODULES: Final[dict[str, LeverModule]] = {
    name: cast("LeverModule", import_module(f"sim.levers.{name}"))
    for name in sorted(found.name for found in iter_modules(__path__))
    if name != "lever"
}
"""The modules by name."""

LEVERS: Final[tuple[Lever, ...]] = tuple(
    lever for module in MODULES.values() for lever in module.LEVERS
)
"""Columns of the table of offers, in their order."""

LEVER_INDEX: Final = {lever.name: index for index, lever in enumerate(LEVERS)}

__all__ = ["LEVERS", "LEVER_INDEX", "MODULES", "Lever", "LeverModule", "Pulled"]
