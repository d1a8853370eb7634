"""The scenario format as a JSON Schema, for editors and other tools."""

from __future__ import annotations

from typing import Any

from scenarios.scenario import Scenario
from scenarios.template import template_names


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file.

    Every field carries ``title``, ``title_zh``, ``description``, ``unit`` and its bounds; the
    strategies' parameters also their default search range. What spans several fields (shares that
    add up, plans that a search names) is checked by `load` alone.
    """
    schema = Scenario.model_json_schema(mode="validation")
    schema["$defs"]["Event"]["properties"]["template"] = {
        "type": "string",
        "enum": list(template_names()),
        "title": "template",
        "title_zh": "模板",
        "description": "a template that it is made from; what else is said of it goes before that",
        "unit": "template",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Forerun scenario",
    }
