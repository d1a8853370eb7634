"""Recipes read as scenarios do, and the words that operators use find them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from scenarios import json_schema, load, parse, read_recipe, recipe_names
from scenarios.cookbook import recipes
from scenarios.loader import RECIPES
from scenarios.recipe import without
from scenarios.yaml_text import parse as parse_yaml
from sim.errors import InputError

NAMES = recipe_names()
SCHEMA = jsonschema.Draft202012Validator(json_schema())

RECIPE = """\
recipe:
  title: A
  title_zh: 甲
  rows: [1]
  asked: [one]
  asked_zh: [一]
  rests_on: [M1]
  limit: none
  limit_zh: 无
  checks:
    - {plan: banner, measure: visits, finds: lower}

name: Banner
community: {members: 10}
audiences: {new: days_since_joining <= 7}
plans:
  banner:
    strategies:
      - ads: {share: 0.1}
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_is_the_scenario_that_stands_below_its_section(name: str) -> None:
    recipe, scenario = read_recipe(name)
    body = without(scenario.text)
    assert "recipe:" not in body
    assert parse(body).digest == scenario.digest == load(RECIPES / f"{name}.yaml").digest
    SCHEMA.validate(json.loads(json.dumps(parse_yaml(body).value, default=date.isoformat)))
    tested = {check.plan for check in recipe.checks}
    tested |= {check.against for check in recipe.checks if check.against}
    assert {plan for plan, own in scenario.plans.items() if own.strategies} <= tested


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_says_what_it_costs_and_which_way_it_goes(name: str) -> None:
    checks = read_recipe(name)[0].checks
    assert any(check.measure in ("plan_cost", "profit") for check in checks)
    assert any(check.measure != "plan_cost" and check.finds for check in checks)


def test_the_rows_that_this_cookbook_brings() -> None:
    rows = {row for recipe in recipes().values() for row in recipe.rows}
    assert {
        *range(1, 9),
        12,
        13,
        14,
        17,
        19,
        20,
        21,
        22,
        *range(24, 29),
        30,
        33,
        *range(34, 39),
        41,
        42,
        46,
        75,
        76,
        85,
        *range(102, 106),
    } <= rows


@pytest.mark.parametrize("name", NAMES)
def test_what_operators_call_it_finds_it(name: str) -> None:
    recipe = recipes()[name]
    for words in (*recipe.asked, *recipe.asked_zh, recipe.title.upper(), recipe.title_zh):
        assert name in list(recipes(words))[:6], words
    assert all(name in recipes(str(row)) for row in recipe.rows)


@pytest.mark.parametrize("words", ["quantum", "钢琴", "999", "q x z 钢琴 券"])
def test_words_that_mean_no_recipe_find_none(words: str) -> None:
    assert recipes(words) == {}


def test_the_nearest_comes_first() -> None:
    assert next(iter(recipes("邀请3人"))) == "invite-three"
    assert next(iter(recipes("vip group"))) == "vip-group"
    assert list(recipes(" ")) == list(NAMES)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("rows: [1]", "rows: [0]", "x.yaml:4: recipe.rows[0]: 0 is not allowed"),
        ("rows: [1]", "rows: []", "x.yaml:4: recipe.rows"),
        ("  title: A\n", "", "x.yaml:1: recipe.title: is missing"),
        ("  title: A\n", "  title: A\n  titel: B\n", "did you mean 'title'?"),
        ("rests_on: [M1]", "rests_on: [X1]", "x.yaml:7: recipe.rests_on[0]: 'X1'"),
        ("plan: banner, m", "plan: baner, m", "checks[0].plan: there is no 'baner'"),
        ("measure: visits", "audience: old", "recipe.checks[0].audience: there is no 'old'"),
        ("measure: visits", "measure: visit", "x.yaml:11: recipe.checks[0].measure"),
        ("finds: lower", "finds: better", "x.yaml:11: recipe.checks[0].finds"),
        ("finds: lower", "finds: lower, at_most: 3", "finds or at_most, not both"),
        (", finds: lower", "", "finds or at_most, not both"),
        ("measure: visits", "measure: visits, audience: new", "a measure or an audience"),
        ("measure: visits, finds: lower", "audience: new, at_most: 3", "against the baseline"),
        ("name: Banner", "name: ''", "x.yaml:13: name"),
    ],
)  # fmt: skip
def test_a_slip_in_the_section_is_told_in_one_line(old: str, new: str, told: str) -> None:
    assert old in RECIPE
    with pytest.raises(InputError) as error:
        parse(RECIPE.replace(old, new), Path("x.yaml"))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_the_section_changes_nothing_of_the_scenario() -> None:
    assert parse(RECIPE).digest == parse(without(RECIPE)).digest


def test_a_recipe_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'vip-group'"):
        read_recipe("vip-grup")
    with pytest.raises(InputError, match="forerun recipes lists"):
        read_recipe("../library/small-forum")
