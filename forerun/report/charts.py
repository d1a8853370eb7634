"""What the charts share: colours, axes of dates, bands, names at the end of lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from forerun.report.labels import Labels
from forerun.report.svg import STYLE, Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

INK: Final = "#323f4b"
QUIET: Final = "#7b8794"
PALETTE: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
"""Okabe and Ito (2008): distinct for colour-blind readers; the baseline is grey."""

WIDTH: Final = 8.6
"""Inches across; the page scales it."""

BAND: Final = (5.0, 95.0)
"""Percentiles of the worlds between which a band lies."""

DASHED: Final = (0, (4, 2))

Floats = NDArray[np.float64]


def colours(plans: Sequence[str], baseline: str) -> dict[str, str]:
    """Return a colour a plan: grey for the baseline, the palette in order for the others."""
    others = [plan for plan in plans if plan != baseline]
    found = {plan: PALETTE[place % len(PALETTE)] for place, plan in enumerate(others)}
    return {plan: found.get(plan, QUIET) for plan in plans}


@contextmanager
def styled() -> Iterator[None]:
    """Draw in the report's style."""
    from matplotlib import rc_context

    with rc_context(STYLE):  # type: ignore[arg-type]  # names are checked by matplotlib
        yield


def text_width(text: str) -> float:
    """Return the width of a text in inches, roughly: Chinese characters are twice as wide."""
    return 0.075 * sum(2 if character > "⺀" else 1 for character in text)


def widest(texts: Iterable[str], *, beside: float) -> float:
    """Return the share of a chart's width that its longest text takes, with some inches beside."""
    return (beside + max(text_width(text) for text in texts)) / WIDTH


def band(axes: Axes, values: Floats, colour: str, *, dashed: bool) -> None:
    """Draw the mean over worlds as a line and `BAND` around it.

    Parameters
    ----------
    axes
        Where.
    values
        Shape ``(worlds, days)``.
    colour, dashed
        How.
    """
    x = np.arange(values.shape[1])
    low, high = np.percentile(values, BAND, axis=0)
    axes.fill_between(x, low, high, color=colour, alpha=0.16, linewidth=0)
    axes.plot(
        x, values.mean(axis=0), color=colour, linewidth=1.8, linestyle=DASHED if dashed else "-"
    )


def date_ticks(axes: Axes, dates: Sequence[date]) -> None:
    """Put ticks where a month begins, at most eight of them."""
    begins = [k for k in range(1, len(dates)) if dates[k].month != dates[k - 1].month]
    if not begins or dates[0].day == 1:
        begins.insert(0, 0)
    shown = begins[:: -(-len(begins) // 8)]
    axes.set_xticks(shown, [f"{dates[k]:%Y-%m}" for k in shown])
    axes.set_xlim(0, max(len(dates) - 1, 1))


def value_ticks(axis: Axis, unit: str, labels: Labels) -> None:
    """Put ticks at round values, as the reader writes them."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    if unit == "share":
        low, high = sorted(axis.get_view_interval())
        digits = max(0, math.floor(1.9 - math.log10(100 * (high - low))))
        axis.set_major_formatter(lambda value, _: labels.percent(value, digits))


def name_ends(axes: Axes, ends: Sequence[tuple[float, str, str]]) -> None:
    """Write each line's name at its end, moved apart where they would overlap.

    Parameters
    ----------
    axes
        With its limits set.
    ends
        Last value, name and colour of each line.
    """
    low, high = axes.get_ylim()
    gap = 12 / axes.get_window_extent().height * (high - low)
    ordered = sorted(ends)
    places = [value for value, *_ in ordered]
    for k in range(1, len(places)):
        places[k] = max(places[k], places[k - 1] + gap)
    shift = sum(place - value for place, (value, *_) in zip(places, ordered, strict=True))
    for place, (_, name, colour) in zip(places, ordered, strict=True):
        axes.annotate(
            name,
            (1, place - shift / len(places)),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            color=colour,
            va="center",
            fontweight="bold",
            annotation_clip=False,
        )


def strips(axes: Axes, dates: Sequence[date], say: Callable[[int], list[str]]) -> list[Mark]:
    """Return one clear strip a date that says what ``say`` says of its index."""
    low, high = axes.get_ylim()
    return [
        Mark(axes, k - 0.5, k + 0.5, low, high, "\n".join([f"{day}", *say(k)]))
        for k, day in enumerate(dates)
    ]
