"""What a reader sees of strategies that a user wrote, for reports that cannot import them."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.questions import PlanSection
from strategies.levers import fields_of
from strategies.money import extra
from strategies.own import is_own


def own_titles(plans: Mapping[str, PlanSection]) -> dict[str, list[str]]:
    """Return what a reader sees of the user's own strategies and their parameters.

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
    for own in filter(is_own, (one for plan in plans.values() for one in plan.strategies)):
        # One that was given a name goes by it, as Forerun's do.
        if own.name is None:
            found[own.called] = [own.title, own.title_zh, ""]
        for path, info, _ in fields_of(own, own.called):
            about = extra(info)
            found[path] = [info.title or path, str(about["title_zh"]), str(about["unit"])]
    return found
