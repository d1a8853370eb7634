"""``forerun new NAME``: a recipe, or a case of the library, as a scenario of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from forerun.cli.screen import Screen
from sim.errors import known_name

if TYPE_CHECKING:
    from scenarios import Scenario

TABLES: Final = (".csv", ".json")
"""Endings of the files beside a case that its scenario names."""


def start(screen: Screen, name: str, out: Path | None) -> None:
    """Write a ready scenario to a folder of its own, to go on from, with the tables it names.

    Raises
    ------
    InputError
        If there is neither a recipe nor a case of the name, or something stands where it is to be
        written.
    """
    from forerun.starting import whole
    from scenarios.recipe import without

    kind, title, scenario, tables = _ready(name)
    own = without(scenario.text)
    folder = out or Path(name)
    with whole(folder) as place:
        for table in tables:
            (place / table.name).write_bytes(table.read_bytes())
        text = f"# From the {kind} {name}: {title}.\n{own}"
        (place / "scenario.yaml").write_text(text, encoding="utf-8")
    file = folder / "scenario.yaml"
    screen.facts({kind: name, "folder": str(folder), "scenario": str(file)})
    plans = ",".join(scenario.plan_names)
    screen.note(f"Written to {folder}; forerun compare {file} --plans {plans} compares its plans.")


def _ready(name: str) -> tuple[str, str, Scenario, list[Path]]:
    """Return what it is, its title, the scenario, and the tables beside it."""
    from scenarios import load, read_case, read_recipe
    from scenarios.loader import LIBRARY, library_names, recipe_names

    if name in library_names():
        beside = sorted((LIBRARY / name).iterdir())
        tables = [one for one in beside if one.suffix in TABLES]
        return "case", read_case(name).title, load(name), tables
    listed = "forerun recipes and forerun list list those there are"
    known_name("no recipe or case", name, [*recipe_names(), *library_names()], listed, field="new")
    recipe, scenario = read_recipe(name)
    return "recipe", recipe.title, scenario, []
