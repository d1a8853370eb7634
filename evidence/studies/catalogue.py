"""Every virtual study: those that the modules beside this one hold as ``STUDIES``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from evidence.studies.contract import Study

ORDER: Final = ("newcomers", "creators", "incentives", "money", "messages", "leaving", "commerce",
                "harm", "networks")  # fmt: skip
"""Modules in the order in which a reader meets them; others follow by name."""

_TOOLS: Final = {"catalogue", "conduct", "contract", "document", "worlds"}
"""Modules that hold no studies; two of them import this one."""


def _collected() -> tuple[Study, ...]:
    package = import_module("evidence.studies")
    names = sorted({each.name for each in iter_modules(package.__path__)} - _TOOLS)
    known = [name for name in ORDER if name in names]
    modules = [import_module(f"evidence.studies.{name}") for name in dict.fromkeys(known + names)]
    return tuple(study for module in modules for study in vars(module).get("STUDIES", ()))


STUDIES: Final = _collected()

STUDY: Final = {study.name: study for study in STUDIES}
"""The same by name."""
