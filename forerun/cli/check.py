"""``forerun check``: whether a scenario is whole, and what there is in it to ask."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from forerun.cli.history import (
    BeginsWith,
    Column,
    DayFirst,
    HistoryFile,
    StrayDates,
    Timezone,
    mapped,
    tell,
)
from forerun.cli.options import AllowCode, AsJson, Asked, BehaviourFile, Lang, Language
from forerun.cli.screen import Screen, scenario

if TYPE_CHECKING:
    from forerun.report.labels import Labels
    from scenarios import Scenario
    from sim.graph import Reading


def check(
    asked: Asked,
    behaviour: BehaviourFile = None,
    history: HistoryFile = None,
    timezone: Timezone = None,
    column: Column = None,
    day_first: DayFirst = None,
    stray: StrayDates = None,
    begins: BeginsWith = None,
    allow_code: AllowCode = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Check a scenario, and a history; list plans, measures and levers with their ranges."""
    from forerun.past import facts as read
    from forerun.past import past

    screen = Screen(as_json, lang)
    tested = scenario(asked, behaviour, allow_code=allow_code)
    found = facts(tested)
    if history is not None:
        known = past(
            tested,
            history,
            timezone=timezone,
            columns=mapped(column),
            day_first=day_first,
            stray=stray,
            begins=begins,
            command="forerun check",
        )
        tell(screen, known)
        found["history"] = read(known)
    screen.facts(found)
    _show(screen, tested, found)


def facts(tested: Scenario) -> dict[str, Any]:
    """Return ``{"scenario", "money", "plans", "measures", "levers", "warnings"}``.

    A warning is what will keep a strategy from running, or stop it, as far as that is known before
    the first day, ``{"plan", "strategy", "reason", "day", "message", "message_zh"}``, or a measure
    that the horizon cannot hold: ``{"measure", "reason", "needed_days", "horizon_days", ...}``.
    """
    from sim.metrics import with_own
    from strategies import search_space

    plans, levers, warnings = [], [], []
    for name in tested.plan_names:
        plan = tested.plan(name)
        plans.append(
            {
                "name": name,
                "budget": plan.budget,
                "budget_per": plan.budget_per,
                "strategies": [strategy.called for strategy in plan.strategies],
            }
        )
        warnings += [
            {
                "plan": name,
                "strategy": one.strategy,
                "reason": one.stop.reason,
                "day": one.stop.day,
                "message": one.stop.told(),
                "message_zh": one.stop.told("zh"),
            }
            for one in plan.foreseen(tested.calendar, tested.segments, tested.behaviour.absent)
        ]
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
    known = with_own(tested.own.measures)
    measures = [
        {
            "name": one.name,
            "title": one.title,
            "title_zh": one.title_zh,
            "unit": one.unit,
            "better": one.better,
        }
        for one in (known[name] for name in tested.measures)
    ]
    warnings += _too_short(tested)
    return {
        "scenario": tested.name,
        "digest": tested.digest,
        "money": asdict(tested.money),
        "plans": plans,
        "measures": measures,
        "levers": levers,
        "ties": None if tested.ties_reading is None else asdict(tested.ties_reading),
        "warnings": warnings,
    }


def _too_short(tested: Scenario) -> list[dict[str, Any]]:
    """Return the measures asked for that the horizon cannot hold."""
    from forerun.report.labels import Labels
    from sim.metrics import with_own
    from worlds.measured import Undefined

    known = with_own(tested.own.measures)
    names = list(tested.measures)
    if tested.search is not None:
        names += [one.metric for one in tested.search.objectives]
        names += [one.metric for one in tested.search.constraints]
    warnings = []
    for name in dict.fromkeys(names):
        why = Undefined.of(name, tested.calendar, tested.plan_names, known)
        if why.needed_days is not None:
            days = {"needed": why.needed_days, "days": why.horizon_days}
            warnings.append(
                {
                    "measure": name,
                    "reason": why.reason,
                    "needed_days": why.needed_days,
                    "horizon_days": why.horizon_days,
                    "message": _undefined(Labels.of(tested, "en"), name, days),
                    "message_zh": _undefined(Labels.of(tested, "zh"), name, days),
                }
            )
    return warnings


def _undefined(labels: Labels, name: str, days: dict[str, int]) -> str:
    why = labels("why_horizon", **days)
    return labels("undefined", measure=labels.measure(name), why=why)


def _show(screen: Screen, tested: Scenario, found: dict[str, Any]) -> None:
    labels = screen.labels(tested.currency)
    title = "title_zh" if screen.lang == "zh" else "title"
    screen.line(f"{tested.name}: {tested.start}, {tested.horizon_days} d, {tested.currency}")
    screen.line(labels.money_unit(tested.money.unit, tested.money.origin) + "\n")
    screen.table(
        screen.word("plans"),
        [screen.word(key) for key in ("plan", "strategies", "budget")],
        [
            [plan["name"], ", ".join(plan["strategies"]) or "–", _money(plan, screen, labels)]
            for plan in found["plans"]
        ],
        texts=2,
    )
    screen.table(
        screen.word("measures"),
        [screen.word(key) for key in ("measure", "title", "unit", "better")],
        [
            [own["name"], own[title], screen.unit(own["unit"]), screen.word(own["better"])]
            for own in found["measures"]
        ],
        texts=4,
    )
    if tested.ties_reading is not None:
        file = tested.community.graph.start and tested.community.graph.start.file
        screen.table(
            screen.word("ties", file=file),
            [screen.word(key) for key in ("what_was_read", "count")],
            _ties(screen, labels, tested.ties_reading),
        )
    if found["warnings"]:
        message = "message_zh" if screen.lang == "zh" else "message"
        screen.table(
            screen.word("warnings"),
            [screen.word(key) for key in ("plan", "strategies", "warning")],
            [
                [one.get("plan", "–"), one.get("strategy") or one["measure"], one[message]]
                for one in found["warnings"]
            ],
            texts=3,
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
                        screen.unit(lever["unit"]),
                        *(f"{lever[key]:g}" for key in ("current", "low", "high")),
                    ]
                    for lever in own
                ],
                texts=3,
            )


def _ties(screen: Screen, labels: Labels, read: Reading) -> list[list[str]]:
    """What was read of an edge list, and whatever was left or dropped, with the reason."""
    columns = ", ".join(read.used) if read.headings else screen.word("no_header")
    rows = [
        [screen.word("ties_rows", columns=columns), labels.number(read.rows)],
        [screen.word("ties_members"), labels.number(read.members)],
        [screen.word("ties_ties"), labels.number(read.ties)],
    ]
    if read.left:
        rows.append([screen.word("ties_left", columns=", ".join(read.left)), str(len(read.left))])
    for key in ("loops", "duplicates", "nobody", "single", "comments", "floats", "twins"):
        count = getattr(read, key)
        if count:
            text = screen.word(f"ties_{key}", line=read.nobody_line)
            rows.append([text, labels.number(count)])
    return rows


def _money(plan: dict[str, Any], screen: Screen, labels: Labels) -> str:
    if plan["budget"] is None:
        return "–"
    told = labels.number(plan["budget"], "currency")
    return told if plan["budget_per"] == "plan" else f"{told} {screen.word(plan['budget_per'])}"
