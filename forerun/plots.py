"""Charts of a comparison for notebooks, in the style of the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from forerun.report.charts import DASHED, INK, QUIET, WIDTH, colours, styled, text_width
from forerun.report.labels import Labels
from forerun.report.svg import new_figure, standalone, to_svg
from sim.metrics import measure as catalogued

if TYPE_CHECKING:
    from planning.compare import Comparison
    from scenarios import Scenario

ROW: Final = 0.42
"""Inches a plan."""


@dataclass(frozen=True)
class Chart:
    """A chart that a notebook shows by itself.

    Attributes
    ----------
    svg
        The text of an SVG file.
    """

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> Path:
        """Write the chart as an SVG file and return its path.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        from planning.store import write_whole
        from sim.errors import InputError

        path = Path(path)
        try:
            write_whole(path, self.svg.encode("utf-8"))
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None
        return path


@dataclass(frozen=True)
class Plots:
    """The charts of plans that met the same worlds.

    Parameters
    ----------
    comparison
        What to draw.
    scenario
        Where it was found.
    lang
        ``en`` or ``zh``.
    """

    comparison: Comparison
    scenario: Scenario
    lang: str = "en"

    def daily(self) -> Chart:
        """Draw daily active members of each plan, and below the difference to the first."""
        from forerun.report.sections.daily import draw, smoothed

        dates, series = smoothed(self.comparison.tables["daily"])
        return Chart(standalone(draw(dates, series, self.comparison.plans[0], self._labels)))

    def difference(self, name: str) -> Chart:
        """Draw one measure's difference to the first plan: each world, the mean, its interval.

        Parameters
        ----------
        name
            A measure of the catalogue.

        Raises
        ------
        InputError
            If there is no such measure, no second plan, or the measure is defined in no world.
        """
        from sim.errors import InputError

        title, found = catalogued(name), self.comparison
        if len(found.plans) < 2:
            raise InputError("one plan alone has no difference; compare two", field="plans")
        if name not in found.values:
            raise InputError(f"{name} is not defined in any of these worlds", field="measures")
        labels = self._labels
        paint = colours(found.plans, found.plans[0])
        left = (0.2 + max(text_width(plan) for plan in found.plans[1:])) / WIDTH
        height = 0.75 + ROW * (len(found.plans) - 1)
        with styled():
            canvas = new_figure(WIDTH, height)
            axes = canvas.add_axes((left, 0.4 / height, 0.97 - left, 1 - 0.75 / height))
            for place, plan in enumerate(found.plans):
                if place == 0:
                    continue
                values, at = found.values[name], len(found.plans) - 1 - place
                moved = values[place] - values[0]
                mean = found.paired(name, place).difference
                axes.plot(moved, np.full(len(moved), at), "o", color=paint[plan], alpha=0.3)
                axes.plot([mean.low, mean.high], [at, at], color=paint[plan], linewidth=3)
                axes.plot(mean.mean, at, "D", color=INK, markersize=6)
            axes.axvline(0, color=QUIET, linewidth=1.2, linestyle=DASHED)
            axes.set_yticks(range(len(found.plans) - 1), list(reversed(found.plans[1:])))
            axes.set_ylim(-0.6, len(found.plans) - 1.4)
            axes.xaxis.set_major_formatter(lambda value, _: labels.change(value, title.unit))
            heading = (
                f"{labels.measure(name)}: {labels('daily_difference', baseline=found.plans[0])}"
            )
            axes.set_title(heading, loc="left", fontsize=9, color=INK)
            return Chart(standalone(to_svg(canvas, f"difference-{name}", heading)))

    @property
    def _labels(self) -> Labels:
        return Labels(self.lang, self.scenario.currency)
