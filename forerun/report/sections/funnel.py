"""The funnel: how many pass each step, and what share of the step above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from forerun.report.charts import INK, QUIET, WIDTH, colours, styled, widest
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import featured
from forerun.report.section import Section, figure
from forerun.report.svg import Mark, new_figure, to_svg
from worlds.statistics import side

if TYPE_CHECKING:
    import polars as pl

ROW: Final = 0.19
"""Inches a bar."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one stage to the next: how many pass under each plan, and what share.

    `moved` are the plans under which it is another share than under the first, beyond noise.
    """

    above: str
    stage: str
    value: Mapping[str, float]
    share: Mapping[str, float]
    moved: frozenset[str]


def funnel(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when there is no funnel or nobody passes a step."""
    table = folder.tables.get("funnel")
    if table is None:
        return None
    plans = table["plan"].unique(maintain_order=True).to_list()
    funnels = steps(table, plans)
    if not funnels:
        return None
    plan = featured(folder, plans)
    return Section(
        "funnel",
        labels("funnel"),
        _insight([step for part in funnels for step in part], plan, plans[0], labels),
        figure(draw(funnels, plans, folder.baseline, labels)),
        labels("funnel_note"),
    )


def _insight(found: Sequence[Step], plan: str, baseline: str, labels: Labels) -> str:
    """The step that the plan changes most against the baseline, else the narrowest.

    A change within noise is none.
    """
    both = [step for step in found if plan in step.moved and {plan, baseline} <= step.share.keys()]
    moved = max(both, key=lambda step: abs(step.share[plan] - step.share[baseline]), default=None)
    if moved is not None:
        return labels(
            "funnel_moved",
            plan=plan,
            **_names(moved, labels),
            share=labels.percent(moved.share[plan], 1),
            baseline=baseline,
            base=labels.percent(moved.share[baseline], 1),
        )
    own = [step for step in found if plan in step.share]
    if not own:
        return ""
    narrow = min(own, key=lambda step: step.share[plan])
    share = labels.percent(narrow.share[plan], 1)
    return labels("funnel_insight", plan=plan, **_names(narrow, labels), share=share)


def _names(step: Step, labels: Labels) -> dict[str, str]:
    return {
        "above": labels.known(step.above).lower(),
        "stage": labels.known(step.stage).lower(),
    }


def steps(table: pl.DataFrame, plans: Sequence[str]) -> list[list[Step]]:
    """Return the steps of each funnel that somebody passes."""
    import polars as pl

    found = []
    for name in table["funnel"].unique(maintain_order=True):
        rows = table.filter(pl.col("funnel") == name)
        values = {
            (plan, stage): float(value)
            for plan, stage, value in rows.select("plan", "stage", "value").iter_rows()
        }
        clear = set()
        if "change_low" in rows.columns:
            ends = rows.select("plan", "stage", "change_low", "change_high").iter_rows()
            clear = {(plan, stage) for plan, stage, low, high in ends if side(low, high)}
        stages = rows["stage"].unique(maintain_order=True).to_list()
        used = [stage for stage in stages if any(values[plan, stage] > 0 for plan in plans)]
        part = []
        for above, stage in pairwise(used):
            shares = {
                plan: values[plan, stage] / values[plan, above]
                for plan in plans
                if values[plan, above] > 0 and values[plan, stage] > 0
            }
            part.append(
                Step(
                    above,
                    stage,
                    {plan: values[plan, stage] for plan in plans},
                    shares,
                    frozenset(plan for plan in plans if (plan, stage) in clear),
                )
            )
        if part:
            found.append(part)
    return found


def draw(
    funnels: Sequence[Sequence[Step]], plans: Sequence[str], baseline: str, labels: Labels
) -> str:
    """Draw one bar a step and plan: the share of the step above that passes."""
    colour = colours(plans, baseline)
    rows = [step for part in funnels for step in part]
    names = [f"{labels.known(step.above)} → {labels.known(step.stage)}" for step in rows]
    tall = ROW * len(plans) + 0.2
    height = 0.35 + tall * len(rows)
    left = widest(names, beside=0.1)
    right = 1 - widest(plans, beside=0.95)
    with styled():
        canvas = new_figure(WIDTH, height)
        axes = canvas.add_axes((left, 0.28 / height, right - left, 1 - 0.33 / height))
        axes.grid(visible=False)
        axes.set_xlim(0, 1)
        axes.set_ylim(tall * len(rows), 0)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.set_yticks([tall * (k + 0.5) for k in range(len(rows))], names)
        marks = []
        for k, step in enumerate(rows):
            for j, plan in enumerate(plans):
                y = tall * k + 0.1 + ROW * (j + 0.5)
                share = step.share.get(plan, 0.0)
                axes.barh(y, 1, height=ROW * 0.75, color="#f0f2f5", linewidth=0)
                axes.barh(y, share, height=ROW * 0.75, color=colour[plan], linewidth=0)
                passed = labels.percent(step.share.get(plan), 1)
                axes.annotate(
                    f"{passed}  ·  {labels.number(round(step.value[plan]))}  {plan}",
                    (1, y),
                    xytext=(5, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=8,
                    color=INK if plan != baseline else QUIET,
                    annotation_clip=False,
                )
                text = f"{plan}: {names[k]} {passed} ({labels.number(round(step.value[plan]))})"
                marks.append(Mark(axes, 0, 1, y - ROW / 2, y + ROW / 2, text))
        return to_svg(canvas, "funnel-chart", labels("funnel"), marks)
