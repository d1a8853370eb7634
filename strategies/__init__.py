"""What an operator can do: one module a family of levers."""

from typing import Final

from strategies.base import Brief, Strategy
from strategies.content import Content
from strategies.invite import Invite
from strategies.levers import SearchDimension, search_space, with_values
from strategies.plan import StrategyPlan, equal_split
from strategies.points import Points

STRATEGIES: Final[dict[str, type[Strategy]]] = {
    strategy.kind: strategy for strategy in (Points, Content, Invite)
}
"""Every kind of strategy, by the name that scenario files use."""

__all__ = [
    "STRATEGIES",
    "Brief",
    "Content",
    "Invite",
    "Points",
    "SearchDimension",
    "Strategy",
    "StrategyPlan",
    "equal_split",
    "search_space",
    "with_values",
]
