"""The register: what the modules of behaviour declare, collected.

Nothing is listed here. A module in a folder of a decision that has a ``DECISION`` or a
``MECHANISM`` is found, and so are its parameters.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from sim.behaviour.mechanism import Decision as Decision
from sim.behaviour.mechanism import Mechanism as Mechanism
from sim.behaviour.parameter import Grade as Grade
from sim.behaviour.parameter import Parameter as Parameter

ROOMS: Final = ("visit", "read", "write", "buy", "invite", "leave", "mood", "join")
"""Folders of `sim.behaviour`, one a decision, in the order in which a reader meets them."""


def _collected() -> dict[str, Decision | Mechanism]:
    """Return every declaration by its module, in the order of the rooms and of names."""
    found: dict[str, Decision | Mechanism] = {}
    for room in ROOMS:
        package = import_module(f"sim.behaviour.{room}")
        for name in sorted(module.name for module in iter_modules(package.__path__)):
            module = import_module(f"sim.behaviour.{room}.{name}")
            declared = getattr(module, "DECISION", None) or getattr(module, "MECHANISM", None)
            if declared is not None:
                found[module.__name__] = declared
    return found


DECLARED: Final = _collected()
"""What each module declares, by the module's full name."""

DECISIONS: Final = {each.name: each for each in DECLARED.values() if isinstance(each, Decision)}
"""Decisions, which every community has, by name."""

MECHANISM: Final = {each.name: each for each in DECLARED.values() if isinstance(each, Mechanism)}
"""Mechanisms by name."""

MECHANISMS: Final = tuple(MECHANISM.values())

USUAL: Final = tuple(each for each in MECHANISMS if each.is_usual)
"""Mechanisms that are on by default."""

FURTHER: Final = tuple(each for each in MECHANISMS if not each.is_usual)
"""Mechanisms that a community has only where its preset or its scenario says so."""

PARAMETERS: Final[tuple[Parameter, ...]] = tuple(
    parameter for each in DECLARED.values() for parameter in each.parameters
)

PARAMETER: Final = {parameter.name: parameter for parameter in PARAMETERS}

BELONGS: Final = {
    parameter.name: each.name for each in DECLARED.values() for parameter in each.parameters
}
"""The decision or mechanism of each parameter, by names."""

if len(PARAMETER) < len(PARAMETERS) or len({*DECISIONS, *MECHANISM}) < len(DECLARED):
    raise ValueError("two modules of sim.behaviour declare the same name")


def switched_on(*names: str) -> dict[str, float]:
    """Return the switches of some mechanisms at their typical values."""
    return {key: value for name in names for key, value in MECHANISM[name].typical.items()}
