"""What a scenario assumes: every behaviour parameter in use, with where its value comes from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from scenarios import Scenario
    from sim.behaviour.preset import Behaviour

DECISIONS: Final = {
    "visit": ("visit_base", "visiting", "访问"),
    "read": ("prominence", "reading", "阅读"),
    "attention": ("attention", "attention budget", "注意力预算"),
    "write": ("write_rate", "writing", "发帖"),
    "buy": ("buy_rate", "buying", "购买"),
    "invite": ("invite_rate", "inviting", "邀请"),
    "accept": ("accept_rate", "accepting an invitation", "接受邀请"),
    "leave": ("leave_rate", "leaving", "退出"),
    "ask": ("question_rate", "asking staff", "咨询"),
    "redeem": ("redeem_rate", "redeeming points", "兑换积分"),
    "survey": ("survey_centre", "answering a survey", "问卷"),
}
"""Decisions, which every community has: first parameter, title, Chinese title."""


@cache
def mechanism_of() -> dict[str, str]:
    """Return the mechanism of every parameter, or the decision that it belongs to.

    In the register a mechanism's parameters follow its switch, and a decision's its first one.
    """
    from sim.behaviour.core_parameters import CORE
    from sim.behaviour.further_parameters import FURTHER
    from sim.behaviour.mechanisms import MECHANISMS

    first = {parameter: decision for decision, (parameter, *_) in DECISIONS.items()}
    first |= {switch: each.name for each in MECHANISMS for switch in each.switches}
    found: dict[str, str] = {}
    name = ""
    for parameter in CORE + FURTHER:
        name = first.get(parameter.name, name)
        found[parameter.name] = name
    return found


def assumed(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the register of a scenario, a row a parameter, in the register's order.

    Returns
    -------
    list of dict
        ``name, value, unit, low, high`` (the range), ``spread`` (one standard deviation of the
        prior that each world draws from, 0 for none), ``grade`` (measured, published or assumed),
        ``evidence`` (of the register's source: A experiment, B observation, C practitioner figure,
        D heuristic; none for what was measured or given by hand), ``source, meaning, meaning_zh,
        mechanism`` (or the decision: `DECISIONS`), ``on`` (whether the scenario has that
        mechanism; it has every decision), ``posterior`` (lowest and highest of the fitted draws,
        where there are any).
    """
    from sim.behaviour.register import PARAMETERS

    behaviour = scenario.behaviour
    mechanism = mechanism_of()
    on = {row["name"]: row["on"] for row in mechanisms(scenario)}
    return [
        {
            "name": parameter.name,
            "value": behaviour.values[parameter.name],
            "unit": parameter.unit,
            "low": parameter.low,
            "high": parameter.high,
            "spread": behaviour.spread(parameter.name),
            "grade": behaviour.grade(parameter.name),
            "evidence": None if behaviour.is_given(parameter.name) else parameter.evidence,
            "source": behaviour.source(parameter.name),
            "meaning": parameter.meaning,
            "meaning_zh": parameter.meaning_zh,
            "mechanism": mechanism[parameter.name],
            "on": on.get(mechanism[parameter.name], True),
            "posterior": _fitted(behaviour, parameter.name),
        }
        for parameter in PARAMETERS
    ]


def _fitted(behaviour: Behaviour, name: str) -> list[float] | None:
    drawn = [draw[name] for draw in behaviour.posterior if name in draw]
    return [min(drawn), max(drawn)] if drawn else None


def mechanisms(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the mechanisms, each with whether the scenario has it.

    Returns
    -------
    list of dict
        ``name, title, title_zh, on, switches`` (value in use by name of parameter), ``needs``
        (what a plan or the scenario must give besides; empty for nothing).
    """
    from sim.behaviour.mechanisms import MECHANISMS

    values = scenario.behaviour.values
    return [
        {
            "name": each.name,
            "title": each.title,
            "title_zh": each.title_zh,
            "on": each.is_on(values),
            "switches": {switch: values[switch] for switch in each.switches},
            "needs": each.needs,
        }
        for each in MECHANISMS
    ]
