"""The words of a sweep: where its cases lie, which shares stand on little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from forerun.report.labels import Labels

FEW_ROWS: Final = 64
"""With fewer rows the shares of a sweep are told to stand on little."""

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
    return labels("box", where=found["where"], limits=labels("and").join(limits), **shares)


def thin(found: Mapping[str, Any], labels: Labels) -> str | None:
    """Return in a sentence that shares stand on few rows, or on too few; None where they do not."""
    if found["asked"]["design"] != "sobol":
        return None
    rows = max((own["rows"] for own in found["measures"].values() if "rows" in own), default=0)
    if rows >= FEW_ROWS:
        return None
    return labels("few_rows" if rows else "no_rows", rows=rows, runs=found["runs"])


def _limit(path: str, limits: Sequence[float | None], labels: Labels) -> str:
    ends = {
        name: labels.figures(end, DIGITS)
        for name, end in zip(("low", "high"), limits, strict=True)
        if end is not None
    }
    form = "between" if len(ends) == 2 else "above" if "low" in ends else "below"
    return labels(f"limit_{form}", path=path, **ends)
