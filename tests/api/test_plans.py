"""Plans made in Python are compared like those of the scenario's file."""

from __future__ import annotations

import pytest

import forerun as fr
from sim.errors import InputError
from strategies import Points, StrategyPlan
from tests.sweep.tiny import scenario


def test_a_plan_made_in_python_is_the_plan_of_the_file() -> None:
    own = scenario()
    by_name = fr.compare(own, ["status-quo", "points"], seeds=2)
    mixed = fr.compare(own, ["status-quo", own.plan("points")], seeds=2)
    named = fr.compare(own, {"nothing": StrategyPlan(), "mine": own.plan("points")}, seeds=2)
    assert by_name.as_json()["measures"] == mixed.as_json()["measures"]
    assert by_name.as_json()["measures"] == named.as_json()["measures"]
    assert mixed.as_json()["plans"] == ["status-quo", "plan 2"]
    assert named.as_json()["plans"] == ["nothing", "mine"]
    assert "plan 2" in mixed.scenario.plans
    assert "plan 2" not in own.plans


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ({"points": StrategyPlan(), "b": StrategyPlan()}, "choose another"),
        ({"a": StrategyPlan(), "b": StrategyPlan((Points(),), money_unit=7.0)}, "unit of money"),
        ({"a": StrategyPlan(), "b": StrategyPlan((Points(from_day=5000),))}, "beyond the horizon"),
        ({"a": StrategyPlan(), "b": StrategyPlan(audiences={"new": "orders > 3"})}, "audiences"),
        ([StrategyPlan()], "name at least two"),
        (["status-quo", "none"], "no plan 'none'"),
    ],
)
def test_a_plan_that_does_not_fit_is_one_line(plans: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        fr.compare(scenario(), plans, seeds=2)  # type: ignore[arg-type]
