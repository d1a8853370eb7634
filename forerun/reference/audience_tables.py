"""The catalogue of facts and the ready sets of audiences."""

from __future__ import annotations

from evidence.pages import table
from sim.facts import CATALOGUE
from strategies.audiences import READY, Ranked


def fact_table() -> str:
    """Return the facts, a row each."""
    rows = [
        [f"`{name}`", f"{fact.title} · {fact.title_zh}", fact.unit]
        for name, fact in CATALOGUE.items()
    ]
    return table(("fact", "meaning", "unit"), rows)


def set_table() -> str:
    """Return the ready sets with their audiences, a row each."""
    rows = []
    for name, ready in READY.items():
        said = [f"`{key}`: `{_said(value)}`" for key, value in ready.audiences.items()]
        rows.append([f"`{name}`", f"{ready.title} · {ready.title_zh}", "; ".join(said)])
    return table(("set", "meaning", "audiences"), rows)


def _said(definition: object) -> str:
    if isinstance(definition, Ranked):
        return f"{{top: {definition.top:g}, after: {definition.after:g}, by: {definition.by}}}"
    return str(definition)
