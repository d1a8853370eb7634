"""The first trials of a search: plans that anybody would think of, so that it never ends without.

Today's plan, doing nothing, today's plan scaled down (by half, and to what bounds on money allow),
and each strategy alone. A search that finds nothing better ends with one of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from scenarios import Constraint
from strategies import SearchDimension
from strategies.levers import ALERTS, AUDIENCES

Values = dict[str, float]

HALF: Final = 0.5

MONEY: Final = ("plan_cost", "plan_cash", "cost", "cash")
"""Measures whose bounds tell how much a plan may spend."""


def first_trials(
    dimensions: Sequence[SearchDimension],
    budget: float | None = None,
    constraints: Sequence[Constraint] = (),
) -> tuple[Values, ...]:
    """Return the values of the first trials, each once.

    Parameters
    ----------
    dimensions
        What is turned.
    budget
        Money of the whole plan; None: no limit.
    constraints
        Bounds that a plan must keep.
    """
    allowed = _allowed(budget, constraints)
    found = [today(dimensions), nothing(dimensions)]
    found += [_scaled(dimensions, share) for share in sorted({HALF, allowed}) if share < 1]
    kinds = list(dict.fromkeys(strategy_of(d.path) for d in dimensions))
    kinds = [kind for kind in kinds if kind not in (AUDIENCES, ALERTS)]
    if len(kinds) > 1:
        found += [_alone(dimensions, kind, allowed) for kind in kinds]
    unique = {tuple(values.items()): values for values in found}
    return tuple(unique.values())


def today(dimensions: Sequence[SearchDimension]) -> Values:
    """Return the values of the plan as it stands."""
    return {d.path: nearest(d, d.current) for d in dimensions}


def nothing(dimensions: Sequence[SearchDimension]) -> Values:
    """Return the values of doing nothing: no money, and no strength where a lever has none."""
    return {d.path: nearest(d, d.neutral) for d in dimensions}


def strategy_of(path: str) -> str:
    """Return the strategy that a path names."""
    return path.partition(".")[0]


def is_budget(path: str) -> bool:
    """Whether a path names the money of a strategy."""
    return path.partition(".")[2] == "budget"


def nearest(dimension: SearchDimension, value: float) -> float:
    """Return the value of a dimension, on its grid and in its range, that is nearest to one."""
    value = min(max(value, dimension.low), dimension.high)
    if dimension.step is None:
        return value
    steps = min(round((value - dimension.low) / dimension.step), last_step(dimension))
    return on_grid(dimension, steps)


def last_step(dimension: SearchDimension) -> int:
    """Return the number of the last step of a grid."""
    assert dimension.step is not None
    # A hair is added because 0.3 / 0.1 falls short of 3.
    return math.floor((dimension.high - dimension.low) / dimension.step + 1e-9)


def on_grid(dimension: SearchDimension, steps: int) -> float:
    """Return the value so many steps from the low end."""
    # In decimals, as Optuna counts, so that the sum is the number that a person would write.
    return float(Decimal(str(dimension.low)) + steps * Decimal(str(dimension.step)))


def _allowed(budget: float | None, constraints: Sequence[Constraint]) -> float:
    """Return the share of the budget that bounds on money leave, above 0, at most 1."""
    bounds = [
        one.value
        for one in constraints
        if one.metric in MONEY and one.op == "<=" and not one.of_baseline and one.value > 0
    ]
    return 1.0 if budget is None or not bounds else min(1.0, min(bounds) / budget)


def _scaled(dimensions: Sequence[SearchDimension], share: float) -> Values:
    """Scale the money of today's plan, or its strength where it has no money of its own."""
    money = any(is_budget(d.path) for d in dimensions)
    return {
        d.path: nearest(d, d.current * share)
        if (is_budget(d.path) if money else d.low <= 0)
        else nearest(d, d.current)
        for d in dimensions
    }


def _alone(dimensions: Sequence[SearchDimension], kind: str, allowed: float) -> Values:
    """One strategy as it stands, with all the money; the others off."""
    return {
        d.path: nearest(d, d.neutral)
        if strategy_of(d.path) != kind
        else nearest(d, d.high * allowed if is_budget(d.path) else d.current)
        for d in dimensions
    }
