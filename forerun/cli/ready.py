"""``forerun new NAME``: a recipe, or a case of the library, as a scenario of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from forerun.cli.screen import Screen
from sim.errors import InputError, known_name

if TYPE_CHECKING:
    from scenarios import Scenario

LEFT_OUT: Final = {"case.yaml", "README.md", "compute.py"}
"""Files of a case that tell of it: a scenario needs none of them."""


def start(screen: Screen, name: str, out: Path | None) -> None:
    """Write a ready scenario to a folder of its own, to go on from, with the tables it names.

    Raises
    ------
    InputError
        If there is neither a recipe nor a case of the name, or something stands where it is to be
        written.
    """
    from forerun.starting import refuse_existing
    from scenarios.recipe import without

    kind, title, scenario, tables = _ready(name)
    own = without(scenario.text)
    folder = out or Path(name)
    refuse_existing(folder)
    file = folder / "scenario.yaml"
    text = f"# From the {kind} {name}: {title}.\n{own}"
    try:
        folder.mkdir(parents=True)
        for table in tables:
            (folder / table.name).write_bytes(table.read_bytes())
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(file)) from None
    screen.facts({kind: name, "folder": str(folder), "scenario": str(file)})
    plans = ",".join(scenario.plan_names)
    screen.note(f"Written to {folder}; forerun compare {file} --plans {plans} compares its plans.")


def _ready(name: str) -> tuple[str, str, Scenario, list[Path]]:
    """Return what it is, its title, the scenario, and the tables beside it."""
    from scenarios import load, read_case, read_recipe
    from scenarios.loader import LIBRARY, library_names, recipe_names

    if name in library_names():
        beside = sorted((LIBRARY / name).iterdir())
        tables = [one for one in beside if one.name not in LEFT_OUT and one.suffix != ".yaml"]
        return "case", read_case(name).title, load(name), tables
    listed = "forerun recipes and forerun list list those there are"
    known_name("no recipe or case", name, [*recipe_names(), *library_names()], listed, field="new")
    recipe, scenario = read_recipe(name)
    return "recipe", recipe.title, scenario, []
