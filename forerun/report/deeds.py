"""What a plan is, in words: what is done, with which settings, for how much, what stopped it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from forerun.report.labels import Labels
from forerun.report.section import Cell, table

SETTINGS: Final = 3
"""Settings of a strategy that a sentence names, at most."""

DIGITS: Final = 3
"""Significant digits of a setting: what a person would write down and carry out."""


def plan_in_words(deeds: Sequence[Mapping[str, Any]], labels: Labels) -> str:
    """Return one sentence: what is done, and for how much, cash and owed apart.

    Parameters
    ----------
    deeds
        What each strategy did, as `worlds.did.Did` writes it.
    labels
        Language and currency.
    """
    ran = [_deed(one, labels) for one in deeds if one["ran_in"]]
    return labels("the_plan", deeds=_joined(ran, labels)) if ran else labels("the_plan_nothing")


def not_run(deeds: Iterable[Mapping[str, Any]], labels: Labels) -> list[str]:
    """Return one sentence for each strategy that never ran."""
    return [
        labels(
            "not_run",
            title=labels.strategy(one["strategy"]),
            stop=stopped(one, labels) or labels("not_run_plain"),
        )
        for one in deeds
        if not one["ran_in"]
    ]


def about_the_winner(winner: Mapping[str, Any], labels: Labels) -> list[str]:
    """Return what was taken back, what lies at the edge of its range, and what the bounds cost."""
    sentences = []
    taken = [
        labels(
            "taken_one",
            lever=labels.lever(one["path"]),
            found=setting(one["path"], one["found"], labels),
            to=setting(one["path"], one["to"], labels),
        )
        for one in winner["taken_back"]
    ]
    if taken:
        sentences.append(labels("taken_back", levers=_joined(taken, labels)))
    edges = [
        labels(
            f"edge_{one['end']}",
            lever=labels.lever(one["path"]),
            value=setting(one["path"], one["value"], labels),
        )
        for one in winner["edges"]
    ]
    if edges:
        sentences.append(labels("edges", levers=_joined(edges, labels)))
    cost = winner["bounds_cost"]
    if cost is not None:
        unit = labels.unit(cost["objective"])
        sentences.append(
            labels(
                "bounds_cost",
                bounds=_joined(cost["constraints"], labels),
                trial=cost["trial"],
                measure=labels.phrase(cost["objective"]),
                value=labels.number(cost["value"], unit),
                winner=labels.number(cost["winner"], unit),
            )
        )
    return sentences


def bound_state(bound: Mapping[str, Any]) -> str:
    """Return the text's key for how a winner stands to a bound."""
    if not bound["kept"]:
        return "broken"
    # Folders of an earlier version do not say.
    if bound.get("within_noise"):
        return "within_noise"
    return "binding" if bound["binding"] else "slack"


def stopped(deed: Mapping[str, Any], labels: Labels) -> str:
    """Return what stopped a strategy, and in how many worlds; nothing if it ran to the end."""
    stop = deed["stop"]
    if stop is None:
        return ""
    said = str(stop["message_zh" if labels.lang == "zh" else "message"])
    if stop["worlds"] == deed["worlds"]:
        return said
    return labels("stopped_in", stop=said, n=stop["worlds"], worlds=deed["worlds"])


def did_table(deeds: Sequence[Mapping[str, Any]], labels: Labels) -> str:
    """Return what each strategy was to spend, spent, refused and owes, as HTML; how to read it."""
    cell = labels.bare()
    head = ("strategy", "planned", "spent", "beyond_money", "outstanding", "refused", "left_out",
            "stopped_by")  # fmt: skip
    rows: list[list[Cell]] = [
        [
            labels.strategy(one["strategy"]),
            *(
                "–" if one.get(key) is None else cell.number(one[key], "currency")
                for key in ("budget", "spent", "beyond", "owed", "refused")
            ),
            _left_out(one, labels),
            stopped(one, labels) or "–",
        ]
        for one in deeds
    ]
    note = f'<p class="note">{escape(labels("what_it_did_note"))}</p>'
    if not rows:
        return ""
    return table([labels(key) for key in head], rows) + funnels(deeds, labels) + note


def funnels(deeds: Iterable[Mapping[str, Any]], labels: Labels) -> str:
    """Return the funnels of those strategies that have one, stage by stage, as HTML."""
    told = [
        labels(
            "funnel_of",
            title=labels.strategy(one["strategy"]),
            stages=labels("then").join(
                f"{labels(f'stage_{stage}')} {labels.bare().number(round(count))}"
                for stage, count in one["stages"].items()
            ),
        )
        for one in deeds
        # Folders of an earlier version do not say.
        if one.get("stages")
    ]
    return "".join(f"<p>{escape(one)}</p>" for one in told)


def _left_out(deed: Mapping[str, Any], labels: Labels) -> str:
    if not deed.get("left_out"):
        return "–"
    return f"{labels.bare().number(round(deed['left_out']))} {labels.unit_text(deed['unit'])}"


def paid(deed: Mapping[str, Any], labels: Labels) -> str:
    """Return what a strategy cost, cash and owed apart, and what it did beyond its money."""
    cash, owed = (labels.number(deed[key], "currency") for key in ("spent", "owed"))
    text = labels("in_cash_and_owed" if deed["owed"] else "in_cash", cash=cash, owed=owed)
    if beyond := deed.get("beyond"):
        text += labels("and_beyond", amount=labels.number(beyond, "currency"))
    return text


def setting(path: str, value: float, labels: Labels) -> str:
    """Return a value of a lever as a person writes it: three digits, with its unit."""
    unit = labels.lever_unit(path)
    if unit == "1" or unit.startswith("weight"):
        return labels.figures(value, DIGITS)
    return f"{labels.figures(value, DIGITS)} {labels.unit_text(unit)}".rstrip()


def _deed(one: Mapping[str, Any], labels: Labels) -> str:
    named = [
        labels("setting", title=labels.setting(path), value=setting(path, value, labels))
        for path, value in one["settings"].items()
        if value and not labels.lever_unit(path).startswith("weight")
    ]
    stop = stopped(one, labels)
    return labels(
        "deed",
        title=labels.strategy(one["strategy"]),
        settings=labels("deed_settings", settings=_joined(named[:SETTINGS], labels))
        if named
        else "",
        money=paid(one, labels),
        stop=labels("deed_stop", stop=stop) if stop else "",
    )


def _joined(parts: Sequence[str], labels: Labels) -> str:
    return labels("listed").join(parts)
