"""What a reader of figures must know besides: what is undefined and why, what stands on little."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from forerun.report.labels import Labels
from forerun.report.pairs import WINNER
from sim.metrics.base import LAST_DAYS

SEARCHED: Final = {"today": "today", "equal-split": "equal_split", WINNER: "winner"}
"""Texts of the plans that a search adds to those of the scenario."""


class Context(Protocol):
    """What is known of the scenario of a result."""

    @property
    def baseline(self) -> str:
        """Name of the plan that does nothing."""
        ...

    @property
    def horizon_days(self) -> int:
        """Days of a plan."""
        ...


def doubts(
    found: Mapping[str, Any], names: Iterable[str], context: Context, labels: Labels
) -> list[str]:
    """Return one sentence a doubt.

    Parameters
    ----------
    found
        What a run, a comparison or a search found, as JSON values: see
        `planning.compare.Comparison.doubts`.
    names
        The measures to speak of.
    context
        The scenario.
    labels
        Language.
    """
    names = [name for name in names if name in labels.measures]
    return [
        *beyond_published(found, labels),
        *_undefined(found, names, context, labels),
        *_few(found, names, labels),
        *_dry(found, names, context, labels),
        *_untold(found, labels),
    ]


def _untold(found: Mapping[str, Any], labels: Labels) -> list[str]:
    """Return one sentence on the audiences that a plan is for and effects are not told by."""
    names = found.get("untold")
    return [labels("untold", names=labels("listed").join(names))] if names else []


def beyond_published(
    found: Mapping[str, Any], labels: Labels, plan: str | None = None
) -> list[str]:
    """Return one sentence for each effect beyond what was published, of one plan or of all."""
    sentences = []
    for one in found.get("doubts", ()):
        if plan not in (None, one["plan"]):
            continue
        if one.get("speculative"):
            names = labels("listed").join(map(labels.strategy, one["strategies"]))
            plan_name = _plan(one["plan"], found, labels)
            sentences.append(labels("speculative", plan=plan_name, strategies=names))
            continue
        per, digits = one["per"], 1 if one["per"] else 0
        low, high, change = (labels.percent(one[key], digits) for key in ("low", "high", "change"))
        sentences.append(
            labels(
                "doubt" if per is None else "doubt_per",
                plan=_plan(one["plan"], found, labels),
                measure=labels.phrase(one["measure"]),
                per="" if per is None else labels.phrase(per),
                change=change,
                low=low,
                high=high,
                strategies=labels("listed").join(map(labels.strategy, one["strategies"])),
                source=one["source"],
            )
        )
    return sentences


def _undefined(
    found: Mapping[str, Any], names: Iterable[str], context: Context, labels: Labels
) -> list[str]:
    sentences = []
    for name in names:
        why = found.get("undefined_why", {}).get(name)
        # That doing nothing has no return on its cost is no news.
        if why is None or (why["reason"] == "cost" and set(why["plans"]) == {context.baseline}):
            continue
        reason = labels(
            f"why_{why['reason']}", needed=why.get("needed_days"), days=why.get("horizon_days")
        )
        everywhere = name in found.get("undefined", ())
        sentences.append(
            labels(
                "undefined" if everywhere else "undefined_under",
                measure=labels.measure(name),
                why=reason,
                plans=labels("listed").join(_plan(name, found, labels) for name in why["plans"]),
            )
        )
    return sentences


def _few(found: Mapping[str, Any], names: Iterable[str], labels: Labels) -> list[str]:
    seeds, sentences = int(found["seeds"]), []
    for name in names:
        behind = [n for n in _behind(found, name) if 0 < n < seeds]
        if behind:
            said = labels("from_worlds", measure=labels.measure(name), n=min(behind), seeds=seeds)
            sentences.append(said)
    return sentences


def _behind(found: Mapping[str, Any], name: str) -> list[int]:
    """Worlds behind a measure, of each pair or plan in which it is told."""
    groups = [pair["measures"] for pair in found.get("comparisons", ())]
    keys = ("measures", "status_quo", "equal_split", "today")
    groups += [found[key] for key in keys if key in found]
    if found.get("winner"):
        groups.append(found["winner"]["measures"])
    return [int(group[name]["worlds"]) for group in groups if name in group]


def _plan(name: str, found: Mapping[str, Any], labels: Labels) -> str:
    """Return what a plan is called: a search's own by a text, one of the scenario by its name."""
    key = SEARCHED.get(name) if "winner" in found else None
    return name if key is None else labels(key)


def _dry(
    found: Mapping[str, Any], names: Iterable[str], context: Context, labels: Labels
) -> list[str]:
    days, seeds, counts = context.horizon_days, found["seeds"], found.get("ran_dry_in", {})

    def among(plan: str, strategy: str) -> str:
        n = counts.get(plan, {}).get(strategy, seeds)
        return labels("among", n=n, worlds=seeds) if n < seeds else ""

    return [
        labels(
            "ran_dry",
            measure=labels.measure(name),
            last=LAST_DAYS,
            plan=_plan(plan, found, labels),
            strategy=labels.strategy(strategy),
            day=round(day) + 1,
            days=days,
            among=among(plan, strategy),
        )
        for plan, dry in found.get("ran_dry", {}).items()
        for strategy, day in dry.items()
        if day < days - 1
        for name in names
        if labels.measures[name].at_end
    ]
