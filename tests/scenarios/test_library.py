"""The ready scenarios load, and the published schema accepts them and no slip."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from scenarios import json_schema, library_names, load, recipe_names
from scenarios.behaviour_file import fitted_on
from scenarios.loader import LIBRARY
from scenarios.yaml_text import parse
from strategies import STRATEGIES

SCHEMA = json_schema()


def as_json(name: str) -> dict[str, Any]:
    text = (LIBRARY / name / "scenario.yaml").read_text(encoding="utf-8")
    value: dict[str, Any] = json.loads(json.dumps(parse(text).value, default=date.isoformat))
    return value


def fields(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    models = {"Scenario": schema, **schema["$defs"]}
    del models["StrategyEntry"]
    return [
        (f"{model}.{name}", field)
        for model, content in models.items()
        for name, field in content["properties"].items()
    ]


FIRST = ("small-forum", "travel-questions")


def test_the_library_has_the_first_scenarios_and_a_case_of_each() -> None:
    assert {*FIRST} <= {*library_names()}
    assert all((LIBRARY / name / "case.yaml").exists() for name in library_names())


def test_no_recipe_has_the_name_of_a_library_scenario() -> None:
    assert not {*library_names()} & {*recipe_names()}


@pytest.mark.parametrize("name", library_names())
def test_a_library_scenario_is_what_its_schema_says(name: str) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(as_json(name))


@pytest.mark.parametrize("name", library_names())
def test_a_library_scenario_loads_by_name_and_by_path(name: str) -> None:
    scenario = load(name)
    assert scenario.baseline == "status-quo"
    assert len(scenario.plan_names) >= (4 if name in FIRST else 2)
    assert scenario.search is not None
    assert load(LIBRARY / name / "scenario.yaml").digest == scenario.digest


def test_the_travel_history_is_known_until_the_plan_begins() -> None:
    scenario = load("travel-questions")
    spec = scenario.spec()
    assert spec.launch == date(2011, 6, 21)
    assert spec.organic_known[: spec.past_days].all()
    assert not spec.organic_known[spec.past_days :].any()
    assert scenario.history is not None
    assert (scenario.history.end - scenario.start).days == 91
    assert {len(scenario.plan(name).strategies) for name in scenario.plan_names} == {0, 1, 3}


def test_the_fitted_behaviour_that_ships_says_what_a_fit_says() -> None:
    """A file of an older fit would leave the bands of `run` without what it did not explain."""
    shipped = load("travel-questions").behaviour
    assert 0.02 < shipped.unexplained < 0.3
    assert len(shipped.posterior) == 32
    told = fitted_on(LIBRARY / "travel-questions" / "behaviour.json")
    assert told["trials"] == 100
    assert {"settled", "breaks", "unexplained", "members", "cadence"} <= set(told)


def test_the_schema_is_a_schema_with_every_strategy() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["$defs"]["StrategyEntry"]["properties"]) == set(STRATEGIES)
    per_visit = SCHEMA["$defs"]["Points"]["properties"]["per_visit"]
    assert per_visit["unit"] == "points/visit"
    assert per_visit["search"]["low"] == 0


def test_every_field_of_the_schema_is_explained_in_both_languages() -> None:
    missing = [
        name
        for name, field in fields(SCHEMA)
        if not {"title_zh", "unit", "description"} <= set(field)
        or not ("title" in field or "$ref" in field)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("horizon_days",), 0),
        (("zzz",), 1),
        (("community", "membrs"), 1),
        (("community", "preset"), "foroom"),
        (("community", "overrides", "visit_base"), 99),
        (("community", "mechanisms"), {"strek": "on"}),
        (("community", "mechanisms"), {"streak": "maybe"}),
        (("community", "shocks"), [{"day": 3, "severity": 2}]),
        (("community", "shocks"), [{"day": 3}]),
        (("plans", "both", "budget"), 0),
        (("plans", "both", "strategies", 0, "points", "per_vist"), 1),
        (("plans", "both", "strategies", 0), {}),
        (("measures", 0), "weekly_activ"),
    ],
)
def test_the_schema_refuses_slips(path: tuple[str | int, ...], value: object) -> None:
    slipped: Any = copy.deepcopy(as_json("small-forum"))
    at: Any = slipped
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(slipped)


def test_the_format_page_names_every_key_of_the_sections() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "scenario-format.md"
    text = page.read_text(encoding="utf-8")
    models = ("Scenario", "Community", "Graph", "Start", "Groups", "ArrivalsSection",
              "ReadingSection", "Economy", "Desk", "PlanSection", "SearchSection",
              "ShockSection")  # fmt: skip
    missing = [
        name for name, _ in fields(SCHEMA)
        if name.split(".")[0] in models and f"`{name.split('.')[1]}`" not in text
    ]  # fmt: skip
    assert missing == []
