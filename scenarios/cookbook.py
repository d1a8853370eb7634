"""The cookbook: every recipe, and which of them some words mean, in English or Chinese."""

from __future__ import annotations

from functools import cache
from typing import Any

from scenarios.loader import read_recipe, recipe_names
from scenarios.looked_for import meant
from scenarios.recipe import Recipe


def recipes(words: str = "") -> dict[str, Recipe]:
    """Return the recipes that some words mean, the nearest first; all of them if none are given.

    Parameters
    ----------
    words
        In English or Chinese, or the number of a row.
    """
    found = _all()
    said = {name: _said(name, recipe) for name, recipe in found.items()}
    rows = {name: [str(row) for row in recipe.rows] for name, recipe in found.items()}
    return meant(words, found, said, rows)


def described(name: str, recipe: Recipe) -> dict[str, Any]:
    """Return a recipe as JSON values: what is said of it, without its checks."""
    return {"name": name, **recipe.model_dump(mode="json", exclude={"checks"})}


@cache
def _all() -> dict[str, Recipe]:
    return {name: read_recipe(name)[0] for name in recipe_names()}


def _said(name: str, recipe: Recipe) -> tuple[str, ...]:
    return (
        name, recipe.title, recipe.title_zh, *recipe.asked, *recipe.asked_zh,
        recipe.limit, recipe.limit_zh,
    )  # fmt: skip
