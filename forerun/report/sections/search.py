"""The search: every trial, the front, and the winner beside status quo and equal split."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any, Final

from forerun.report.charts import INK, PALETTE, QUIET, WIDTH, styled, value_ticks
from forerun.report.deeds import about_the_winner, bound_state, did_table, not_run, setting
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import Moved, asked_for, headline, won
from forerun.report.section import Cell, Html, Section, figure, folded, table
from forerun.report.sections.comparison import whisker
from forerun.report.sections.levers import money, returns
from forerun.report.svg import Mark, new_figure, to_svg

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.axes import Axes

MARKED: Final = {
    "status_quo": ("s", QUIET),
    "equal_split": ("D", PALETTE[2]),
    "today": ("^", PALETTE[3]),
    "winner": ("*", PALETTE[1]),
}
"""Comparators: where they stand in the result, their marker and colour."""


def search(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when nothing was searched."""
    found = folder.search
    if found is None:
        return None
    body = ""
    trials = folder.tables.get("trials")
    if trials is not None:
        body += figure(draw(trials, found, labels))
    body += _comparators(folder, found, labels) + _winner(folder, found, labels)
    front = len(found.get("pareto") or [])
    one = len(asked_for(found)) == 1
    insight = labels(
        f"search_insight{'_one' if one or not front else '_best' if front == 1 else ''}",
        n=found["trials"],
        feasible=found["feasible"],
        front=front,
    )
    if found.get("winner") is None:
        insight += labels("gap") + labels("search_none")
    return Section("search", labels("search"), insight, body, labels("search_note"))


def draw(trials: pl.DataFrame, found: Mapping[str, Any], labels: Labels) -> str:
    """Draw every trial by its first two objectives, or by its number when there is one."""
    names = asked_for(found)[:2]
    one = len(names) == 1
    across, up = ("", names[0]) if one else (names[0], names[1])
    with styled():
        canvas = new_figure(WIDTH, 3.7)
        axes = canvas.add_axes((0.085, 0.13, 0.77, 0.79))
        axes.grid(visible=True, axis="both")
        points = []
        for row in trials.iter_rows(named=True):
            x = float(row["number"]) if one else row[f"value {across}"]
            y = row[f"value {up}"]
            if x is not None and y is not None and math.isfinite(x) and math.isfinite(y):
                points.append((float(x), float(y), row))
        kept = [p for p in points if p[2]["feasible"]]
        broken = [p for p in points if not p[2]["feasible"]]
        front = sorted((p[0], p[1]) for p in kept if p[2]["pareto"])
        _dots(axes, broken, "x", "#b5bec8", labels("infeasible"))
        _dots(axes, kept, "o", PALETTE[4], labels("feasible"))
        if front and not one:
            axes.plot(*zip(*front, strict=True), color=PALETTE[0], linewidth=1.4, zorder=2.5)
            _dots(axes, [(x, y, {}) for x, y in front], "o", PALETTE[0], labels("front"))
        marked = [] if one else _marked(found, across, up)
        for key, x, y in marked:
            marker, colour = MARKED[key]
            axes.plot(
                [x], [y], marker, color=colour, markersize=13 if marker == "*" else 8,
                markeredgecolor="white", zorder=4, label=labels(f"{key}_short"), linestyle="none",
            )  # fmt: skip
        axes.margins(0.06)
        axes.set_xlabel(labels("trials") if one else labels.measure(across), loc="right")
        axes.set_title(labels.measure(up), loc="left", fontsize=9, color=INK)
        for axis, name in ((axes.xaxis, across), (axes.yaxis, up)):
            value_ticks(axis, labels.unit(name), labels)
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8, labelspacing=0.7)
        marks = _hovers(axes, points, across, up, labels)
        return to_svg(canvas, "search-chart", labels("search"), marks)


def _dots(
    axes: Axes,
    points: list[tuple[float, float, dict[str, Any]]],
    marker: str,
    colour: str,
    label: str,
) -> None:
    if points:
        axes.plot(
            [x for x, *_ in points], [y for _, y, _ in points], marker,
            color=colour, markersize=4.5, linestyle="none", label=label,
        )  # fmt: skip


