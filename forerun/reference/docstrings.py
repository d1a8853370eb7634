"""What docstrings of `sim/behaviour` say beside their equations."""

from __future__ import annotations

from typing import Final

DIFFERS: Final = "Differs from the evidence: "
"""What a paragraph begins with that says how an equation differs from its row of the evidence."""


def difference(text: str) -> str:
    """Return how a module differs from the evidence by its docstring; empty where it does not."""
    for paragraph in text.split("\n\n"):
        said = " ".join(paragraph.split())
        if said.startswith(DIFFERS):
            return said.removeprefix(DIFFERS)
    return ""
