"""Daily active members: levels with a band over worlds, and the difference that a plan makes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from forerun.report.charts import (
    BAND,
    DASHED,
    INK,
    QUIET,
    WIDTH,
    Floats,
    band,
    colours,
    date_ticks,
    name_ends,
    strips,
    styled,
    widest,
)
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import featured
from forerun.report.section import Section, figure
from forerun.report.svg import Mark, new_figure, to_svg

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.figure import Figure

SMOOTH: Final = 7
"""Days over which the series are averaged: one of each weekday."""

LAST: Final = 28


def daily(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when there are no daily figures."""
    table = folder.tables.get("daily")
    if table is None:
        return None
    dates, series = smoothed(table)
    plans = list(series)
    baseline = folder.baseline if folder.baseline in series else plans[0]
    others = [plan for plan in plans if plan != baseline]
    ends = {
        plan: labels.number(float(np.mean([values[:, -LAST:]]))) for plan, values in series.items()
    }
    # The last four weeks are not there to speak of in a shorter plan.
    short = "" if table["date"].n_unique() >= LAST else "_short"
    insight, note = (
        labels(f"daily_one{short}", plan=baseline, b=ends[baseline]),
        labels("daily_note"),
    )
    if others:
        plan = featured(folder, others)
        insight = labels(
            f"daily_insight{short}", plan=plan, b=ends[plan], a=ends[baseline], baseline=baseline
        )
        note += labels("gap") + labels("daily_note_pairs", baseline=baseline)
    return Section(
        "daily",
        labels("daily"),
        insight,
        figure(draw(dates, series, baseline, labels)),
        note,
    )


def smoothed(table: pl.DataFrame) -> tuple[list[date], dict[str, Floats]]:
    """Return the dates, and by plan the trailing means, shape ``(worlds, dates)``."""
    import polars as pl

    dates: list[date] = table["date"].unique().sort().to_list()
    width = min(SMOOTH, len(dates))
    series: dict[str, Floats] = {}
    for plan in table["plan"].unique(maintain_order=True):
        rows = table.filter(pl.col("plan") == plan).sort("seed", "date")
        values = rows["daily_active"].to_numpy().reshape(-1, len(dates)).astype(np.float64)
        total = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
        series[plan] = (total[:, width:] - total[:, :-width]) / width
    return dates[width - 1 :], series


def draw(dates: list[date], series: dict[str, Floats], baseline: str, labels: Labels) -> str:
    """Draw the levels of each plan and, below, the differences to the baseline."""
    canvas, marks = drawn(dates, series, baseline, labels)
    with styled():
        return to_svg(canvas, "daily-chart", labels("daily"), marks)


def drawn(
    dates: list[date], series: dict[str, Floats], baseline: str, labels: Labels
) -> tuple[Figure, list[Mark]]:
    """Return the figure that `draw` draws, and its marks."""
    plans = list(series)
    moved = {plan: series[plan] - series[baseline] for plan in plans if plan != baseline}
    colour = colours(plans, baseline)
    right = 1 - widest(plans, beside=0.15)
    with styled():
        canvas = new_figure(WIDTH, 4.6 if moved else 3.0)
        bottom, height = (0.46, 0.5) if moved else (0.1, 0.85)
        top = canvas.add_axes((0.055, bottom, right - 0.055, height))
        date_ticks(top, dates)
        for plan in plans:
            band(top, series[plan], colour[plan], dashed=plan == baseline)
        highest = max(np.percentile(values, BAND[1], axis=0).max() for values in series.values())
        top.set_ylim(0, highest * 1.08 or 1)
        name_ends(top, [(float(series[p][:, -1].mean()), p, colour[p]) for p in plans])
        marks = strips(
            top, dates, lambda k: [_say(labels, plan, series[plan][:, k]) for plan in plans]
        )
        if moved:
            below = canvas.add_axes((0.055, 0.07, right - 0.055, 0.27))
            date_ticks(below, dates)
            below.axhline(0, color=QUIET, linewidth=1.2, linestyle=DASHED)
            for plan, values in moved.items():
                band(below, values, colour[plan], dashed=False)
            below.yaxis.set_major_formatter(lambda value, _: labels.change(value) if value else "0")
            below.set_title(
                labels("daily_difference", baseline=baseline), loc="left", fontsize=9, color=INK
            )
            name_ends(below, [(float(moved[p][:, -1].mean()), p, colour[p]) for p in moved])
            marks += strips(
                below,
                dates,
                lambda k: [_say(labels, p, moved[p][:, k], signed=True) for p in moved],
            )
        return canvas, marks


def _say(labels: Labels, plan: str, values: Floats, *, signed: bool = False) -> str:
    write = labels.change if signed else labels.number
    low, high = np.percentile(values, BAND)
    return f"{plan}: {write(float(values.mean()))} ({write(float(low))} … {write(float(high))})"
