"""A budget by quarter is shared by those that run in the quarter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sim.calendar import Calendar
from sim.errors import InputError
from strategies import Brief, Content, StrategyPlan, with_values
from strategies.messages import Messages
from strategies.shares import shares

YEAR = Calendar(date(2024, 1, 1), 366)
TOLD = Brief(YEAR, ("general",), budget_per="quarter")
SPRING: dict[str, Any] = {"from_day": 91, "to_day": 182}
AUTUMN: dict[str, Any] = {"from_day": 274}


@pytest.mark.parametrize(
    ("strategies", "money"),
    [
        ((Content(**SPRING), Messages(**AUTUMN)), (9000, 9000)),
        ((Content(), Messages(**AUTUMN)), (4500, 4500)),
        ((Content(**SPRING, budget=70), Messages(**AUTUMN, budget=80)), (7000, 8000)),
        ((Content(**SPRING, budget=70), Messages()), (7000, 2000)),
        ((Content(from_day=400), Messages()), (0, 9000)),
        ((Content(items_per_day=0), Messages()), (0, 9000)),
    ],
)
def test_each_shares_with_those_of_its_quarters(
    strategies: tuple[Any, ...], money: tuple[int, int]
) -> None:
    assert shares(strategies, 9000, TOLD) == money


def test_own_budgets_must_fit_into_each_quarter() -> None:
    own = (Content(**SPRING, budget=70), Messages(**SPRING, budget=30))
    with pytest.raises(InputError, match=r"the quarter with 2024-04-01 add up to 100\.00"):
        shares(own, 9000, TOLD)
    plan = StrategyPlan(own, 90, budget_per="quarter")
    with pytest.raises(InputError, match="more than the plan's"):
        plan.offers(YEAR, ("general",))
    with pytest.raises(InputError, match="add up to"):
        StrategyPlan(own, 90)
    with pytest.raises(InputError, match="add up to"):
        StrategyPlan((Content(budget=91),), 90, budget_per="quarter")


def test_a_search_leaves_budgets_of_other_quarters_alone() -> None:
    plan = StrategyPlan(
        (Content(**SPRING, budget=70), Messages(**AUTUMN, budget=80)), 90, budget_per="quarter"
    )
    turned = with_values(plan, {"content.items_per_day": 1.0})
    assert [one.budget for one in turned.strategies] == [70, 80]
