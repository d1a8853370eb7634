"""A sweep in words: its shares in a table, where its cases lie, what stands on little."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from forerun.report.labels import Labels
from planning.sweep.design import DRAW, LUCK

FEW_ROWS: Final = 64
"""With fewer rows the shares of a sweep are told to stand on little."""

FEW_RUNS: Final = 10
"""A mean at an end of a range is told to stand on little if fewer runs are behind it."""

DIGITS: Final = 3


def boxed(found: Mapping[str, Any], labels: Labels) -> str | None:
    """Return in a sentence where the cases of a sweep lie; None where none were asked for.

    Parameters
    ----------
    found
        See `planning.sweep.found.Sweep.as_json`.
    labels
        Language.
    """
    if "where" not in found:
        return None
    box = found["box"]
    if box is None:
        return labels("no_box", where=found["where"])
    limits = [_limit(path, ends, labels) for path, ends in box["limits"].items()]
    shares = {key: labels.percent(box[key]) for key in ("coverage", "density", "share")}
    told = labels("box", where=found["where"], limits=labels("and").join(limits), **shares)
    if points := box.get("labelled"):
        told += labels("box_labelled", points=labels.number(points))
    return told


def thin(found: Mapping[str, Any], labels: Labels) -> list[str]:
    """Return in sentences which figures of a sweep stand on little."""
    told = []
    if found["asked"]["design"] != "one-at-a-time":
        behind = [
            end["runs"]
            for own in found["measures"].values()
            for entry in own["inputs"].values()
            for end in entry.get("response", ())
        ]
        if min(behind, default=FEW_RUNS) < FEW_RUNS:
            told.append(labels("few_behind", runs=min(behind)))
    if found["asked"]["design"] == "sobol":
        rows = max((own["rows"] for own in found["measures"].values() if "rows" in own), default=0)
        if rows < FEW_ROWS:
            key = "few_rows" if rows else "no_rows"
            told.append(labels(key, rows=rows, runs=found["runs"]))
    return told


def headings(found: Mapping[str, Any], labels: Labels) -> list[str]:
    """Return the headings of the table whose rows are `shares`."""
    last = ("alone", "with_others") if found["asked"]["design"] == "sobol" else ("luck",)
    return [labels(key) for key in ("measure", "input", "ends_of", *last)]


def shares(
    found: Mapping[str, Any],
    name: str,
    title: str,
    level: Callable[[float | None], str],
    labels: Labels,
) -> list[list[str]]:
    """Return a row an input: a measure's mean at both ends, and what the input moves of it.

    Parameters
    ----------
    found
        See `planning.sweep.found.Sweep.as_json`.
    name, title
        The measure, and what its first row calls it.
    level
        Writes a level of it.
    labels
        Language.
    """
    own, sobol = found["measures"][name], found["asked"]["design"] == "sobol"
    rows = []
    for path, entry in own["inputs"].items():
        ends = [level(end["mean"]) for end in entry.get("response", ())]
        between = labels("from_to", low=ends[0], high=ends[-1]) if ends else ""
        told = [_share(entry.get(key), labels) for key in ("first", "total")] if sobol else [""]
        rows.append(["", labels(path) if path in (DRAW, LUCK) else path, between, *told])
    if sobol:
        rows.append(["", labels("interaction"), "", _share(own.get("interaction"), labels), ""])
    else:
        rows[0][-1] = labels.percent(own.get("luck"))
    rows[0][0] = title
    return rows


def _share(own: Mapping[str, Any] | None, labels: Labels) -> str:
    if own is None:
        return "–"
    share, low, high = (labels.percent(own[key]) for key in ("mean", "low", "high"))
    return labels("with_interval", share=share, low=low, high=high)


def _limit(path: str, limits: Sequence[float | None], labels: Labels) -> str:
    ends = {
        name: labels.figures(end, DIGITS)
        for name, end in zip(("low", "high"), limits, strict=True)
        if end is not None
    }
    form = "between" if len(ends) == 2 else "above" if "low" in ends else "below"
    return labels(f"limit_{form}", path=path, **ends)
