"""Charts of a comparison for notebooks, in the style of the report."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from forerun.report.charts import DASHED, INK, QUIET, WIDTH, colours, styled, widest
from forerun.report.labels import Labels
from forerun.report.svg import font_names, new_figure, standalone, to_svg
from sim.metrics import measure, with_own

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from planning.compare import Comparison
    from scenarios import Scenario

ROW: Final = 0.42
"""Inches a plan."""


FORMATS: Final = ("svg", "png", "pdf")
"""Suffixes of files that a chart is saved to."""

DOTS: Final = 200
"""Dots an inch of a PNG."""


@dataclass(frozen=True)
class Chart:
    """A chart that a notebook shows by itself.

    Attributes
    ----------
    svg
        The text of an SVG file.
    figure
        The same as a figure of Matplotlib.
    """

    svg: str
    figure: Figure = field(repr=False, compare=False)

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> Path:
        """Write the chart to a file and return its path.

        Parameters
        ----------
        path
            Its suffix, one of `FORMATS`, says the format.

        Raises
        ------
        InputError
            If there is no such format, the fonts of this machine lack a letter of a PNG or PDF
            (an SVG is drawn with those of its reader), or the file cannot be written.
        """
        from sim.errors import InputError
        from worlds.store import write_whole

        path = Path(path)
        kind = path.suffix.removeprefix(".").lower()
        if kind not in FORMATS:
            raise InputError(
                f"a chart is saved as {', '.join(FORMATS)}; name a file such as chart.svg",
                file=str(path),
            )
        content = self.svg.encode("utf-8") if kind == "svg" else self._drawn(kind, path)
        try:
            write_whole(path, content)
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None
        return path

    def _drawn(self, kind: str, path: Path) -> bytes:
        from matplotlib.font_manager import fontManager
        from matplotlib.text import Text

        from sim.errors import InputError

        there = {font.name for font in fontManager.ttflist}
        wanted = ["DejaVu Sans", *(name for name in font_names() if name in there)]
        for text in self.figure.findobj(Text):
            text.set_fontfamily(wanted)
        buffer = io.BytesIO()
        with styled(), warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            undated = {"png": {"Software": None}, "pdf": {"CreationDate": None}}[kind]
            self.figure.savefig(buffer, format=kind, dpi=DOTS, facecolor="white", metadata=undated)
        if any("missing from font" in str(one.message) for one in said):
            raise InputError(
                "no font of this machine has all letters of this chart; save it as .svg, which its "
                "reader's fonts draw, or install a font such as Noto Sans CJK SC",
                file=str(path),
            )
        return buffer.getvalue()


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
        from forerun.report.sections.daily import drawn, smoothed

        dates, series = smoothed(self.comparison.tables["daily"])
        canvas, marks = drawn(dates, series, self.comparison.plans[0], self._labels)
        with styled():
            svg = to_svg(canvas, "daily-chart", self._labels("daily"), marks)
        return Chart(standalone(svg), canvas)

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

        title = measure(name, with_own(self.scenario.own.measures))
        found = self.comparison
        if len(found.plans) < 2:
            raise InputError("one plan alone has no difference; compare two", field="plans")
        if name not in found.values:
            raise InputError(f"{name} is not defined in any of these worlds", field="measures")
        places = range(1, len(found.plans))
        differences = {place: found.paired(name, place).difference for place in places}
        drawn = {place: own for place, own in differences.items() if not np.isnan(own.mean)}
        if not drawn:
            raise InputError(
                f"{name} is not defined under both {found.plans[0]} and another plan, so it has no "
                "difference; see table() for its own interval",
                field="measures",
            )
        labels = self._labels
        paint = colours(found.plans, found.plans[0])
        left = widest(found.plans[1:], beside=0.2)
        height = 0.75 + ROW * (len(found.plans) - 1)
        with styled():
            canvas = new_figure(WIDTH, height)
            axes = canvas.add_axes((left, 0.4 / height, 0.97 - left, 1 - 0.75 / height))
            for place, mean in drawn.items():
                plan, at = found.plans[place], len(found.plans) - 1 - place
                values = found.measured[name].values
                moved = values[place] - values[0]
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
            return Chart(standalone(to_svg(canvas, f"difference-{name}", heading)), canvas)

    @property
    def _labels(self) -> Labels:
        return Labels.of(self.scenario, self.lang)
