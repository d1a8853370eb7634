"""The tables of the measures, from the catalogue in `sim/metrics/`."""

from __future__ import annotations

from evidence.pages import table
from sim.metrics.catalogue import GROUPS


def measure_tables() -> str:
    """Return a table of measures for every group of the catalogue."""
    head = ("name", "measure", "formula", "unit", "window", "source", "better")
    parts = []
    for group, measures in GROUPS.items():
        rows = [
            (f"`{m.name}`", f"{m.title} · {m.title_zh}", m.formula, m.unit, m.window, m.source,
             m.better)
            for m in measures
        ]  # fmt: skip
        parts.append(f"## {group}\n\n{table(head, rows)}")
    return "\n\n".join(parts)
