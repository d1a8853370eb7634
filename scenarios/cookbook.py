"""The cookbook: every recipe, and which of them some words mean, in English or Chinese."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from scenarios.loader import read_recipe, recipe_names
from scenarios.recipe import Recipe

LEAST: Final = 0.5
"""Share of the pieces of what is looked for that a recipe must hold."""

_RUN: Final = re.compile(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+")


def recipes(words: str = "") -> dict[str, Recipe]:
    """Return the recipes that some words mean, the nearest first; all of them if none are given.

    Parameters
    ----------
    words
        In English or Chinese, or the number of a row. Chinese has no blanks, so that a run of it
        is looked for by its pairs of characters.
    """
    found = _all()
    pieces = _pieces(words)
    if not pieces:
        return dict(found)
    held = {name: _held(pieces, name, recipe) for name, recipe in found.items()}
    near = [name for name in found if held[name] >= LEAST]
    return {name: found[name] for name in sorted(near, key=lambda name: -held[name])}


def described(name: str, recipe: Recipe) -> dict[str, Any]:
    """Return a recipe as JSON values: what is said of it, without its checks."""
    return {"name": name, **recipe.model_dump(mode="json", exclude={"checks"})}


@cache
def _all() -> dict[str, Recipe]:
    return {name: read_recipe(name)[0] for name in recipe_names()}


def _pieces(words: str) -> list[str]:
    pieces = []
    for run in _RUN.findall(words.casefold()):
        chinese = _chinese(run[0])
        pieces += [run[i : i + 2] for i in range(max(len(run) - 1, 1))] if chinese else [run]
    return pieces


def _held(pieces: list[str], name: str, recipe: Recipe) -> float:
    """Return the share of the pieces that a recipe's words hold."""
    said = (
        name, recipe.title, recipe.title_zh, *recipe.asked, *recipe.asked_zh,
        recipe.limit, recipe.limit_zh,
    )  # fmt: skip
    text, rows = " ".join(said).casefold(), [str(row) for row in recipe.rows]
    return sum(piece in rows or _is_in(text, piece) for piece in pieces) / len(pieces)


def _is_in(text: str, piece: str) -> bool:
    """Return whether a text holds a piece of Chinese, or a word that begins so."""
    if _chinese(piece[0]):
        return piece in text
    whole = r"(?![0-9])" if piece[-1].isdigit() else ""
    return re.search(rf"(?<![a-z0-9]){re.escape(piece)}{whole}", text) is not None


def _chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
