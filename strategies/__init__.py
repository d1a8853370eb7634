"""What an operator can do: one module a family of levers."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from strategies.base import Brief, Strategy
from strategies.content import Content
from strategies.delivery import Delivery, Foreseen, Stop
from strategies.invite import Invite
from strategies.levers import SearchDimension, search_space, settings, with_values
from strategies.plan import StrategyPlan, equal_split
from strategies.points import Points
from strategies.published import Published, together


def _collected() -> dict[str, type[Strategy]]:
    """Return the strategies that the modules beside this one define, by kind."""
    found: dict[str, type[Strategy]] = {}
    for each in iter_modules(__path__):
        module = import_module(f"strategies.{each.name}")
        for one in vars(module).values():
            own = isinstance(one, type) and one.__module__ == module.__name__
            if own and issubclass(one, Strategy) and "kind" in vars(one):
                if one.kind in found:
                    raise ValueError(f"two strategies are called {one.kind!r}")
                found[one.kind] = one
    return found


STRATEGIES: Final = _collected()
"""Every kind of strategy, by the name that scenario files use."""

__all__ = [
    "STRATEGIES",
    "Brief",
    "Content",
    "Delivery",
    "Foreseen",
    "Invite",
    "Points",
    "Published",
    "SearchDimension",
    "Stop",
    "Strategy",
    "StrategyPlan",
    "equal_split",
    "search_space",
    "settings",
    "together",
    "with_values",
]
