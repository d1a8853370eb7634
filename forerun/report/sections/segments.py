"""Who was moved: the change of activity by segment."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from forerun.report.charts import DASHED, QUIET, WIDTH, colours, styled, text_width, value_ticks
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import featured
from forerun.report.section import Section, figure
from forerun.report.svg import Mark, new_figure, to_svg

if TYPE_CHECKING:
    import polars as pl

MEASURE: Final = "active"
ROW: Final = 0.24


@dataclass(frozen=True, slots=True)
class Change:
    """Relative change of a segment under a plan, with its interval."""

    change: float
    low: float
    high: float


def segments(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when there are not at least two segments and two plans."""
    table = folder.tables.get("segments")
    if table is None:
        return None
    baseline, changes = relative(table)
    names = table["segment"].unique(maintain_order=True).to_list()
    if len(names) < 2 or not changes:
        return None
    plan = featured(folder, list(changes))
    ordered = sorted(changes[plan], key=lambda segment: changes[plan][segment].change)
    if not ordered:
        return None
    insight = labels(
        "segments_insight",
        plan=plan,
        most=ordered[-1],
        high=_percent(changes[plan][ordered[-1]].change, labels),
        least=ordered[0],
        low=_percent(changes[plan][ordered[0]].change, labels),
    )
    return Section(
        "segments",
        labels("segments"),
        insight,
        figure(draw(changes, ordered[::-1], baseline, labels)),
        labels("segments_note", baseline=baseline),
    )


def relative(table: pl.DataFrame) -> tuple[str, dict[str, dict[str, Change]]]:
    """Return the plan compared with, and by plan and segment the relative changes."""
    import polars as pl

    rows = table.filter(pl.col("measure") == MEASURE)
    plans = rows["plan"].unique(maintain_order=True).to_list()
    levels = {
        segment: float(level)
        for segment, level in rows.filter(pl.col("plan") == plans[0])
        .select("segment", "mean")
        .iter_rows()
    }
    changes: dict[str, dict[str, Change]] = {}
    for plan in plans[1:]:
        own = rows.filter(pl.col("plan") == plan)
        changes[plan] = {
            segment: Change(*(float(value) / levels[segment] for value in values))
            for segment, *values in own.select("segment", "difference", "low", "high").iter_rows()
            if levels[segment] > 0 and all(v is not None and math.isfinite(v) for v in values)
        }
    return plans[0], changes


def draw(
    changes: Mapping[str, Mapping[str, Change]],
    names: Sequence[str],
    baseline: str,
    labels: Labels,
) -> str:
    """Draw one dot with its interval a segment and plan."""
    plans = list(changes)
    colour = colours([baseline, *plans], baseline)
    tall = ROW * len(plans) + 0.12
    height = 0.6 + tall * len(names)
    left = (0.15 + max(text_width(name) for name in names)) / WIDTH
    right = 1 - (0.15 + max(text_width(plan) for plan in plans)) / WIDTH
    with styled():
        canvas = new_figure(WIDTH, height)
        axes = canvas.add_axes((left, 0.5 / height, right - left, 1 - 0.55 / height))
        axes.grid(visible=False)
        axes.grid(visible=True, axis="x")
        axes.axvline(0, color=QUIET, linewidth=1.2, linestyle=DASHED)
        axes.set_ylim(tall * len(names), 0)
        axes.set_yticks([tall * (k + 0.5) for k in range(len(names))], list(names))
        ends = [end for own in changes.values() for c in own.values() for end in (c.low, c.high)]
        low, high = min(*ends, 0.0), max(*ends, 0.0)
        reach = (high - low or 1.0) * 0.04
        axes.set_xlim(low - reach, high + reach)
        value_ticks(axes.xaxis, "share", labels)
        axes.set_xlabel(labels("segment_axis"), loc="left", fontsize=8)
        marks = []
        for k, segment in enumerate(names):
            for j, plan in enumerate(plans):
                change = changes[plan].get(segment)
                if change is None:
                    continue
                y = tall * k + 0.06 + ROW * (j + 0.5)
                axes.plot([change.low, change.high], [y, y], color=colour[plan], linewidth=2.2)
                axes.plot([change.change], [y], "o", color=colour[plan], markersize=5)
                text = (
                    f"{segment}, {plan}: {_percent(change.change, labels)} "
                    f"({_percent(change.low, labels)} … {_percent(change.high, labels)})"
                )
                x0, x1 = axes.get_xlim()
                marks.append(Mark(axes, x0, x1, y - ROW / 2, y + ROW / 2, text))
                axes.annotate(
                    plan,
                    (1, y),
                    xycoords=("axes fraction", "data"),
                    xytext=(6, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=8,
                    color=colour[plan],
                    annotation_clip=False,
                )
        return to_svg(canvas, "segments-chart", labels("segments"), marks)


def _percent(value: float, labels: Labels) -> str:
    text = labels.percent(value, 1)
    return f"+{text}" if value > 0 else text
