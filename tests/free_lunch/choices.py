"""What an adversary may choose for each field of a strategy: corners of all that is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args, get_origin

import numpy as np
from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from strategies import STRATEGIES, Strategy
from strategies.money import MOST, extra

FEES: Final = ("setup_cost", "privilege_cost", "monthly_fee", "day_cost", "costs")
"""What is paid whatever is done: it buys nothing, so that none is no gift."""

PRICES: Final = (
    "source_cost", "format_cost", "per_thousand", "message_cost", "answer_cost", "award_cost",
    "look_cost", "badge_cost", "renewal_cost", "quest_cost", "ceremony_cost", "upkeep_cost",
    "refund_cost", "step_cost", "seal_cost", "order_fee", "writer_minutes", "door_minutes",
    "room_minutes", "minute_cost", "prize_cost", "session_cost", "asset_cost", "seat_cost",
    "guest_cost", "hook_cost", "card_cost",
)  # fmt: skip
"""What a deed costs where that has a market: items, ads, things and the work of staff.

An operator who sets one to zero says that it has the thing or the hands already: that is a fact of
its own, and what it then gets for nothing is no fault of the model. No search may turn one, and
none ships at zero: `tests/free_lunch/test_prices.py`.
"""

MARKET: Final = ("member_cost",)
"""What others ask for what is bought of them: a fact, never nothing, and all that it buys."""

FACTS: Final = ("budget", "interest", "wear", *FEES, *PRICES, *MARKET)
"""What is not chosen; money is the adversary's own, and how many care for an event is theirs.

All other prices are chosen (what a point costs, what a privilege does): that a plan declares
itself free is the oldest gift.
"""

LISTS: Final[dict[str, tuple[Any, ...]]] = {
    "levels": ((), (1,), (1, 2, 3, 4, 5, 6, 7), (5, 10, 20), (1_000_000,)),
    "weekdays": (None, (1, 0, 0, 0, 0, 0, 0)),
    "on_weekdays": (None, ("mon",)),
    "forms": (("access",), ("status",), ("status", "access", "service", "visibility")),
    "from_day": (0, 30),
    "to_day": (None, 1, 30),
}
"""Choices for fields that are no bounded numbers, by name; another such field stays as it is."""

TRACE: Final = 1e-6
"""The least above nothing, as a share of the most."""


@dataclass(frozen=True)
class Choice:
    """What one field may be.

    Attributes
    ----------
    default
        What the strategy ships with.
    corners
        Values to choose from: ends of the range, of the search range, a trace.
    most
        Where the range ends, of a number; None: corners only.
    whole
        Whether only whole numbers are allowed.
    """

    default: Any
    corners: tuple[Any, ...]
    most: float | None = None
    whole: bool = False

    def drawn(self, random: np.random.Generator) -> Any:
        """Return a corner, or with a number, as often, any value on the logarithm."""
        if self.most is None or random.random() < 0.5:
            return self.corners[random.integers(len(self.corners))]
        value = self.most * (self.trace / self.most) ** random.random()
        return round(value) if self.whole else float(value)

    @property
    def trace(self) -> float:
        """The least above nothing."""
        most = self.most or 1.0
        return max(most * TRACE, 1.0) if self.whole else most * TRACE


def choices(kind: str) -> dict[str, Choice]:
    """Return what may be chosen for each field of a strategy, by path."""
    return {path: choice for path, choice in _walk(STRATEGIES[kind](), "") if choice.corners}


def choices_of(strategy: Strategy) -> dict[str, Choice]:
    """Return what may be chosen for each field of a strategy that is set up otherwise."""
    return {path: choice for path, choice in _walk(strategy, "") if choice.corners}


def built(kind: str, values: dict[str, Any]) -> Strategy:
    """Return a strategy with values by path; raises `InputError` if they are not allowed."""
    return turned(STRATEGIES[kind](), values)


def turned(strategy: Strategy, values: dict[str, Any]) -> Strategy:
    """Return a strategy with some values by path; raises `InputError` if they are not allowed."""
    data = strategy.model_dump()
    for path, value in values.items():
        *branches, leaf = path.split(".")
        part = data
        for branch in branches:
            part = part[branch]
        part[leaf] = value
    return type(strategy)(**data)


def _walk(model: BaseModel, prefix: str) -> Iterator[tuple[str, Choice]]:
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if name in FACTS or (value is None and "search" in extra(info)):
            # As a search: what is not given, another way of paying, is another strategy's choice.
            continue
        if isinstance(value, BaseModel):
            yield from _walk(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", _choice(name, value, info)


def _choice(name: str, default: Any, info: FieldInfo) -> Choice:
    if name in LISTS:
        return Choice(default, LISTS[name])
    kinds = (info.annotation, *get_args(info.annotation))
    literals = [one for kind in kinds if get_origin(kind) is Literal for one in get_args(kind)]
    if literals or bool in kinds:
        return Choice(default, tuple(literals or (False, True)))
    if int not in kinds and float not in kinds:
        return Choice(default, ())
    own, whole = extra(info), float not in kinds
    low = next((float(str(m.ge)) for m in info.metadata if isinstance(m, Ge)), 0.0)
    high: Any = next((m.le for m in info.metadata if isinstance(m, Le)), own.get(MOST))
    search: Any = own.get("search", {})
    ends = [low, *(search[end] for end in ("low", "high") if end in search)]
    ends += [] if high is None else [max(high * TRACE, float(whole)), high]
    corners = (max(round(end), round(low)) if whole else float(end) for end in ends)
    return Choice(default, tuple(dict.fromkeys(corners)), high, whole)
