"""Who was moved: the change of activity by segment, and by audience."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from forerun.report.charts import DASHED, QUIET, WIDTH, colours, styled, value_ticks, widest
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import featured
from forerun.report.section import Section, figure
from forerun.report.svg import Mark, new_figure, to_svg
from worlds.statistics import LEVEL, joint, side

if TYPE_CHECKING:
    import polars as pl

MEASURE: Final = "active"
ROW: Final = 0.24


@dataclass(frozen=True, slots=True)
class Change:
    """Relative change of a segment under a plan, with an interval that holds for all segments."""

    change: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return side(self.low, self.high) != 0


def segments(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when there are not at least two segments and two plans."""
    return _moved(folder, labels, "segments", "segment", 2)


def audiences(folder: Folder, labels: Labels) -> Section | None:
    """Return the section of audiences as first seen, or None when there are none."""
    return _moved(folder, labels, "audiences", "audience", 1)


def _moved(folder: Folder, labels: Labels, key: str, kind: str, least: int) -> Section | None:
    table = folder.tables.get(key)
    if table is None or not len(table):
        return None
    baseline, changes = relative(table, kind)
    names = table[kind].unique(maintain_order=True).to_list()
    if len(names) < least or not changes:
        return None
    plan = featured(folder, list(changes))
    ordered = sorted(changes[plan], key=lambda segment: changes[plan][segment].change)
    if not ordered:
        return None
    return Section(
        key,
        labels(key),
        _insight(changes[plan], ordered[::-1], plan, labels, key),
        figure(draw(changes, ordered[::-1], baseline, labels, key)),
        labels(
            f"{key}_note",
            baseline=baseline,
            n=len(names),
            each=labels.percent(joint(LEVEL, len(names)), 1),
        ),
    )


def _insight(
    changes: Mapping[str, Change],
    ordered: Sequence[str],
    plan: str,
    labels: Labels,
    kind: str,
) -> str:
    """Who was moved, as far as that is more than noise.

    Which segment moved most is told only where the intervals of the first and the last of
    `ordered` lie apart; each holds for all segments together, so then their order holds too.
    """

    def say(segment: str) -> str:
        share = labels.signed_percent(changes[segment].change)
        return segment + labels("relative", share=share)

    clear = [segment for segment in ordered if changes[segment].clear]
    if not clear:
        return labels(f"{kind}_none", plan=plan)
    most, least = changes[ordered[0]], changes[ordered[-1]]
    if len(ordered) > 1 and most.low > least.high:
        return labels(
            "segments_insight",
            plan=plan,
            most=ordered[0],
            high=labels.signed_percent(most.change),
            least=ordered[-1],
            low=labels.signed_percent(least.change),
        )
    key = "segments_one" if len(clear) == 1 else "segments_clear"
    return labels(key, plan=plan, segments=labels("listed").join(map(say, clear)))


def relative(
    table: pl.DataFrame, kind: str = "segment"
) -> tuple[str, dict[str, dict[str, Change]]]:
    """Return the plan compared with, and by plan and group of a kind the relative changes."""
    import polars as pl

    rows = table.filter(pl.col("measure") == MEASURE)
    plans = rows["plan"].unique(maintain_order=True).to_list()
    changes: dict[str, dict[str, Change]] = {}
    for plan in plans[1:]:
        own = rows.filter(pl.col("plan") == plan)
        changes[plan] = {
            segment: Change(*values)
            for segment, *values in own.select(kind, "share", "share_low", "share_high").iter_rows()
            if all(value is not None for value in values)
        }
    return plans[0], changes


def draw(
    changes: Mapping[str, Mapping[str, Change]],
    names: Sequence[str],
    baseline: str,
    labels: Labels,
    key: str = "segments",
) -> str:
    """Draw one dot with its interval a segment and plan."""
    plans = list(changes)
    colour = colours([baseline, *plans], baseline)
    tall = ROW * len(plans) + 0.12
    height = 0.6 + tall * len(names)
    left = widest(names, beside=0.15)
    right = 1 - widest(plans, beside=0.15)
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
                    f"{segment}, {plan}: {labels.signed_percent(change.change)} "
                    f"({labels.signed_percent(change.low)} … {labels.signed_percent(change.high)})"
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
        return to_svg(canvas, f"{key}-chart", labels(key), marks)
