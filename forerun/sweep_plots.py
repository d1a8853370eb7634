"""Pictures of a sweep: what moves a measure most, how, and which inputs work together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from forerun.plots import ROW, Chart
from forerun.report.charts import INK, PALETTE, QUIET, WIDTH, styled, value_ticks, widest
from forerun.report.labels import Labels
from forerun.report.svg import new_figure, standalone, to_svg
from sim.errors import InputError
from sim.metrics import measure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from planning.sweep.found import Sweep

HEIGHT: Final = 3.0


@dataclass(frozen=True)
class SweepPlots:
    """The pictures of a sweep.

    Parameters
    ----------
    found
        What to draw.
    lang
        ``en`` or ``zh``.
    """

    found: Sweep
    lang: str = "en"

    def tornado(self, name: str) -> Chart:
        """Draw a measure's mean at both ends of each input, the one that moves it most on top.

        Parameters
        ----------
        name
            A measure of the catalogue.

        Raises
        ------
        InputError
            If there is no such measure or it is defined in no run.
        """
        self._defined(name)
        ends = {}
        for place, one in enumerate(self.found.question.inputs):
            if levels := self.found.response(name, place):
                ends[one.path] = levels[0].found.mean, levels[-1].found.mean
        if not ends:
            raise self._undefined(name)
        ordered = sorted(ends, key=lambda path: abs(ends[path][1] - ends[path][0]))
        labels, height = self._labels, 0.75 + ROW * len(ends)
        left = widest(ordered, beside=0.2)
        with styled():
            canvas = new_figure(WIDTH, height)
            axes = canvas.add_axes((left, 0.4 / height, 0.97 - left, 1 - 0.75 / height))
            for row, path in enumerate(ordered):
                low, high = ends[path]
                axes.barh(row, high - low, left=low, height=0.55, color=PALETTE[0], alpha=0.35)
                axes.plot(low, row, "o", color=QUIET, markersize=6)
                axes.plot(high, row, "D", color=PALETTE[0], markersize=6)
            axes.set_yticks(range(len(ordered)), ordered)
            axes.grid(axis="x")
            axes.use_sticky_edges = False
            axes.margins(x=0.05)
            value_ticks(axes.xaxis, labels.unit(name), labels)
            heading = labels("tornado", measure=labels.measure(name))
            return self._chart(canvas, axes, heading, f"tornado-{name}")

    def response(self, name: str, path: str) -> Chart:
        """Draw a measure along an input: its mean, and the band in which one more run falls.

        Parameters
        ----------
        name
            A measure of the catalogue.
        path
            An input.

        Raises
        ------
        InputError
            If there is no such measure or input, or the measure is defined in no run.
        """
        self._defined(name)
        levels = self.found.response(name, self._place(path))
        if not levels:
            raise self._undefined(name)
        at = [level.value for level in levels]
        ends = np.array([(own.found.mean, own.found.low, own.found.high) for own in levels])
        labels = self._labels
        with styled():
            canvas = new_figure(WIDTH, HEIGHT)
            axes = canvas.add_axes((0.1, 0.16, 0.87, 0.7))
            if self.found.question.inputs[self._place(path)].log:
                axes.set_xscale("log")
            axes.fill_between(at, ends[:, 1], ends[:, 2], color=PALETTE[0], alpha=0.16, linewidth=0)
            axes.plot(at, ends[:, 0], "o-", color=PALETTE[0], linewidth=1.8, markersize=4)
            axes.set_xlabel(path)
            value_ticks(axes.yaxis, labels.unit(name), labels)
            heading = labels("response", measure=labels.measure(name), path=path)
            return self._chart(canvas, axes, heading, f"response-{name}")

    def interaction(self, name: str, first: str, second: str) -> Chart:
        """Draw a measure's mean by two inputs at once.

        Parameters
        ----------
        name
            A measure of the catalogue.
        first, second
            Inputs.

        Raises
        ------
        InputError
            If there is no such measure or input, or the measure is defined in no run.
        """
        self._defined(name)
        x, y = self._place(first), self._place(second)
        if x == y:
            raise InputError(f"{first!r} twice; name two inputs", field="vary")
        means = self.found.together(name, y, x)
        labels = self._labels
        ranges = [self.found.question.inputs[place] for place in (x, y)]
        with styled():
            canvas = new_figure(WIDTH, HEIGHT + 0.6)
            axes = canvas.add_axes((0.1, 0.15, 0.72, 0.73))
            rows, columns = means.shape
            drawn = axes.imshow(means, origin="lower", aspect="auto", cmap="cividis")
            axes.grid(visible=False)
            for axis, one, count in (
                (axes.xaxis, ranges[0], columns),
                (axes.yaxis, ranges[1], rows),
            ):
                ends = [labels.figures(end, 3) for end in (one.low, one.high)]
                axis.set_ticks([0, count - 1], ends if count > 1 else ends[:1])
            axes.set_xlabel(first)
            axes.set_ylabel(second)
            bar = canvas.colorbar(drawn, cax=canvas.add_axes((0.86, 0.15, 0.02, 0.73)))
            value_ticks(bar.ax.yaxis, labels.unit(name), labels)
            heading = labels("together", measure=labels.measure(name), first=first, second=second)
            return self._chart(canvas, axes, heading, f"together-{name}")

    def _chart(self, canvas: Figure, axes: Axes, heading: str, name: str) -> Chart:
        axes.set_title(heading, loc="left", fontsize=9, color=INK)
        return Chart(standalone(to_svg(canvas, name, heading)), canvas)

    def _defined(self, name: str) -> None:
        measure(name, self.found.known)
        if name not in self.found.measures:
            raise self._undefined(name)

    def _undefined(self, name: str) -> InputError:
        return InputError(f"{name} is not defined in these runs together", field="measures")

    def _place(self, path: str) -> int:
        paths = [one.path for one in self.found.question.inputs]
        if path not in paths:
            raise InputError(f"{path!r} was not varied; there are {', '.join(paths)}", field="vary")
        return paths.index(path)

    @property
    def _labels(self) -> Labels:
        return Labels.of(self.found.scenario, self.lang)
