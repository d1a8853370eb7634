"""A plan as numbers: the search space, and the plan that given values make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from strategies import Content, Invite, Points, StrategyPlan, search_space, with_values

PLAN = StrategyPlan((Points(budget=100), Content(), Invite()), 1_000)


def test_dimensions_of_a_plan() -> None:
    space = {dimension.path: dimension for dimension in search_space(PLAN)}
    assert list(space)[:2] == ["points.budget", "points.per_visit"]
    assert "content.sources.kol" in space
    assert "points.levels" not in space
    budget = space["content.budget"]
    assert (budget.low, budget.high, budget.current) == (0, 1_000, 450)
    visit = space["points.per_visit"]
    assert (visit.low, visit.high, visit.step, visit.log) == (0, 10, 1, False)
    assert (visit.unit, visit.current) == ("points/visit", 1)
    assert visit.title_zh == "每次访问积分"


def test_without_a_plans_budget_money_is_not_searched() -> None:
    paths = [dimension.path for dimension in search_space(StrategyPlan((Points(budget=9),)))]
    assert "points.budget" not in paths


def test_a_range_is_wide_enough_for_the_present() -> None:
    (dimension,) = (
        d for d in search_space(StrategyPlan((Points(per_visit=40),))) if "visit" in d.path
    )
    assert (dimension.low, dimension.high) == (0, 40)


def test_present_values_change_nothing_but_spell_the_budgets_out() -> None:
    values = {dimension.path: dimension.current for dimension in search_space(PLAN)}
    again = with_values(PLAN, values)
    assert again.envelopes == PLAN.envelopes
    assert [s.model_copy(update={"budget": None}) for s in again.strategies] == [
        s.model_copy(update={"budget": None}) for s in PLAN.strategies
    ]


def test_values_land_where_their_paths_say() -> None:
    plan = with_values(
        PLAN, {"points.per_visit": 4.0, "content.sources.kol": 0.5, "invite.setup_cost": 10}
    )
    points, content, invite = plan.strategies
    assert isinstance(points, Points)
    assert isinstance(content, Content)
    assert isinstance(invite, Invite)
    assert points.per_visit == 4
    assert content.sources.kol == 0.5
    assert content.sources.member == 0.8
    assert invite.setup_cost == 10
    assert PLAN.strategies[1] == Content()


def test_budgets_are_scaled_down_until_they_fit() -> None:
    plan = with_values(PLAN, {"points.budget": 1_000, "content.budget": 500, "invite.budget": 500})
    assert plan.envelopes == (50_000, 25_000, 25_000)


@given(st.lists(st.floats(0, 1_000), min_size=3, max_size=3))
def test_budgets_never_exceed_the_plans(budgets: list[float]) -> None:
    paths = ("points.budget", "content.budget", "invite.budget")
    plan = with_values(PLAN, dict(zip(paths, budgets, strict=True)))
    envelopes = [amount for amount in plan.envelopes if amount is not None]
    assert sum(envelopes) <= 100_000
    if sum(round(budget * 100) for budget in budgets) <= 100_000:
        assert envelopes == [round(budget * 100) for budget in budgets]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"points.per_vist": 1}, "did you mean 'points.per_visit'"),
        ({"coupons.value": 1}, "no parameter 'coupons.value'"),
        ({"points.per_visit": -1}, "points.per_visit: .*greater than or equal to 0, not -1"),
        ({"points.per_visit": 1.5}, "points.per_visit: .*integer"),
        ({"content.sources.kol": -1}, "content.sources.kol: "),
    ],
)
def test_bad_values_are_told_in_one_line(values: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        with_values(PLAN, values)
