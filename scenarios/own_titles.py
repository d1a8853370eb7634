"""What a reader sees of strategies that a user wrote or named, for reports that know neither."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.questions import PlanSection
from strategies.alerts.dials import dials
from strategies.levers import ALERTS, fields_of
from strategies.money import extra
from strategies.own import is_own


def own_titles(plans: Mapping[str, PlanSection]) -> dict[str, list[str]]:
    """Return what a reader sees of strategies that the user wrote or named, and their parameters.

    Parameters
    ----------
    plans
        Of a scenario.

    Returns
    -------
    dict
        By name of a strategy and by path of a parameter: title in English, in Chinese, unit.
    """
    found = {}
    for own in (one for plan in plans.values() for one in plan.strategies):
        if own.name is None and not is_own(own):
            continue
        behind = f"{own.name} ({{}})" if own.name else "{}"
        found[own.called] = [behind.format(own.title), behind.format(own.title_zh), ""]
        for path, info, _ in fields_of(own, own.called):
            about = extra(info)
            found[path] = [info.title or path, str(about["title_zh"]), str(about["unit"])]
    for plan in plans.values():
        for name, alert in plan.alerts.items():
            for one in dials(alert):
                path = f"{ALERTS}.{name}.{one.key}"
                found[ALERTS] = ["alert", "预警", ""]
                found[path] = [f"{one.title} ({name})", f"{one.title_zh}（{name}）", one.unit]
    return found
