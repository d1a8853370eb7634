"""The scenario format as a JSON Schema, for editors and other tools."""

from __future__ import annotations

from typing import Any

from scenarios.scenario import Scenario


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file.

    Every field carries ``title``, ``title_zh``, ``description``, ``unit`` and its bounds; the
    strategies' parameters also their default search range. What spans several fields (shares that
    add up, plans that a search names) is checked by `load` alone.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Scenario.model_json_schema(mode="validation"),
        "title": "Forerun scenario",
    }
