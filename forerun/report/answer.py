"""The answer: one verdict, one sentence, and the few numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import (
    WINNER,
    Moved,
    Pair,
    best,
    headline,
    main_measure,
    objectives,
    pairs,
    unit,
)

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
    names = headline(folder, pair)
    aims = sorted(_aims(pair, names, folder), key=lambda name: not pair.moved[name].clear)
    if not aims:
        return None
    compared = len(pairs(folder))
    plan = pair.plan
    if plan == WINNER and folder.search is not None:
        plan = labels("best_found", trials=folder.search["trials"])
    first, *others = aims
    sentences = [_effect(pair, plan, first, labels)]
    sentences += [_effect(pair, labels("it"), name, labels) for name in others]
    if pair.plan != WINNER and compared > 1:
        sentences.append(
            labels(
                "best_compared",
                n=compared,
                baseline=pair.baseline,
                measure=labels.phrase(first),
            )
        )
    sides = {pair.better(name) for name in aims}
    side = 1 if sides <= {1, 0} and 1 in sides else -1 if sides <= {-1, 0} and -1 in sides else 0
    verdict = _verdict(pair, aims, side, labels)
    payback = _payback(pair)
    if payback is not None:
        verdict = labels("joined_verdict", a=verdict, b=labels(f"short_{payback}"))
    return Answer(
        verdict,
        side,
        (*sentences, *_money(pair, payback, labels)),
        tuple(_tile(pair, name, labels) for name in names[:TILES]),
    )


def _aims(pair: Pair, names: Sequence[str], folder: Folder) -> list[str]:
    """What the plan was for: the objectives of a search, else the main measure."""
    if pair.plan == WINNER and folder.search is not None:
        return [name for name in objectives(folder.search) if name in pair.moved]
    main = main_measure(names)
    return [] if main is None else [main]


def _verdict(pair: Pair, aims: Sequence[str], side: int, labels: Labels) -> str:
    if all(pair.moved[name].none for name in aims):
        return labels("verdict_same")
    if side == 0 and any(pair.better(name) for name in aims):
        return labels("verdict_mixed")
    return labels({1: "verdict_gain", 0: "verdict_flat", -1: "verdict_loss"}[side])


def _effect(pair: Pair, plan: str, name: str, labels: Labels) -> str:
    moved = pair.moved[name]
    if moved.none:
        return labels("same", plan=plan, baseline=pair.baseline, measure=labels.phrase(name))
    change = moved.difference or 0.0
    write = labels.size if moved.clear else labels.change
    return labels(
        "gain" if moved.clear else "flat",
        plan=plan,
        baseline=pair.baseline,
        measure=labels.phrase(name),
        verb=labels("raises" if change > 0 else "lowers"),
        change=write(change, unit(name)),
        relative=_relative(moved, labels),
        interval=labels.interval(moved.low, moved.high, unit(name)),
        p=labels.percent(moved.p_better),
    )


def _relative(moved: Moved, labels: Labels) -> str:
    if not moved.a or moved.difference is None or moved.a < 0:
        return ""
    return labels("relative", share=labels.percent(abs(moved.difference / moved.a)))


def _payback(pair: Pair) -> str | None:
    """Whether what the plan costs comes back: pays, loses, undecided; None if it costs nothing."""
    spent, back = pair.moved.get("cost"), pair.moved.get("roi_marketing")
    if spent is None or not spent.difference or spent.difference < 0 or back is None:
        return None
    if back.difference is None or back.low is None or back.high is None:
        return None
    return "pays" if back.low >= 1 else "loses" if back.high < 1 else "undecided"


def _money(pair: Pair, payback: str | None, labels: Labels) -> list[str]:
    """One sentence on money, when the plan costs something."""
    if payback is None:
        return []
    back = pair.moved["roi_marketing"]
    earned, low, high = (labels.number(x) for x in (back.difference, back.low, back.high))
    return [
        labels(
            "money",
            cost=labels.number(pair.moved["cost"].difference, "currency"),
            back=earned,
            low=low,
            high=high,
            currency=labels.currency,
            verdict=labels(payback),
        )
    ]


def _tile(pair: Pair, name: str, labels: Labels) -> Tile:
    moved = pair.moved[name]
    kind = unit(name)
    return Tile(
        title=labels.measure(name),
        value=labels.number(moved.b, kind),
        change=labels.change(moved.difference, kind) + _relative(moved, labels),
        interval=labels("between", interval=labels.interval(moved.low, moved.high, kind)),
        chance=""
        if moved.p_better is None
        else labels("probability", p=labels.percent(moved.p_better)),
        side=pair.better(name),
    )


def _of_fit(found: dict[str, Any], labels: Labels) -> Answer | None:
    holdout = found["holdout"]
    if not holdout["weeks"]:
        return None
    error, naive = holdout["error"], holdout["naive_error"]
    side = 1 if error < naive else -1
    return Answer(
        labels("verdict_fit"),
        side,
        (
            labels(
                "fitted",
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
    low, high = np.percentile(values, (5.0, 95.0))
    return Answer(
        labels("verdict_run"),
        0,
        (
            labels(
                "level",
                plan=plan,
                mean=labels.number(float(values.mean())),
                low=labels.number(float(low)),
                high=labels.number(float(high)),
            ),
        ),
    )
