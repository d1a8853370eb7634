"""From a library name, a path or a text to a checked scenario."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from scenarios import yaml_text
from scenarios.case import Case
from scenarios.explain import explain, located
from scenarios.own_code import OwnCode
from scenarios.own_facts import Own, facts_of
from scenarios.own_measures import given_measures, whole_code
from scenarios.recipe import Headed, Recipe, parted
from scenarios.scenario import Scenario
from scenarios.typed import hinted
from sim.errors import InputError, known_name, nearest_name
from sim.metrics import Comparison, Metric

LIBRARY: Final = Path(__file__).parent / "library"
"""The ready scenarios: one folder each, with ``scenario.yaml`` and ``case.yaml`` in it."""

RECIPES: Final = Path(__file__).parent / "recipes"
"""The cookbook: a scenario each, under the section ``recipe``."""


def library_names() -> tuple[str, ...]:
    """Return the names of the ready scenarios, sorted."""
    return tuple(sorted(path.parent.name for path in LIBRARY.glob("*/scenario.yaml")))


def recipe_names() -> tuple[str, ...]:
    """Return the names of the recipes, sorted."""
    return tuple(sorted(path.stem for path in RECIPES.glob("*.yaml")))


def load(
    name_or_path: str | Path,
    *,
    allow_code: bool = False,
    measures: Sequence[Metric | Comparison] = (),
) -> Scenario:
    """Read a scenario and all that it names, and check it.

    Parameters
    ----------
    name_or_path
        A name of the library or of a recipe, or the path of a YAML file.
    allow_code
        Whether modules beside the file that it names may be imported (`scenarios.own_code`).
    measures
        Measures made in Python, which the file may name; they are read off if it does not, too.

    Raises
    ------
    InputError
        If there is no such scenario or something in it is wrong, with file, line and field.
    """
    name = str(name_or_path)
    if name in library_names():
        path = LIBRARY / name / "scenario.yaml"
    elif name in recipe_names():
        path = RECIPES / f"{name}.yaml"
    else:
        path = Path(name_or_path)
        if not path.exists() and path.name == name and not path.suffix:
            raise _no_such(name)
    text = yaml_text.read_text(path, yaml_text.MAX_BYTES)
    return parse(text, path, allow_code=allow_code, measures=measures)


def parse(
    text: str,
    path: Path | None = None,
    *,
    allow_code: bool = False,
    measures: Sequence[Metric | Comparison] = (),
) -> Scenario:
    """Read a scenario from its text; a section ``recipe`` is checked and set aside.

    Parameters
    ----------
    text
        YAML.
    path
        Where it stands, or would stand: tables that it names are looked for beside it.
    allow_code, measures
        As in `load`.

    Raises
    ------
    InputError
        As in `load`.
    """
    return _parsed(text, path, allow_code, measures)[0]


def read_recipe(name: str) -> tuple[Recipe, Scenario]:
    """Read a recipe of the cookbook.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    listed = "forerun recipes lists those there are"
    known_name("no recipe", name, recipe_names(), listed, field="recipe")
    path = RECIPES / f"{name}.yaml"
    scenario, found = _parsed(yaml_text.read_text(path, yaml_text.MAX_BYTES), path)
    if found is None:
        raise InputError("has no section recipe", file=str(path))
    return found, scenario


def read_case(name: str) -> Case:
    """Read what is said of a scenario of the library, without the scenario.

    Raises
    ------
    InputError
        If there is none of that name, or something in its file is wrong, with line and field.
    """
    listed = "forerun list lists those there are"
    known_name("no case", name, library_names(), listed, field="case")
    path = LIBRARY / name / "case.yaml"
    document = yaml_text.parse(yaml_text.read_text(path, yaml_text.MAX_BYTES), str(path))
    try:
        return Case.model_validate(document.value, strict=True)
    except ValidationError as error:
        raise explain(error, document, Case) from None


def _parsed(
    text: str,
    path: Path | None,
    allow_code: bool = False,
    measures: Sequence[Metric | Comparison] = (),
) -> tuple[Scenario, Recipe | None]:
    file = None if path is None else str(path)
    try:
        document = yaml_text.parse(text, file)
    except InputError as error:
        raise hinted(error, text) from None
    value, over = parted(document.value)
    try:
        said = None if over is None else Headed.model_validate(over, strict=True).recipe
    except ValidationError as error:
        raise explain(error, document, Headed) from None
    given = given_measures(measures)
    code = OwnCode(path.parent if path else Path(), allow_code, measures=dict(given))
    try:
        scenario = Scenario.model_validate(value, strict=True, context=code)
    except ValidationError as error:
        raise hinted(explain(error, document, Scenario), text) from None
    if beside := [name for name in given if name not in scenario.measures]:
        scenario = scenario.model_copy(update={"measures": (*scenario.measures, *beside)})
    scenario._text = text
    scenario._source_path = path
    own = tuple(code.measures.values())
    scenario._own = Own(whole_code(code, own), facts_of(scenario.facts, code.found), own)
    try:
        scenario.check()
        if said is not None:
            said.check(scenario)
    except InputError as error:
        raise located(error, document) from None
    return scenario, said


def _no_such(name: str) -> InputError:
    names = (*library_names(), *recipe_names())
    hint = nearest_name(name, names, "forerun list and forerun recipes list them.")
    return InputError(f"no scenario {name!r}; {hint} A file is named by its path")
