"""The figures as a picture: models of the same day beside each other, and cost over members."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from worlds.store import write_whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK: Final = "#323f4b"
QUIET: Final = "#7b8794"
ENGINE: Final = "#0072b2"
COLOURS: Final = {
    "mesa": "#d55e00", "mesa-grid": "#e69f00", "mesa-cached": "#cc79a7", "numpy": "#009e73",
}  # fmt: skip
NAMES: Final = {
    "mesa": "Mesa, idiomatic", "mesa-grid": "Mesa, NetworkGrid", "mesa-cached":
    "Mesa, cached neighbours", "numpy": "NumPy and SciPy",
}  # fmt: skip
STYLE: Final = {
    "svg.fonttype": "none",
    "svg.hashsalt": "forerun",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def draw(measured: Mapping[str, Any], path: Path) -> None:
    """Draw the figures into an SVG file.

    Parameters
    ----------
    measured
        What `benchmarks/engine.py --json` prints.
    path
        The file, written whole or not at all.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(STYLE):  # type: ignore[arg-type]  # names are checked by matplotlib
        figure = Figure(figsize=(8.6, 3.4), layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=(1.25, 1.0))
        _models(left, measured["figures"])
        _growth(right, measured["figures"])
        page = io.StringIO()
        figure.savefig(page, format="svg", metadata={"Date": None})
    write_whole(path, page.getvalue().encode())


def _models(axes: Axes, figures: Mapping[str, Any]) -> None:
    """Draw a bar a model: 10,000 members, 5 % active."""
    found = [f for part, f in figures.items() if part.endswith("-5") and "ratio" in f]
    found.sort(key=lambda f: float(f["rival_ns"]))
    if not found:
        axes.set_axis_off()
        return
    engine = median(float(f["engine_ns"]) for f in found)
    names = ["Forerun", *(NAMES[f["rival"]] for f in found)]
    costs = [engine, *(float(f["rival_ns"]) for f in found)]
    colours = [ENGINE, *(COLOURS[f["rival"]] for f in found)]
    notes = [f"{engine:.1f} ns", *(f"{f['rival_ns']:,.0f} ns, × {f['ratio']:,.0f}" for f in found)]
    bars = axes.barh(names, costs, color=colours, height=0.62)
    axes.bar_label(bars, labels=notes, padding=4, fontsize=8)
    axes.set_xscale("log")
    axes.set_xlim(1.0, max(costs) * 60)
    axes.set_xlabel("ns of processor time a member and day")
    axes.set_title(f"{found[0]['members']:,} members, 5 % active", fontsize=9, loc="left")


def _growth(axes: Axes, figures: Mapping[str, Any]) -> None:
    """Draw the cost of a member's day over members, of the engine and its rivals."""
    cost = figures.get("members", {})
    if "ns" in cost:
        axes.plot(cost["members"], cost["ns"], "o-", color=ENGINE, label="Forerun", markersize=4)
    for rival, colour in COLOURS.items():
        own = [f for part, f in figures.items()
               if part in (f"{rival}-5", f"{rival}-large") and "ratio" in f]  # fmt: skip
        if len(own) > 1:
            axes.plot([f["members"] for f in own], [f["rival_ns"] for f in own], "o-",
                      color=colour, label=NAMES[rival], markersize=4)  # fmt: skip
    if not axes.lines:
        axes.set_axis_off()
        return
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(bottom=1.0)
    axes.set_xlabel("members")
    axes.set_ylabel("ns a member and day")
    axes.set_title("5 % active, by members", fontsize=9, loc="left")
    axes.legend(frameon=False, fontsize=8, loc="center right", bbox_to_anchor=(1.0, 0.62))
