"""The winner's money beside today's as a picture, and what one more of each lever brings."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any, Final

from forerun.report.charts import INK, PALETTE, QUIET, WIDTH, styled, widest
from forerun.report.deeds import setting
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import asked_for
from forerun.report.section import Cell, figure, folded, table
from forerun.report.svg import Mark, new_figure, to_svg
from worlds.statistics import side

if TYPE_CHECKING:
    import polars as pl

SPLITS: Final = ("today", "equal_split", "winner")
MOST_CURVES: Final = 6
"""Levers whose curves are drawn: those of which a step changes most, clear ones first."""


def money(winner: Mapping[str, Any], labels: Labels) -> str:
    """Return a bar of each split of the budget, as HTML; nothing where no money is split."""
    # Of a budget by month or quarter it is one span's.
    split, budget = winner.get("split"), winner.get("split_of", winner.get("budget"))
    if not split or len(split) < 2 or not budget:
        return ""
    names = [labels.strategy(name) for name in split]
    rows = [labels(f"{who}_short") for who in SPLITS]
    with styled():
        canvas = new_figure(WIDTH, 1.9)
        left = widest(rows, beside=0.2)
        axes = canvas.add_axes((left, 0.16, 0.97 - left, 0.56))
        marks = []
        for row, who in enumerate(SPLITS):
            begin = 0.0
            shares = [own[who] for own in split.values()]
            parts = [*zip(names, shares, [*PALETTE] * 3, strict=False)]
            parts.append((labels("not_given"), max(budget - sum(shares), 0.0), "#e4e7eb"))
            for name, amount, colour in parts:
                axes.barh(row, amount, left=begin, height=0.62, color=colour,
                          label=name if row == 0 else None)  # fmt: skip
                said = f"{rows[row]}\n{name}: {labels.number(amount, 'currency')}"
                marks.append(Mark(axes, begin, begin + amount, row - 0.31, row + 0.31, said))
                begin += amount
        axes.set_yticks(range(len(rows)), rows)
        axes.invert_yaxis()
        axes.set_xlim(0, max(budget, *(sum(own[who] for own in split.values()) for who in SPLITS)))
        axes.set_title(labels("split_title"), loc="left", fontsize=9, color=INK, pad=22)
        axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=6, fontsize=8)
        return figure(to_svg(canvas, "split-chart", labels("split_title"), marks))


def returns(folder: Folder, winner: Mapping[str, Any], labels: Labels) -> str:
    """Return what a step of each lever brings, with the curves behind it, as HTML."""
    steps = winner.get("marginal")
    if not steps or folder.search is None:
        return ""
    goal = asked_for(folder.search)[0]
    unit = labels.unit(goal)
    rows: list[list[Cell]] = [
        [
            labels.lever(one["path"]),
            f"{setting(one['path'], one['value'], labels)} → "
            f"{setting(one['path'], one['to'], labels)}",
            f"{labels.change(_step(one, 'change'), unit)}{' *' if _clear(one) else ''}",
            labels.interval(*_ends(one), unit),
        ]
        for one in steps
    ]
    head = [
        labels("lever"),
        labels("step_to"),
        labels("step_moves", measure=labels.measure(goal)),
        labels("interval"),
    ]
    text = table(head, rows) + f'<p class="note">{escape(labels("returns_note"))}</p>'
    curves = folder.tables.get("responses")
    drawn = "" if curves is None else _curves(curves, steps, goal, labels)
    return folded(labels("returns"), drawn + text)


def _curves(curves: pl.DataFrame, steps: Any, goal: str, labels: Labels) -> str:
    """Draw the response of the objective along the levers that matter most."""
    order = sorted(steps, key=lambda one: (not _clear(one), -abs(_step(one, "change") or 0.0)))[
        :MOST_CURVES
    ]
    wide = min(len(order), 2)
    high = -(-len(order) // wide)
    with styled():
        canvas = new_figure(WIDTH, 1.9 * high)
        for place, one in enumerate(order):
            own = [row for row in curves.iter_rows(named=True) if row["path"] == one["path"]]
            axes = canvas.add_subplot(high, wide, place + 1)
            x, mean, low, top = ([row[k] for row in own] for k in ("value", "mean", "low", "high"))
            axes.fill_between(x, low, top, color=PALETTE[0], alpha=0.16, linewidth=0)
            axes.plot(x, mean, color=PALETTE[0], linewidth=1.6)
            for row in own:
                if row["mark"]:
                    star = row["mark"] == "winner"
                    axes.plot([row["value"]], [row["mean"]], "*" if star else "^",
                              color=PALETTE[1] if star else QUIET,
                              markersize=11 if star else 7)  # fmt: skip
            axes.set_title(labels.lever(one["path"]), loc="left", fontsize=8, color=INK)
            axes.tick_params(labelsize=7)
        canvas.subplots_adjust(left=0.08, right=0.98, bottom=0.1, top=0.9, hspace=0.5, wspace=0.35)
        picture = to_svg(canvas, "response-chart", labels.measure(goal), [])
    return figure(picture) + f'<p class="note">{escape(labels("curve_note"))}</p>'


def _clear(one: Mapping[str, Any]) -> bool:
    return side(one["low"], one["high"]) != 0


def _step(one: Mapping[str, Any], figure: str) -> float | None:
    """Return a figure of the whole step instead of one unit."""
    return None if one[figure] is None else float(one[figure] * (one["to"] - one["value"]))


def _ends(one: Mapping[str, Any]) -> tuple[float | None, float | None]:
    low, high = _step(one, "low"), _step(one, "high")
    return (low, high) if low is None or high is None or low <= high else (high, low)
