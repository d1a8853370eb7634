"""``forerun recipes``: what operators do, as scenarios to start from."""

from __future__ import annotations

from typing import Annotated

import typer

from forerun.cli.options import AsJson, Lang, Language
from forerun.cli.screen import Screen


def recipes(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]", help="What to look for, in English or Chinese; all if absent."
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """List the cookbook's recipes, or those that some words mean."""
    from scenarios.cookbook import described
    from scenarios.cookbook import recipes as looked_up

    screen = Screen(as_json, lang)
    found = looked_up(" ".join(words or ()))
    screen.facts({"recipes": [described(*each) for each in found.items()]})
    if not found:
        screen.note(screen.word("no_recipe"))
        return
    zh = lang is Lang.zh
    screen.table(
        screen.word("recipes"),
        [screen.word(key) for key in ("recipe", "title", "called", "rows")],
        [
            [
                name,
                recipe.title_zh if zh else recipe.title,
                (recipe.asked_zh if zh else recipe.asked)[0],
                ", ".join(map(str, recipe.rows)),
            ]
            for name, recipe in found.items()
        ],
        texts=4,
    )
