"""The answer: one verdict, one sentence, and the few numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from forerun.report.deeds import not_run, plan_in_words
from forerun.report.doubts import beyond_published, doubts
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import (
    WINNER,
    Moved,
    Pair,
    aims,
    asked_measures,
    best,
    headline,
    pairs,
)
from worlds.statistics import interval, side

TILES: Final = 5
"""Numbers at the top, at most."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One number at the top.

    Attributes
    ----------
    title, value
        The measure and its level under the plan.
    change, interval, chance
        Against the baseline: difference, its interval, the probability of being better.
    side
        1 clearly better, -1 clearly worse, 0 open or neutral.
    """

    title: str
    value: str
    change: str
    interval: str
    chance: str
    side: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at the top of the page.

    Attributes
    ----------
    verdict
        Two or three words.
    side
        1 good, -1 bad, 0 neither.
    sentences
        The answer in full, most important first.
    tiles
        The numbers behind it.
    """

    verdict: str
    side: int
    sentences: tuple[str, ...]
    tiles: tuple[Tile, ...] = ()


def answer(folder: Folder, labels: Labels) -> Answer | None:
    """Return the answer of what was run last, or else of a search, a comparison, a fit, a run."""
    if folder.calibrate is not None and folder.meta["command"] == "calibrate":
        return _of_fit(folder.calibrate, labels)
    pair = best(folder)
    return _of_run(folder, labels) if pair is None else _of_pair(pair, folder, labels)


def _of_pair(pair: Pair, folder: Folder, labels: Labels) -> Answer | None:
    names, asked = headline(folder, pair), aims(folder, pair)
    if not asked:
        return None
    compared = len(pairs(folder))
    plan = pair.plan
    if plan == WINNER and folder.search is not None:
        plan = labels("best_found", trials=folder.search["trials"])
    first, *others = asked
    sentences = [_effect(pair, plan, first, labels)]
    sentences += [_effect(pair, labels("it"), name, labels) for name in others]
    if pair.plan != WINNER and compared > 1 and pair.better(first) > 0:
        sentences.append(
            labels(
                "best_compared",
                n=compared,
                baseline=pair.baseline,
                measure=labels.phrase(first),
            )
        )
    sentences += _deeds(folder, pair, labels)
    beyond = beyond_published(_found(folder, pair), labels, pair.plan)
    # What lies beyond all that was published is no good news before it is understood.
    side = 0 if beyond else pair.better(first)
    verdict = _verdict(pair, asked, labels)
    payback = _payback(pair)
    if payback is not None:
        verdict = labels("joined", a=verdict, b=labels(f"short_{payback}"))
    if beyond:
        verdict = labels("joined", a=verdict, b=labels("short_doubt"))
    money = _money(pair, payback, folder.horizon_days, labels)
    against = _against(folder, pair, first, labels)
    return Answer(
        verdict,
        side,
        (*beyond, *sentences, *money, *against, *_doubts(folder, pair, labels)),
        tuple(_tile(pair, name, labels) for name in names[:TILES]),
    )


def _verdict(pair: Pair, asked: Sequence[str], labels: Labels) -> str:
    """Say what becomes of the first thing asked for; mixed if another one clearly pays for it."""
    first, *others = asked
    if all(pair.moved[name].none for name in asked):
        return labels("verdict_same")
    side = pair.better(first)
    if side and any(pair.better(name) == -side for name in others):
        return labels("verdict_mixed")
    return labels({1: "verdict_gain", 0: "verdict_flat", -1: "verdict_loss"}[side])


def _found(folder: Folder, pair: Pair) -> Mapping[str, Any]:
    found = folder.search if pair.plan == WINNER else folder.compare
    return found or {}


def _deeds(folder: Folder, pair: Pair, labels: Labels) -> list[str]:
    """What is done and for how much; what never ran is no part of it."""
    found = _found(folder, pair)
    if pair.plan == WINNER:
        winner = found["winner"]
        return [plan_in_words(winner["strategies"], labels), *not_run(winner["not_run"], labels)]
    deeds = found.get("strategies", {}).get(pair.plan)
    return [] if not deeds else [plan_in_words(deeds, labels), *not_run(deeds, labels)]


def _against(folder: Folder, pair: Pair, name: str, labels: Labels) -> list[str]:
    """The winner's first objective beside today's plan and the equal split."""
    if pair.plan != WINNER or folder.search is None:
        return []
    sentences = []
    for other in ("today", "equal_split"):
        own = folder.search["winner"]["against"][other].get(name)
        if own is None or own["difference"] is None:
            continue
        sentences.append(
            labels(
                "against",
                other=labels(other),
                measure=labels.phrase(name),
                change=labels.change(own["difference"], labels.unit(name)),
                interval=labels(
                    "between", interval=labels.interval(own["low"], own["high"], labels.unit(name))
                ),
                chance=labels.better(own["p_better"], own["worlds"]),
            )
        )
    return sentences


