"""The page `docs/reference/speed.md`: what stands between its marks is written from the figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from benchmarks.suite import rows
from benchmarks.suite.picture import draw
from evidence.pages import fill, table
from worlds.store import write_whole

PART: Final = "measured"
"""Name of the part of the page."""

DOCS: Final = Path(__file__).resolve().parents[2] / "docs" / "reference"


def document(measured: Mapping[str, Any], folder: Path = DOCS) -> None:
    """Write figures, picture and the page's tables: ``speed.json``, ``speed.svg``, ``speed.md``.

    Raises
    ------
    LookupError
        If the page has lost its marks; nothing is written.
    """
    fill(folder / "speed.md", {PART: partial(tables, measured)})
    write_whole(folder / "speed.json", (json.dumps(measured, indent=1) + "\n").encode())
    draw(measured, folder / "speed.svg")


def tables(measured: Mapping[str, Any]) -> str:
    """Return the tables in Markdown."""
    figures, machine = measured["figures"], measured["machine"]
    beside = [
        (b.rival, b.members, b.active, b.ns, b.engine, b.ratio.figure, b.ratio.verdict)
        for b in rows.comparisons(figures)
    ]
    lines = [(line.what, line.figure, line.verdict) for line in rows.others(figures)]
    left = [(line.what, line.figure) for line in rows.missing(figures)]
    form = "quick" if measured["quick"] else "full"
    minutes = measured["seconds"] / 60
    parts = [
        _table(("machine", ""), [
            ("processor", f"{machine['processor']}, {machine['processors']} processors"),
            ("memory", f"{machine['memory_gib']} GiB"),
            ("versions", ", ".join(f"{name} {machine[name]}" for name in _VERSIONS)),
            ("measured", f"{measured['date']}, {form} form, {minutes:.0f} minutes"),
            ("other work", f"load {measured['load']} when it began (0: nothing else ran)"),
        ]),
        _table(("model of the same day", "members", "active a day (engine, model)",
                "ns a member-day", "engine, ns", "ratio (range)", "asked"), beside),
        _table(("what", "figure", "asked"), lines),
        _table(("not measured", "why"), left),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


_VERSIONS: Final = ("python", "numba", "numpy", "scipy", "mesa", "networkx")


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    rows = list(body)
    return table(head, rows) if rows else ""
