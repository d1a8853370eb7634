"""The fit to history: the weeks held out with the naive forecast beside, and cohort retention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from calibration.history.record import LEAST
from forerun.report.charts import (
    DASHED,
    INK,
    PALETTE,
    QUIET,
    WIDTH,
    date_ticks,
    strips,
    styled,
    value_ticks,
    widest,
)
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.section import Section, figure, table
from forerun.report.sections.health import HEAD, rows
from forerun.report.svg import Mark, new_figure, to_svg


def calibration(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when nothing was fitted."""
    found = folder.calibrate
    if found is None:
        return None
    held, insight, body = found["holdout"], "", ""
    if held["weeks"]:
        undefined = held["error"] is None
        insight = labels(
            "calibration_undefined" if undefined else "calibration_insight",
            weeks=held["weeks"],
            error=labels.percent(held["error"], 1),
            naive=labels.percent(held["naive_error"], 1),
        )
        product = held.get("product")
        if product is not None and product["error"] is not None:
            insight += labels("gap") + labels(
                "calibration_mix",
                error=labels.percent(product["error"], 1),
                inside=labels.percent(product["coverage"]["80"]),
            )
        first = date.fromisoformat(found["fit"]["to"]) + timedelta(days=1)
        body += figure(draw_holdout(held, first, labels))
    if found["retention"]:
        body += figure(draw_retention(found["retention"], labels))
    health = found.get("health")
    if health is not None:
        verdict = labels("health", verdict=labels(f"health_{health['verdict']}"))
        head = [labels(key) for key in HEAD]
        body += f"<h3>{verdict}</h3>" + table(head, rows(health, labels), texts=4)
    # A run folder of an earlier version does not say, and had daily figures alone.
    weekly = found["fit"].get("cadence") == "week"
    note = labels("calibration_note_week" if weekly else "calibration_note")
    return Section("calibration", labels("calibration"), insight, body, note)


def draw_holdout(held: Mapping[str, Any], first: date, labels: Labels) -> str:
    """Draw the weeks before and in the holdout: what came, forecast with band, naive, the mix.

    A run folder of an earlier version has no mix.

    Parameters
    ----------
    held
        `calibration.backtest.Backtest` as JSON.
    first
        First day of the holdout.
    labels
        The texts.
    """
    before = len(held["before"])
    dates = [first + timedelta(weeks=k - before) for k in range(before + held["weeks"])]
    observed = [*held["before"], *held["observed"]]
    x = np.arange(before, len(dates))
    with styled():
        canvas = new_figure(WIDTH, 3.0)
        axes = canvas.add_axes((0.055, 0.1, 0.8, 0.85))
        date_ticks(axes, dates)
        axes.set_ylim(0, 1.1 * max(*observed, *held["high"], *held["naive"]) or 1)
        axes.axvspan(before - 0.5, len(dates) - 1, color="#f0f2f5", linewidth=0, zorder=0)
        axes.annotate(
            labels("held_out"), (before - 0.5, 1), xycoords=("data", "axes fraction"),
            xytext=(4, -11), textcoords="offset points", fontsize=8, color=INK,
        )  # fmt: skip
        axes.fill_between(x, held["low"], held["high"], color=PALETTE[0], alpha=0.18, linewidth=0)
        axes.plot(observed, color=INK, linewidth=1.4, label=labels("observed"))
        axes.plot(x, held["forecast"], color=PALETTE[0], linewidth=2.0, label=labels("forecast"))
        axes.plot(
            x, held["naive"], color=PALETTE[1], linewidth=1.8, linestyle=DASHED,
            label=labels("naive"),
        )  # fmt: skip
        product = held.get("product")
        if product is not None:
            axes.plot(
                x, product["forecast"], color=PALETTE[2], linewidth=1.8, label=labels("mixed")
            )
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)

        def say(k: int) -> list[str]:
            lines = [f"{labels('observed')}: {labels.number(observed[k])}"]
            if k >= before:
                place = k - before
                low, high = (labels.number(held[key][place]) for key in ("low", "high"))
                forecast = labels.number(held["forecast"][place])
                lines.append(f"{labels('forecast')}: {forecast} ({low} … {high})")
                lines.append(f"{labels('naive')}: {labels.number(held['naive'][place])}")
                if product is not None:
                    mixed = labels.number(product["forecast"][place])
                    lines.append(f"{labels('mixed')}: {mixed}")
            return lines

        marks = strips(axes, dates, say)
        return to_svg(canvas, "holdout-chart", labels("calibration"), marks)


def draw_retention(rows: Sequence[Mapping[str, Any]], labels: Labels) -> str:
    """Draw retention of groups of cohorts: a ring for the history, a dot for the fit.

    Of a group so small that its retention is not told there is no ring.
    """
    names = [
        labels(
            "cohorts",
            cohorts=labels.known(row["cohorts"]),
            first=row["from_week"],
            last=row["to_week"],
        )
        for row in rows
    ]
    height = 0.75 + 0.2 * len(rows)
    left = widest(names, beside=0.1)
    with styled():
        canvas = new_figure(WIDTH, height)
        axes = canvas.add_axes((left, 0.28 / height, 0.855 - left, 1 - 0.6 / height))
        axes.grid(visible=False)
        axes.grid(visible=True, axis="x")
        axes.set_title(labels("calibration_fit"), loc="left", fontsize=9, color=INK)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), names)
        most = max(max(row["observed"] or 0.0, row["fitted"]) for row in rows)
        axes.set_xlim(0, 1.08 * most or 1)
        value_ticks(axes.xaxis, "share", labels)
        y = range(len(rows))
        fitted = [row["fitted"] for row in rows]
        observed = [np.nan if row["observed"] is None else row["observed"] for row in rows]
        axes.hlines(y, observed, fitted, color=QUIET, linewidth=1.0)
        axes.plot(observed, y, "o", color=INK, fillstyle="none", label=labels("observed"))
        axes.plot(fitted, y, "o", color=PALETTE[0], markersize=4.5, label=labels("fitted_value"))
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)
        right = axes.get_xlim()[1]
        marks = [
            Mark(
                axes, 0, right, k - 0.5, k + 0.5,
                f"{names[k]}\n{labels('observed')}: {_share(row['observed'], labels)}\n"
                f"{labels('fitted_value')}: {labels.percent(row['fitted'], 1)}",
            )
            for k, row in enumerate(rows)
        ]  # fmt: skip
        return to_svg(canvas, "fit-chart", labels("calibration_fit"), marks)


def _share(observed: float | None, labels: Labels) -> str:
    return labels("few_members", least=LEAST) if observed is None else labels.percent(observed, 1)
