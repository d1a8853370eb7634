"""Plans compared: both values, the paired difference, its interval, the probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forerun.report.deeds import did_table
from forerun.report.doubts import doubts
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import (
    Moved,
    Pair,
    asked_measures,
    headline,
    main_measure,
    pairs,
)
from forerun.report.section import Cell, Html, Section, folded, table


def comparison(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when nothing was compared."""
    found = pairs(folder) if folder.compare is not None else []
    if not found:
        return None
    first = headline(folder, found[0])
    assert folder.compare is not None
    said = doubts(folder.compare, asked_measures(folder, found[0]), folder, labels)
    body = "".join(_table(pair, first, labels) for pair in found)
    everything = "".join(_table(pair, list(pair.moved), labels) for pair in found)
    return Section(
        "comparison",
        labels("comparison"),
        _insight(found, first, labels),
        body + folded(labels("all_measures"), everything) + _did(folder.compare, labels),
        labels("gap").join([*said, labels("comparison_note")]),
    )


def _did(compared: Mapping[str, Any], labels: Labels) -> str:
    """What the strategies of each plan did, to be opened."""
    return "".join(
        folded(labels("what_it_did_of", plan=plan), did_table(deeds, labels))
        for plan, deeds in compared.get("strategies", {}).items()
        if deeds
    )


def _insight(found: Sequence[Pair], names: Sequence[str], labels: Labels) -> str:
    """How many measures differ between two plans; the ranking of more."""
    main = main_measure(found[0], names)
    if len(found) > 1 and main is not None:
        ranked = sorted(found, key=lambda pair: -(pair.moved[main].difference or 0.0))
        ranking = [
            f"{p.plan} {labels.change(p.moved[main].difference, labels.unit(main))}" for p in ranked
        ]
        return labels("comparison_ranking", measure=labels.phrase(main), ranking=", ".join(ranking))
    return labels(
        "comparison_insight",
        clear=sum(found[0].moved[name].clear for name in names),
        n=len(names),
        plan=found[0].plan,
        baseline=found[0].baseline,
    )


def _table(pair: Pair, names: Sequence[str], labels: Labels) -> str:
    head = [
        labels("measure"),
        pair.baseline,
        pair.plan,
        labels("difference"),
        labels("interval"),
        "",
        labels("p_better"),
    ]
    rows = [_row(pair, name, labels) for name in names if name in pair.moved]
    return table(head, rows)


def _row(pair: Pair, name: str, labels: Labels) -> list[Cell]:
    moved, kind, cell = pair.moved[name], labels.unit(name), labels.bare()
    side = pair.better(name)
    sign = {1: "▲ ", -1: "▼ ", 0: ""}[side]
    style = {1: "good", -1: "bad", 0: "open"}[side]
    change = f"{sign}{cell.change(moved.difference, kind)}{' *' if moved.clear else ''}"
    interval = cell.interval(moved.low, moved.high, kind)
    if moved.alone:
        interval = labels("own_interval", interval=cell.levels(moved.b_low, moved.b_high, kind))
    return [
        labels.row(name),
        cell.number(moved.a, kind),
        cell.number(moved.b, kind),
        Html(f'<span class="{style}">{change}</span>'),
        interval,
        Html(whisker(moved, style)),
        labels.chance(moved.p_better, moved.worlds),
    ]


def whisker(moved: Moved, style: str) -> str:
    """Return a small picture of an interval against zero, the middle of its width."""
    if moved.difference is None or moved.low is None or moved.high is None:
        return ""
    reach = max(abs(moved.low), abs(moved.high)) or 1.0
    low, middle, high = (45 + 42 * x / reach for x in (moved.low, moved.difference, moved.high))
    return (
        f'<svg class="whisker {style}" viewBox="0 0 90 12" aria-hidden="true">'
        '<line class="zero" x1="45" x2="45" y1="0" y2="12"/>'
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="6" y2="6"/>'
        f'<circle cx="{middle:.1f}" cy="6" r="2.6"/></svg>'
    )
