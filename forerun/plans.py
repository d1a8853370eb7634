"""Plans made in Python, beside those of a scenario's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios import Scenario
    from strategies import StrategyPlan

Asked = Sequence["str | StrategyPlan"] | Mapping[str, "StrategyPlan"]
"""Names of a scenario's plans and plans made in Python, or such plans by name."""


def with_plans(scenario: Scenario, asked: Asked) -> tuple[Scenario, list[str]]:
    """Return a scenario that has the plans asked for, and their names in order.

    Parameters
    ----------
    scenario
        The scenario.
    asked
        Plans that are given in a sequence without a name are called ``plan 1``, ``plan 2``, by
        place.

    Raises
    ------
    InputError
        If a plan has a name that another one has, another unit of money or other audiences than
        the scenario, or does not fit its days.
    """
    from scenarios.questions import PlanSection, check_plans
    from sim.errors import InputError
    from strategies import StrategyPlan

    names: list[str] = []
    made: dict[str, StrategyPlan] = {}
    if isinstance(asked, Mapping):
        names, made = list(asked), dict(asked)
    else:
        for place, one in enumerate(asked, 1):
            names.append(one if isinstance(one, str) else f"plan {place}")
            if isinstance(one, StrategyPlan):
                made[names[-1]] = one
    sections = {}
    for name, plan in made.items():
        if name in scenario.plans:
            raise InputError("the scenario has a plan of this name; choose another", field=name)
        if plan.money_unit != scenario.money.unit:
            raise InputError(
                f"a unit of money of {plan.money_unit:g}; the scenario's is "
                f"{scenario.money.unit:g}: make the plan with money_unit={scenario.money.unit:g}",
                field=name,
            )
        other = [key for key, own in plan.audiences.items() if scenario.who.get(key) != own]
        if other:
            raise InputError(
                f"audiences that the scenario does not have so: {', '.join(other)}", field=name
            )
        given = (
            ("strategies", "budget", "budget_per", "phases", "alerts") if plan.strategies else ()
        )
        sections[name] = PlanSection(**{field: getattr(plan, field) for field in given})
    if not sections:
        return scenario, names
    check_plans(sections, scenario.horizon_days, None)
    return scenario.model_copy(update={"plans": {**scenario.plans, **sections}}), names
