"""The cohort triangle as a heat map: what was not observed stays blank."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from forerun.report.charts import INK, WIDTH, styled
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.pairs import featured
from forerun.report.section import Section, figure
from forerun.report.svg import Mark, new_figure, to_svg

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.axes import Axes

PANELS: Final = 3
"""Plans side by side, at most."""

AGES: Final = (4, 8, 2, 1)
"""Ages in weeks that the insight may speak of, the first one observed."""

FEW: Final = 4
"""With fewer cohorts of the plan's own than this, the last `SHOWN` before are shown too."""

SHOWN: Final = 26


def retention(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None when there is no triangle."""
    import polars as pl

    table = folder.tables.get("triangle")
    if table is None:
        return None
    table = table.filter(pl.col("age_weeks") > 0).with_columns(
        share=pl.col("active") / pl.col("size")
    )
    own = shown = _of_the_plan(table, folder)
    if own["cohort"].n_unique() < FEW:
        shown = table.filter(pl.col("cohort").is_in(_latest(table)))
    if not len(shown):
        return None
    plans = shown["plan"].unique(maintain_order=True).to_list()
    if len(plans) > PANELS:
        speak_of = {folder.baseline, featured(folder, plans)}
        plans.sort(key=lambda plan: plan not in speak_of)
        plans = plans[:PANELS]
    triangles = {plan: shown.filter(pl.col("plan") == plan) for plan in plans}
    # Cohorts from before the plan may be looked at, but say nothing of those who start under it.
    started = {plan: own.filter(pl.col("plan") == plan) for plan in plans}
    return Section(
        "retention",
        labels("retention"),
        _insight(started, folder, labels),
        figure(draw(triangles, labels)),
        labels("retention_note"),
    )


def _of_the_plan(table: pl.DataFrame, folder: Folder) -> pl.DataFrame:
    """Cohorts that began on or after the plan's first day, as far as that is known."""
    import polars as pl

    daily = folder.tables.get("daily")
    if daily is None:
        return table.clear()
    return table.filter(pl.col("cohort") >= daily["date"].min())


def _latest(table: pl.DataFrame) -> list[date]:
    cohorts: list[date] = table["cohort"].unique().sort().to_list()
    return cohorts[-SHOWN:]


def _insight(triangles: Mapping[str, pl.DataFrame], folder: Folder, labels: Labels) -> str:
    import polars as pl

    for age in AGES:
        shares = {}
        for plan, table in triangles.items():
            seen = table.filter(pl.col("age_weeks") == age)
            if len(seen):
                pooled = float(seen["active"].sum()) / float(seen["size"].sum())
                shares[plan] = labels.percent(pooled, 1)
        other = featured(folder, list(shares)) if shares else folder.baseline
        if other != folder.baseline and folder.baseline in shares:
            return labels(
                "retention_against",
                plan=other,
                share=shares[other],
                age=age,
                baseline=folder.baseline,
                base=shares[folder.baseline],
            )
        for plan, share in shares.items():
            return labels("retention_insight", plan=plan, share=share, age=age)
    return ""


def draw(triangles: Mapping[str, pl.DataFrame], labels: Labels) -> str:
    """Draw one heat map a plan, cohorts down and ages across.

    Parameters
    ----------
    triangles
        By plan, rows of ``cohort, age_weeks, share, size`` with ages from 1.
    labels
        The texts.
    """
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    first = min(table["cohort"].min() for table in triangles.values())  # type: ignore[type-var]
    last = max(table["cohort"].max() for table in triangles.values())  # type: ignore[type-var]
    assert isinstance(first, date)
    assert isinstance(last, date)
    weeks = (last - first).days // 7 + 1
    oldest = max(int(table["age_weeks"].to_numpy().max()) for table in triangles.values())
    top = max(float(table["share"].to_numpy().max()) for table in triangles.values()) or 1.0
    scale = colormaps["YlGnBu"]
    height = 0.95 + 0.15 * max(weeks, 6)
    left, gap = 0.092, 0.025
    wide = (0.99 - left - gap * (len(triangles) - 1)) / len(triangles)
    with styled():
        canvas = new_figure(WIDTH, height)
        marks: list[Mark] = []
        for place, (plan, table) in enumerate(triangles.items()):
            axes = canvas.add_axes(
                (left + place * (wide + gap), 0.42 / height, wide, 1 - 0.95 / height)
            )
            _cohort_axes(axes, plan, first, weeks, oldest, named=place == 0)
            axes.set_xlabel(labels("age"), loc="left", fontsize=8)
            for day, age, share, size in table.select(
                "cohort", "age_weeks", "share", "size"
            ).iter_rows():
                row = (day - first).days // 7
                text = labels(
                    "cell",
                    plan=plan,
                    cohort=day,
                    age=age,
                    share=labels.percent(share, 1),
                    size=labels.number(size),
                )
                colour = to_hex(scale(_shade(share / top)))
                marks.append(
                    Mark(axes, age - 0.46, age + 0.46, row - 0.44, row + 0.44, text, colour)
                )
        key = canvas.add_axes((0.74, 1 - 0.22 / height, 0.2, 0.1 / height))
        key.set_axis_off()
        for k in range(20):
            key.axvspan(k / 20, (k + 1) / 20, color=scale(_shade((k + 0.5) / 20)), linewidth=0)
        key.set_xlim(0, 1)
        key.text(-0.04, 0.5, "0 %", ha="right", va="center", transform=key.transAxes)
        key.text(1.04, 0.5, labels.percent(top), va="center", transform=key.transAxes)
        return to_svg(canvas, "retention-chart", labels("retention"), marks)


def _shade(share: float) -> float:
    """Place on the colour scale: its ends are too near white and black to print."""
    return 0.08 + 0.87 * share


def _cohort_axes(
    axes: Axes, plan: str, first: date, weeks: int, oldest: int, *, named: bool
) -> None:
    axes.set_xlim(0.5, oldest + 0.5)
    axes.set_ylim(weeks - 0.5, -0.5)
    axes.grid(visible=False)
    axes.set_title(plan, loc="left", fontsize=9, fontweight="bold", color=INK)
    rows = range(0, weeks, -(-weeks // 12))
    dates = [first + timedelta(weeks=row) for row in rows]
    axes.set_yticks(list(rows), [f"{day}" if named else "" for day in dates])
    axes.set_xticks(list(range(1, oldest + 1, -(-oldest // 9))))
