"""What a scenario assumes: every behaviour parameter in use, with where its value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios import Scenario
    from sim.behaviour.preset import Behaviour


def assumed(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the register of a scenario, a row a parameter, in the register's order.

    Returns
    -------
    list of dict
        ``name, value, unit, low, high`` (the range), ``spread`` (one standard deviation of the
        prior that each world draws from, 0 for none), ``grade`` (measured, published or assumed),
        ``evidence`` (of the register's source: A experiment, B observation, C practitioner figure,
        D heuristic; none for what was measured or given by hand), ``source, meaning, meaning_zh,
        mechanism`` (or the decision), ``on`` (whether the scenario has that
        mechanism; it has every decision), ``posterior`` (lowest and highest of the fitted draws,
        where there are any), ``prior`` (mean and standard deviation before an experiment taught
        it; none where none did).
    """
    from sim.behaviour.register import BELONGS, PARAMETERS

    behaviour = scenario.behaviour
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
            "mechanism": BELONGS[parameter.name],
            "on": on.get(BELONGS[parameter.name], True),
            "posterior": _fitted(behaviour, parameter.name),
            "prior": _prior(behaviour, parameter.name),
        }
        for parameter in (behaviour.parameter(each.name) for each in PARAMETERS)
    ]


def _fitted(behaviour: Behaviour, name: str) -> list[float] | None:
    drawn = [draw[name] for draw in behaviour.posterior if name in draw]
    return [min(drawn), max(drawn)] if drawn else None


def _prior(behaviour: Behaviour, name: str) -> list[float] | None:
    return list(behaviour.priors[name]) if name in behaviour.priors else None


def mechanisms(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the mechanisms, each with whether the scenario has it.

    Returns
    -------
    list of dict
        ``name, title, title_zh, on, switches`` (value in use by name of parameter), ``needs``
        (what a plan or the scenario must give besides; empty for nothing).
    """
    from sim.behaviour.register import MECHANISMS

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
