"""What a scenario assumes: every behaviour parameter in use, with where its value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios import Scenario


def assumed(scenario: Scenario) -> list[dict[str, str | float]]:
    """Return the register of a scenario, a row a parameter, in the register's order.

    Returns
    -------
    list of dict
        ``name, value, unit, grade`` (measured, published or assumed), ``evidence`` (A experiment,
        B observation, C practitioner figure, D heuristic), ``source, meaning, meaning_zh``.
    """
    from sim.behaviour.register import PARAMETERS

    behaviour = scenario.behaviour
    return [
        {
            "name": parameter.name,
            "value": behaviour.values[parameter.name],
            "unit": parameter.unit,
            "grade": behaviour.grade(parameter.name),
            "evidence": parameter.evidence,
            "source": behaviour.source(parameter.name),
            "meaning": parameter.meaning,
            "meaning_zh": parameter.meaning_zh,
        }
        for parameter in PARAMETERS
    ]
