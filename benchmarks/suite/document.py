"""The page `docs/reference/speed.md`: what stands between its marks is written from the figures."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.suite import rows
from benchmarks.suite.picture import draw

BEGIN: Final = "<!-- measured: begin -->"
END: Final = "<!-- measured: end -->"
DOCS: Final = Path(__file__).resolve().parents[2] / "docs" / "reference"


def document(measured: Mapping[str, Any], folder: Path = DOCS) -> None:
    """Write figures, picture and the page's tables: ``speed.json``, ``speed.svg``, ``speed.md``.

    Raises
    ------
    ValueError
        If the page has lost its marks.
    """
    page = folder / "speed.md"
    text = between(page, page.read_text(encoding="utf-8"), BEGIN, END, tables(measured))
    write(folder / "speed.json", json.dumps(measured, indent=1) + "\n")
    draw(measured, folder / "speed.svg")
    write(page, text)


def between(page: Path, text: str, begin: str, end: str, table: str) -> str:
    """Return a page's text with a table between two marks.

    Raises
    ------
    ValueError
        If the page has lost its marks.
    """
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{page} has no lines {begin} and {end}")
    return f"{before}{begin}\n\n{table.rstrip()}\n\n{end}{after}"


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
    return "\n".join(part for part in parts if part)


_VERSIONS: Final = ("python", "numba", "numpy", "scipy", "mesa", "networkx")


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in body]
    if not lines:
        return ""
    return "\n".join(["| " + " | ".join(head) + " |", "|---" * len(head) + "|", *lines]) + "\n"
