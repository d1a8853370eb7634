"""``forerun recipes``: what operators do, as scenarios to start from."""

from __future__ import annotations

from pathlib import Path
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


def start(screen: Screen, name: str, out: Path | None) -> None:
    """Write a recipe's scenario to a folder of its own, to go on from.

    Raises
    ------
    InputError
        If there is no such recipe, or something stands where it is to be written.
    """
    from forerun.starting import refuse_existing
    from scenarios import read_recipe
    from scenarios.recipe import without
    from sim.errors import InputError

    recipe, scenario = read_recipe(name)
    folder = out or Path(name)
    refuse_existing(folder)
    file = folder / "scenario.yaml"
    text = f"# From the recipe {name}: {recipe.title}.\n{without(scenario.text)}"
    try:
        folder.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(file)) from None
    screen.facts({"recipe": name, "folder": str(folder), "scenario": str(file)})
    plans = ",".join(scenario.plan_names)
    screen.note(f"Written to {folder}; forerun compare {file} --plans {plans} compares its plans.")
