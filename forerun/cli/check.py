"""``forerun check``: whether a scenario is whole, and what there is in it to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forerun.cli.options import AsJson, Asked, BehaviourFile, Lang, Language
from forerun.cli.screen import Screen, scenario

if TYPE_CHECKING:
    from forerun.report.labels import Labels
    from scenarios import Scenario


def check(
    asked: Asked,
    behaviour: BehaviourFile = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Check a scenario, and list its plans, measures and levers with their search ranges."""
    screen = Screen(as_json, lang)
    tested = scenario(asked, behaviour)
    found = facts(tested)
    screen.facts(found)
    _show(screen, tested, found)


def facts(tested: Scenario) -> dict[str, Any]:
    """Return ``{"scenario", "plans": [...], "measures": [...], "levers": [...]}``."""
    from sim.metrics import MEASURES
    from strategies import search_space

    plans, levers = [], []
    for name in tested.plan_names:
        plan = tested.plan(name)
        plans.append(
            {
                "name": name,
                "budget": plan.budget,
                "strategies": [strategy.kind for strategy in plan.strategies],
            }
        )
        levers += [
            {
                "plan": name,
                "path": dimension.path,
                "current": dimension.current,
                "low": dimension.low,
                "high": dimension.high,
                "step": dimension.step,
                "log": dimension.log,
                "unit": dimension.unit,
                "title": dimension.title,
                "title_zh": dimension.title_zh,
            }
            for dimension in search_space(plan)
        ]
    measures = [
        {
            "name": name,
            "title": MEASURES[name].title,
            "title_zh": MEASURES[name].title_zh,
            "unit": MEASURES[name].unit,
            "better": MEASURES[name].better,
        }
        for name in tested.measures
    ]
    return {
        "scenario": tested.name,
        "digest": tested.digest,
        "plans": plans,
        "measures": measures,
        "levers": levers,
    }


def _show(screen: Screen, tested: Scenario, found: dict[str, Any]) -> None:
    labels = screen.labels(tested.currency)
    title = "title_zh" if screen.lang == "zh" else "title"
    screen.line(f"{tested.name}: {tested.start}, {tested.horizon_days} d, {tested.currency}\n")
    screen.table(
        screen.word("plans"),
        [screen.word(key) for key in ("plan", "strategies", "budget")],
        [
            [plan["name"], ", ".join(plan["strategies"]) or "–", _money(plan["budget"], labels)]
            for plan in found["plans"]
        ],
        texts=2,
    )
    screen.table(
        screen.word("measures"),
        [screen.word(key) for key in ("measure", "title", "unit", "better")],
        [
            [own["name"], own[title], own["unit"], screen.word(own["better"])]
            for own in found["measures"]
        ],
        texts=4,
    )
    for plan in found["plans"]:
        own = [lever for lever in found["levers"] if lever["plan"] == plan["name"]]
        if own:
            screen.table(
                screen.word("levers", plan=plan["name"]),
                [screen.word(key) for key in ("lever", "title", "unit", "before", "low", "high")],
                [
                    [
                        lever["path"],
                        lever[title],
                        lever["unit"],
                        *(f"{lever[key]:g}" for key in ("current", "low", "high")),
                    ]
                    for lever in own
                ],
                texts=3,
            )


def _money(budget: float | None, labels: Labels) -> str:
    return "–" if budget is None else labels.number(budget, "currency")
