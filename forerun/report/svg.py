"""From a figure to an SVG that sits in a page: the reader's fonts, hover titles, no address."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from sim.visible import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS: Final = (
    "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, 'PingFang SC', "
    "'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif"
)
"""Fonts of the page and its charts: what the reader's machine has, Chinese included."""


POINTS: Final = 72
"""SVG user units an inch, as matplotlib writes them."""

STYLE: Final = {
    "svg.fonttype": "none",
    "svg.hashsalt": "forerun",
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: the layout is the same everywhere
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": "#9aa5b1",
    "axes.labelcolor": "#52606d",
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.unicode_minus": True,
    "grid.color": "#e4e7eb",
    "grid.linewidth": 0.8,
    "xtick.color": "#52606d",
    "ytick.color": "#52606d",
    "xtick.major.size": 3.0,
    "ytick.major.size": 0.0,
    "legend.frameon": False,
    "text.color": "#323f4b",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle in data coordinates that shows a text on hover.

    Parameters
    ----------
    axes
        Whose coordinates.
    x0, x1, y0, y1
        The rectangle.
    text
        What the browser shows.
    fill
        Its colour; None leaves it clear.
    """

    axes: Axes
    x0: float
    x1: float
    y0: float
    y1: float
    text: str
    fill: str | None = None


def font_names() -> list[str]:
    """Return the fonts of `FONTS` by name, without those that only a browser knows."""
    names = [name.strip(" '") for name in FONTS.split(",")]
    return [name for name in names if name not in ("system-ui", "-apple-system", "sans-serif")]


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of so many inches, with the report's style to be set around it."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=POINTS)


def to_svg(figure: Figure, name: str, title: str, marks: Sequence[Mark] = ()) -> str:
    """Draw a figure as an SVG element to put into a page.

    The same figure gives the same bytes. Identifiers carry ``name``, so that several charts can
    share a page.

    Parameters
    ----------
    figure
        What to draw.
    name
        Short name, unique in the page.
    title
        What a screen reader says.
    marks
        Rectangles with hover texts. Filled ones lie under the figure, clear ones over it.
    """
    buffer = io.StringIO()
    with warnings.catch_warnings():
        # The reader's fonts draw what the measuring font lacks, Chinese above all.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ ")
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(buffer, format="svg", transparent=True, metadata=nothing)
    text = buffer.getvalue()
    body = text[text.index("<svg") :]
    opening, inner = re.split(r"(?<=>)", body, maxsplit=1)
    view = re.search(r'viewBox="[^"]*"', opening)
    inner = re.sub(r"\s*<style[^>]*>.*?</style>", "", inner, flags=re.DOTALL)
    inner = inner.replace("xlink:href=", "href=").replace("'DejaVu Sans'", "var(--fonts)")
    inner = re.sub(r'\bid="', f'id="{name}-', inner)
    inner = re.sub(r'(href="|url\()#', rf"\1#{name}-", inner)
    height = figure.get_figheight() * POINTS
    under = "".join(_rectangle(mark, height) for mark in marks if mark.fill is not None)
    over = "".join(_rectangle(mark, height) for mark in marks if mark.fill is None)
    inner = inner.removesuffix("\n").removesuffix("</svg>")
    return (
        f'<svg {view[0] if view else ""} role="img" aria-label="{escape(title)}" '
        f'stroke-linejoin="round">{under}{inner}{over}</svg>'
    )


def standalone(svg: str) -> str:
    """Return an SVG of `to_svg` as the text of a file of its own, on white."""
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" style="--fonts: {FONTS}; background: #fff" '
    return visible(svg.replace("<svg ", opening, 1)) + "\n"


def _rectangle(mark: Mark, height: float) -> str:
    (left, low), (right, high) = mark.axes.transData.transform(
        [(mark.x0, mark.y0), (mark.x1, mark.y1)]
    )
    fill = f'fill="{mark.fill}"' if mark.fill is not None else 'fill-opacity="0"'
    x, width = min(left, right), abs(right - left)
    y, tall = height - max(low, high), abs(high - low)
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{tall:.2f}" {fill}>'
        f"<title>{escape(mark.text)}</title></rect>"
    )
