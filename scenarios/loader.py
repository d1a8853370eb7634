"""From a library name, a path or a text to a checked scenario."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from scenarios import yaml_text
from scenarios.explain import explain, located
from scenarios.own_code import OwnCode
from scenarios.own_facts import Own, facts_of
from scenarios.scenario import Scenario
from scenarios.typed import hinted
from sim.errors import InputError

LIBRARY: Final = Path(__file__).parent / "library"
"""The ready scenarios: one folder each, with ``scenario.yaml`` in it."""


def library_names() -> tuple[str, ...]:
    """Return the names of the ready scenarios, sorted."""
    return tuple(sorted(path.parent.name for path in LIBRARY.glob("*/scenario.yaml")))


def load(name_or_path: str | Path, *, allow_code: bool = False) -> Scenario:
    """Read a scenario and all that it names, and check it.

    Parameters
    ----------
    name_or_path
        A name of the library, or the path of a YAML file.
    allow_code
        Whether modules beside the file that it names may be imported (`scenarios.own_code`).

    Raises
    ------
    InputError
        If there is no such scenario or something in it is wrong, with file, line and field.
    """
    name = str(name_or_path)
    if name in library_names():
        path = LIBRARY / name / "scenario.yaml"
    else:
        path = Path(name_or_path)
        if not path.exists() and path.name == name and not path.suffix:
            raise _no_such(name)
    return parse(yaml_text.read_text(path, yaml_text.MAX_BYTES), path, allow_code=allow_code)


def parse(text: str, path: Path | None = None, *, allow_code: bool = False) -> Scenario:
    """Read a scenario from its text.

    Parameters
    ----------
    text
        YAML.
    path
        Where it stands, or would stand: tables that it names are looked for beside it.
    allow_code
        As in `load`.

    Raises
    ------
    InputError
        As in `load`.
    """
    file = None if path is None else str(path)
    try:
        document = yaml_text.parse(text, file)
    except InputError as error:
        raise hinted(error, text) from None
    code = OwnCode(path.parent if path else Path(), allow_code)
    try:
        scenario = Scenario.model_validate(document.value, strict=True, context=code)
    except ValidationError as error:
        raise hinted(explain(error, document, Scenario), text) from None
    scenario._text = text
    scenario._source_path = path
    scenario._own = Own(code.digest, facts_of(scenario.facts, code.found))
    try:
        scenario.check()
    except InputError as error:
        raise located(error, document) from None
    return scenario


def _no_such(name: str) -> InputError:
    names = library_names()
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"the library has {', '.join(names)}."
    return InputError(f"no scenario {name!r}; {hint} A file is named by its path")