def _effect(pair: Pair, plan: str, name: str, labels: Labels) -> str:
    moved = pair.moved[name]
    if moved.none:
        return labels("same", plan=plan, baseline=pair.baseline, measure=labels.phrase(name))
    if moved.alone:
        return labels(
            "own",
            plan=plan,
            measure=labels.phrase(name),
            value=labels.number(moved.b, labels.unit(name)),
            interval=labels.levels(moved.b_low, moved.b_high, labels.unit(name)),
            baseline=pair.baseline,
        )
    if moved.difference is None:
        return labels("none_own", plan=plan, measure=labels.phrase(name))
    change = moved.difference
    write = labels.size if moved.clear else labels.change
    return labels(
        "gain" if moved.clear else "flat",
        plan=plan,
        baseline=pair.baseline,
        measure=labels.phrase(name),
        verb=labels("raises" if change > 0 else "lowers"),
        change=write(change, labels.unit(name)),
        relative=_relative(moved, labels),
        interval=labels.interval(moved.low, moved.high, labels.unit(name)),
        chance=labels.better(moved.p_better, moved.worlds),
    )


def _doubts(folder: Folder, pair: Pair, labels: Labels) -> list[str]:
    """What was asked for and is undefined, or stands on little."""
    found = dict(_found(folder, pair))
    # What is beyond the published stands first, and other plans are not the question here.
    for other in ("doubts", "equal_split", "today"):
        found.pop(other, None)
    found["comparisons"] = [
        one for one in found.get("comparisons", ()) if one["plans"][1] == pair.plan
    ]
    found["ran_dry"] = {
        plan: days for plan, days in found.get("ran_dry", {}).items() if plan == pair.plan
    }
    return doubts(found, asked_measures(folder, pair), folder, labels)


def _relative(moved: Moved, labels: Labels) -> str:
    if not moved.a or moved.difference is None or moved.a < 0:
        return ""
    return labels("relative", share=labels.percent(abs(moved.difference / moved.a)))


def _payback(pair: Pair) -> str | None:
    """Whether what the plan costs comes back: pays, loses, undecided; None if it costs nothing."""
    spent, back = pair.moved.get("cost"), pair.moved.get("roi_marketing")
    if spent is None or not spent.difference or spent.difference < 0 or back is None:
        return None
    if back.b is None or back.b_low is None or back.b_high is None:
        return None
    return {1: "pays", 0: "undecided", -1: "loses"}[side(back.b_low, back.b_high, 1.0)]


def _money(pair: Pair, payback: str | None, days: int, labels: Labels) -> list[str]:
    """One sentence on money, when the plan costs something."""
    if payback is None:
        return []
    back = pair.moved["roi_marketing"]
    earned, low, high = (labels.number(x) for x in (back.b, back.b_low, back.b_high))
    whole = pair.moved.get("roi_with_base")
    # Beside the return per unit spent it stands in the same form, 1 for break-even.
    base = None if whole is None or whole.b is None else labels.number(whole.b + 1)
    return [
        labels(
            "money",
            cost=_cost(pair, labels),
            back=earned,
            low=low,
            high=high,
            currency=labels.currency,
            days=labels("in_days", days=days) if days else "",
            base="" if base is None else labels("with_base", back=base),
            verdict=labels(payback),
        )
    ]


def _cost(pair: Pair, labels: Labels) -> str:
    """Write what the plan costs more, and cash and owed apart when anything is owed."""
    cost = labels.number(pair.moved["cost"].difference, "currency")
    cash, owed = pair.moved.get("cash"), pair.moved.get("owed")
    if cash is None or owed is None or not owed.difference:
        return cost
    write = [labels.number(one.difference, "currency") for one in (cash, owed)]
    return labels("cost_apart", cost=cost, cash=write[0], owed=write[1])


def _tile(pair: Pair, name: str, labels: Labels) -> Tile:
    moved = pair.moved[name]
    kind = labels.unit(name)
    ends = labels.interval(moved.low, moved.high, kind)
    if moved.alone:
        ends = labels.levels(moved.b_low, moved.b_high, kind)
    return Tile(
        title=labels.measure(name),
        value=labels.number(moved.b, kind),
        change=""
        if moved.difference is None
        else labels.change(moved.difference, kind) + _relative(moved, labels),
        interval=labels("between", interval=ends),
        chance="" if moved.p_better is None else labels.better(moved.p_better, moved.worlds),
        side=pair.better(name),
    )


def _of_fit(found: dict[str, Any], labels: Labels) -> Answer | None:
    holdout = found["holdout"]
    if not holdout["weeks"]:
        return None
    error, naive = holdout["error"], holdout["naive_error"]
    if error is None or naive is None:
        return Answer(labels("verdict_fit"), 0, (labels("fit_undefined", weeks=holdout["weeks"]),))
    side = 1 if error < naive else -1
    return Answer(
        labels("verdict_fit"),
        side,
        (
            labels(
                "fitted_week" if found["fit"].get("cadence") == "week" else "fitted",
                weeks=holdout["weeks"],
                error=labels.percent(error, 1),
                naive=labels.percent(naive, 1),
                verdict=labels("beats" if side > 0 else "beaten"),
            ),
        ),
    )


def _of_run(folder: Folder, labels: Labels) -> Answer | None:
    import polars as pl

    table = folder.tables.get("daily")
    if table is None:
        return None
    plan = str(table["plan"][0])
    last = table.filter((pl.col("plan") == plan) & (pl.col("date") == pl.col("date").max()))
    values = last["weekly_active"].to_numpy().astype(np.float64)
    ends = interval(values)
    return Answer(
        labels("verdict_run"),
        0,
        (
            labels(
                "level",
                plan=plan,
                mean=labels.number(ends.mean),
                low=labels.number(ends.low),
                high=labels.number(ends.high),
            ),
        ),
    )
