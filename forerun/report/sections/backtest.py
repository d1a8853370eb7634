"""The backtest: what came, what was foretold from several days, and the weeks to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from forerun.report.charts import INK, PALETTE, WIDTH, date_ticks, strips, styled
from forerun.report.folder import Folder
from forerun.report.forecast_texts import FORECASTS
from forerun.report.labels import Labels
from forerun.report.section import Section, figure, table
from forerun.report.svg import new_figure, to_svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BAND: Final = "80"
"""The band that is drawn, in per cent."""


def backtest(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when nothing was forecast again."""
    found = folder.backtest
    if found is None:
        return None
    error, naive = (found["error"][name] for name in ("product", "naive"))
    insight = labels("backtest_undefined")
    if error is not None:
        insight = labels(
            "backtest_insight",
            origins=len(found["origins"]),
            weeks=len(found["coming"]["forecast"]),
            error=labels.percent(error, 1),
            naive=labels.percent(naive, 1),
            inside=labels.percent(found["coverage"][BAND]),
        )
    svg, _ = drawn(found, labels)
    head = [labels("forecast"), labels("backtest_error"), labels("backtest_weight")]
    body = figure(svg) + table(head, rows(found, labels), texts=1)
    note = labels("backtest_note_week" if found["cadence"] == "week" else "backtest_note")
    return Section("backtest", labels("backtest"), insight, body, note)


def rows(found: Mapping[str, Any], labels: Labels) -> list[list[str]]:
    """Return name, error and weight in the weeks to come of each forecast, the product first."""
    nobody = found["error"]["naive"] is None
    lacking = labels("backtest_nobody" if nobody else "backtest_none")
    weights = {"product": 1.0, **found["coming"]["weights"]}
    return [
        [
            labels(FORECASTS[name]),
            lacking if error is None else labels.percent(error, 1),
            labels.percent(weights.get(name, 0.0)),
        ]
        for name, error in found["error"].items()
    ]


def drawn(found: Mapping[str, Any], labels: Labels) -> tuple[str, Figure]:
    """Draw all weeks that came, each forecast with its band, and the weeks to come.

    Parameters
    ----------
    found
        What `forerun.backtesting.Backtested` keeps in its run folder.
    labels
        The texts.
    """
    before, coming = found["before"], found["coming"]
    end = date.fromisoformat(coming["first"])
    told = [(date.fromisoformat(one["first"]), one) for one in found["origins"]] + [(end, coming)]
    weeks = len(before) + len(coming["forecast"])
    first = end - timedelta(weeks=len(before))
    dates = [first + timedelta(weeks=k) for k in range(weeks)]
    with styled():
        canvas = new_figure(WIDTH, 3.0)
        axes = canvas.add_axes((0.055, 0.1, 0.8, 0.85))
        date_ticks(axes, dates)
        highs = [max(one["bands"][BAND]["high"]) for _, one in told]
        # A band far above all that ever came would press the rest flat.
        axes.set_ylim(0, min(1.1 * max(*before, *highs), 3 * max(before)) or 1)
        axes.plot(before, color=INK, linewidth=1.2, label=labels("observed"))
        for place, (day, one) in enumerate(told):
            x = (day - first).days // 7 + np.arange(len(one["forecast"]))
            low, high = (one["bands"][BAND][key] for key in ("low", "high"))
            last = place == len(told) - 1
            paint = PALETTE[1 if last else 0]
            axes.fill_between(x, low, high, color=paint, alpha=0.18, linewidth=0)
            name = labels("backtest_coming" if last else "forecast")
            shown = name if place in (0, len(told) - 1) else None
            axes.plot(x, one["forecast"], color=paint, linewidth=2.0, label=shown)
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)
        marks = strips(axes, dates, lambda k: _said(k, first, before, told, labels))
        return to_svg(canvas, "backtest-chart", labels("backtest"), marks), canvas


def _said(
    week: int,
    first: date,
    before: Sequence[float],
    told: Sequence[tuple[date, Mapping[str, Any]]],
    labels: Labels,
) -> list[str]:
    lines = []
    if week < len(before):
        lines.append(f"{labels('observed')}: {labels.number(before[week])}")
    for day, one in told:
        place = week - (day - first).days // 7
        if 0 <= place < len(one["forecast"]):
            low, high = (labels.number(one["bands"][BAND][key][place]) for key in ("low", "high"))
            forecast = labels.number(one["forecast"][place])
            lines.append(f"{labels('forecast')} {day}: {forecast} ({low} … {high})")
    return lines
