"""Lowest and highest values of all that Python and a scenario file may set: one table.

Python may set what can be lived at all; beyond it, compiled code would run out of its bytes. A
scenario file allows less in places: so far out only a slip of the keyboard goes. Parameters of
behaviour and of strategies have their ranges where they are declared, beside their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, Final

from numpy.typing import NDArray

from sim.errors import InputError

MAX_ATTRIBUTES: Final = 2

MAX_VALUES: Final = 16
"""Values that an attribute may have: it is kept in four bits."""

MAX_SEGMENTS: Final = 255
"""A member's segment is kept in a byte."""

MAX_JOINERS: Final = 1e9
"""More members than can be numbered."""

SPREADS: Final = {"lognormal": (0.0, 2.0), "power_law": (2.05, 5.0)}
"""Spread of the degree distributions that have one."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a value may lie.

    Parameters
    ----------
    low, high
        The ends, in the value's unit.
    above, below
        Whether the low or the high end is itself not allowed.
    """

    low: float
    high: float = inf
    above: bool = False
    below: bool = False

    def hold(self, value: float) -> bool:
        """Return whether a value lies between the ends; NaN does not."""
        rises = self.low < value if self.above else self.low <= value
        return rises and (value < self.high if self.below else value <= self.high)

    def check(self, field: str, value: float) -> None:
        """Raise `InputError`, naming the field, if a value lies outside."""
        if not self.hold(value):
            raise InputError(f"{value:g} is outside {self.low:g} to {self.high:g}", field=field)

    def hold_all(self, values: NDArray[Any]) -> bool:
        """Return whether all values of an array lie between the ends, both allowed."""
        # Of a NaN, both comparisons are false.
        return not values.size or bool(values.min() >= self.low and values.max() <= self.high)

    def check_all(self, field: str, values: NDArray[Any]) -> None:
        """Raise `InputError`, naming the field, for the first value of an array outside."""
        if not self.hold_all(values):
            self.check(field, values[~((values >= self.low) & (values <= self.high))].flat[0])

    @property
    def floor(self) -> str:
        """The low end in words."""
        return f"above {self.low:g}" if self.above else f"{self.low:g} or more"


_SHARE: Final = Bounds(0, 1)
_MONEY: Final = Bounds(0, 1e6)
_TIES: Final = Bounds(0, 200)
_DAYS: Final = Bounds(0, 10**6)
_COUNT: Final = Bounds(0, 10**9)
_PURSE: Final = Bounds(-1, 2**62)
_JOINERS: Final = Bounds(0, MAX_JOINERS)

_TABLE: Final[dict[str, Bounds | tuple[Bounds | None, Bounds | None]]] = {
    # Field: the range of both; or first that of Python, then that of a scenario file, None where
    # it does not have the field or does not check it.
    # Days are remembered in two bytes: 65,535 of them are none.
    "horizon_days": (Bounds(1, 40_000), Bounds(1, 3660)),
    "past_days": (Bounds(0, 25_000), Bounds(0, 20_000)),
    "founders": (_JOINERS, Bounds(0, 20_000_000)),
    "organic": (_JOINERS, Bounds(0, 1e6)),
    "organic_error": (Bounds(0, 2), None),
    "segments": (Bounds(1, MAX_SEGMENTS), Bounds(1, 32)),
    "attributes": Bounds(0, MAX_ATTRIBUTES),
    "attributes.values": Bounds(1, MAX_VALUES),
    "attributes.homophily": _SHARE,
    "attributes.leaning": Bounds(-1, 1),
    "shares": (_SHARE, Bounds(0, 1, above=True)),
    "segment_levels.visit": Bounds(-5, 5),
    "segment_levels.leave": Bounds(-5, 5),
    "shocks.day": (Bounds(0), Bounds(0, 3660)),
    "shocks.severity": _SHARE,
    "shocks.days": Bounds(1, 3660),
    "graph.mean_ties": _TIES,
    "graph.closure": _SHARE,
    "graph.homophily": _SHARE,
    "graph.group_cap": Bounds(2, 10_000),
    "graph.group_ties": _SHARE,
    "graph.start.mean_ties": _TIES,
    "graph.start.spread": (None, Bounds(0, 5)),
    "graph.start.clustering": _SHARE,
    "graph.start.homophily": _SHARE,
    "economy.revenue_per_visit": (None, _MONEY),
    "economy.revenue_per_post": (None, _MONEY),
    "economy.margin": (None, _SHARE),
    "desk.staff": (Bounds(1), Bounds(1, 100_000)),
    "desk.shift_start": Bounds(0, 24, below=True),
    "desk.shift_end": Bounds(0, 24, above=True),
    "desk.handling_minutes": (Bounds(0, above=True, below=True), Bounds(0, 1440, above=True)),
    "desk.wage_per_hour": (Bounds(0, below=True), _MONEY),
    "desk.single_limit": (Bounds(0), Bounds(0, 10_000)),
    "plans.budget": (None, Bounds(0, 1e12, above=True)),
    "lever": (Bounds(0, 1e6), None),
    "points_per_visit": (Bounds(0, 1e5), None),  # a balance is kept in 31 bits
    "points_per_post": (Bounds(0, 1e4), None),
    "supply": (Bounds(0, 1e6), None),
    "paid_arrivals": (_JOINERS, None),
    "paid_trait": (Bounds(-5, 5), None),
    "rules.reward_points": (_COUNT, None),
    "rules.points_expiry_days": (_DAYS, None),
    "rules.points_purse": (_PURSE, None),
    "rules.unlock_after": (Bounds(0, 255), None),
    "rules.hold_days": (_DAYS, None),
    "rules.unlocks_purse_cents": (_PURSE, None),
    "rules.counts_from": (_DAYS, None),
    "rules.reward_rise": (Bounds(0, 10_000_000), None),
    "rules.reward_rises": (Bounds(0, 255), None),
    "rules.most_unlocks": (Bounds(0, 255), None),
    "rules.one_in": (Bounds(1, 1_000_000), None),
    "rules.check_cents": (_PURSE, None),
    "rules.badge_posts": (_COUNT, None),
    "rules.endowed_points": (_COUNT, None),
    "rules.level_days": (_DAYS, None),
    "rules.challenge_days": (_DAYS, None),
    "rules.exchange_points": (_COUNT, None),
    "rules.spend_alone": (Bounds(0, 1), None),
    "rules.brought": (Bounds(0, 1), None),
    "rules.team_size": (Bounds(2, 1000), None),
    "rules.team_days": (Bounds(1, 1000), None),
    "rules.team_recruits": (Bounds(0, 1), None),
    "member.visit_trait": (Bounds(-30, 30), None),
    "member.write_trait": (Bounds(0), None),
    "member.habit": (_SHARE, None),
    "member.satisfaction": (_SHARE, None),
    "member.fatigue": (Bounds(0), None),
    "member.loss": (Bounds(0), None),
}


def _column(index: int) -> dict[str, Bounds]:
    rows = {name: row if isinstance(row, tuple) else (row, row) for name, row in _TABLE.items()}
    return {name: bounds for name, row in rows.items() if (bounds := row[index]) is not None}


PYTHON: Final = _column(0)
"""What Python may set, by field."""

SCENARIO: Final = _column(1)
"""What a scenario file may set, by the same names."""