def _marked(found: Mapping[str, Any], across: str, up: str) -> list[tuple[str, float, float]]:
    """Return the comparators whose two objectives are defined."""
    marked = []
    for key in MARKED:
        measures = found.get(key) or {}
        measures = measures.get("measures", measures)
        x, y = (measures.get(name, {}).get("mean") for name in (across, up))
        if x is not None and y is not None:
            marked.append((key, float(x), float(y)))
    return marked


def _hovers(
    axes: Axes,
    points: list[tuple[float, float, dict[str, Any]]],
    across: str,
    up: str,
    labels: Labels,
) -> list[Mark]:
    """One small square a trial that says what it set and what it reached."""
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    wide, tall = (x1 - x0) * 0.007, (y1 - y0) * 0.014
    marks = []
    for x, y, row in points:
        lines = [labels("trial", number=row["number"])]
        lines += [
            f"{labels.measure(name)}: {labels.number(row[f'value {name}'], labels.unit(name))}"
            for name in dict.fromkeys((across, up))
            if name
        ]
        lines += [
            f"{labels.lever(key.removeprefix('param '))}: {labels.number(value)}"
            for key, value in row.items()
            if key.startswith("param ") and value is not None
        ]
        marks.append(Mark(axes, x - wide, x + wide, y - tall, y + tall, "\n".join(lines)))
    return marks


def _comparators(folder: Folder, found: Mapping[str, Any], labels: Labels) -> str:
    pair = won(folder)
    if pair is None:
        return ""
    head = [
        labels("measure"),
        labels("status_quo_short"),
        labels("equal_split_short"),
        labels("today_short"),
        labels("winner_short"),
        labels("difference"),
        labels("interval"),
        "",
        labels("p_better"),
    ]
    rows: list[list[Cell]] = []
    for name in headline(folder, pair):
        moved, kind, cell = pair.moved[name], labels.unit(name), labels.bare()
        split, today = (found[key].get(name, {}).get("mean") for key in ("equal_split", "today"))
        style = {1: "good", -1: "bad", 0: "open"}[pair.better(name)]
        interval = cell.interval(moved.low, moved.high, kind)
        if moved.alone:
            interval = labels("own_interval", interval=cell.levels(moved.b_low, moved.b_high, kind))
        rows.append(
            [
                labels.row(name),
                cell.number(moved.a, kind),
                cell.number(split, kind),
                cell.number(today, kind),
                cell.number(moved.b, kind),
                Html(f'<span class="{style}">{_change(moved, kind, cell)}</span>'),
                interval,
                Html(whisker(moved, style)),
                labels.chance(moved.p_better, moved.worlds),
            ]
        )
    return table(head, rows)


def _change(moved: Moved, kind: str, labels: Labels) -> str:
    return f"{labels.change(moved.difference, kind)}{' *' if moved.clear else ''}"


def _winner(folder: Folder, found: Mapping[str, Any], labels: Labels) -> str:
    """What the winner did and sets, what is odd in it, and how near it comes to each bound."""
    winner = found.get("winner")
    if not winner:
        return ""
    bounds: list[list[Cell]] = [
        [
            str(bound["constraint"]),
            labels.number(bound["value"]),
            labels(bound["side"], bound=labels.number(bound["bound"])),
            labels(bound_state(bound)),
        ]
        for bound in winner["constraints"]
    ]
    head = [labels("constraint"), labels("reached"), labels("bound"), ""]
    text = table(head, bounds) if bounds else ""
    sentences = [*not_run(winner["not_run"], labels), *about_the_winner(winner, labels)]
    text += "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    text += did_table(winner["strategies"], labels)
    text += money(winner, labels) + returns(folder, winner, labels)
    levers: list[list[Cell]] = [
        [labels.lever(path), setting(path, value, labels)]
        for path, value in winner["parameters"].items()
        if not path.endswith(".budget")
    ]
    return text + folded(labels("levers"), table([labels("lever"), labels("value")], levers))
