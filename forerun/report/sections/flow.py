"""How members move between audiences from one look to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from forerun.report.charts import PALETTE, WIDTH, styled, widest
from forerun.report.folder import Folder
from forerun.report.labels import Labels
from forerun.report.section import Section, figure
from forerun.report.svg import Mark, new_figure, to_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP: Final = 0.06
"""Space between two audiences, as a share of all members drawn."""

Audiences = Mapping[str, Mapping[str, Any]]


def flow(folder: Folder, labels: Labels) -> Section | None:
    """Return the section, or None where no audiences were looked at, or nobody was in any."""
    found = folder.audience
    if found is None:
        return None
    audiences = {name: own for name, own in found["audiences"].items() if _size(own) > 0}
    if not audiences:
        return None
    most = max(audiences, key=lambda name: _grown(audiences[name]))
    own = audiences[most]
    stay = own["next"][most]["mean"]
    return Section(
        "flow",
        labels("flow"),
        labels(
            "flow_insight" if _grown(own) > 0 else "flow_shrinks",
            plan=found["plan"],
            most=most,
            start=labels.number(round(_end(own, "start"))),
            end=labels.number(round(_end(own, "end"))),
            stay="–" if stay is None else labels.percent(stay, 0),
        ),
        figure(draw(audiences, labels)),
        labels("flow_note", worlds=found["seeds"]),
    )


def draw(audiences: Audiences, labels: Labels) -> str:
    """Draw the audiences on both sides, and bands as wide as the members who move."""
    names = list(audiences)
    colour = {name: PALETTE[place % len(PALETTE)] for place, name in enumerate(names)}
    moved = {
        (one, other): _size(audiences[one]) * (audiences[one]["next"][other]["mean"] or 0.0)
        for one in names
        for other in names
    }
    out = {one: sum(moved[one, other] for other in names) for one in names}
    came = {other: sum(moved[one, other] for one in names) for other in names}
    whole = max(sum(out.values()), sum(came.values())) or 1.0
    left, right = _tops(out, whole), _tops(came, whole)
    side = widest(names, beside=0.15)
    height = max(2.2, 0.45 * len(names) + 1.0)
    marks = []
    with styled():
        canvas = new_figure(WIDTH, height)
        axes = canvas.add_axes((side, 0.05, 1 - 2 * side, 0.9))
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(whole * (1 + GAP * len(names)), 0)
        at = {"left": dict(left), "right": dict(right)}
        for one in names:
            for other in names:
                width = moved[one, other]
                if width <= 0:
                    continue
                start, end = at["left"][one], at["right"][other]
                _ribbon(axes, start, end, width, colour[one])
                at["left"][one], at["right"][other] = start + width, end + width
        for name in names:
            for x, top, tall in ((0.0, left[name], out[name]), (1.0, right[name], came[name])):
                axes.plot([x, x], [top, top + tall], color=colour[name], linewidth=6)
                beside = -0.02 if x == 0 else 1.02
                aligned = "right" if x == 0 else "left"
                axes.text(beside, top + tall / 2, name, ha=aligned, va="center", fontsize=8)
            text = f"{name}: " + ", ".join(
                f"{other} {labels.percent(audiences[name]['next'][other]['mean'] or 0.0, 1)}"
                for other in names
            )
            marks.append(Mark(axes, 0.0, 0.12, left[name], left[name] + out[name], text))
        return to_svg(canvas, "flow-chart", labels("flow"), marks)


def _ribbon(axes: Axes, start: float, end: float, width: float, colour: str) -> None:
    """Draw one band between the two sides."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    over = [(0.01, start), (0.5, start), (0.5, end), (0.99, end)]
    back = [(0.99, end + width), (0.5, end + width), (0.5, start + width), (0.01, start + width)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3]
    axes.add_patch(PathPatch(Path([*over, *back], codes), color=colour, alpha=0.3, linewidth=0))


def _tops(sizes: Mapping[str, float], whole: float) -> dict[str, float]:
    """Return where each audience begins, one below the other."""
    top, found = 0.0, {}
    for name, size in sizes.items():
        found[name] = top
        top += size + GAP * whole
    return found


def _end(own: Mapping[str, Any], end: str) -> float:
    return float(own[end]["mean"] or 0.0)


def _grown(own: Mapping[str, Any]) -> float:
    return _end(own, "end") - _end(own, "start")


def _size(own: Mapping[str, Any]) -> float:
    return (_end(own, "start") + _end(own, "end")) / 2
