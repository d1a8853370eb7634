"""Mechanisms and crises of a scenario reach the spec."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from scenarios import behaviour_file, json_schema, load, parse
from scenarios.behaviour import switched
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import MECHANISM, MECHANISMS, PARAMETER
from sim.errors import InputError
from sim.spec import Shock


def behaviour(community: str) -> Behaviour:
    return parse(f"name: x\ncommunity: {{members: 10, {community}}}").behaviour


@pytest.mark.parametrize("name", MECHANISM)
def test_on_is_the_typical_values_with_their_grade(name: str) -> None:
    found = behaviour(f"preset: plain, mechanisms: {{{name}: on}}")
    plain = Behaviour.preset("plain")
    assert found.values == {**plain.values, **MECHANISM[name].typical}
    for switch in MECHANISM[name].switches:
        assert found.grade(switch) == PARAMETER[switch].grade
        assert found.source(switch) == PARAMETER[switch].source


@pytest.mark.parametrize("name", MECHANISM)
def test_off_is_the_neutral_values(name: str) -> None:
    everything = ", ".join(f"{each.name}: on" for each in MECHANISMS)
    full = behaviour(f"mechanisms: {{{everything}}}")
    assert all(full.has(each.name) for each in MECHANISMS)
    off = switched(full, {name: False})
    neutral = MECHANISM[name].neutral
    assert off.values == {**full.values, **neutral}
    assert {off.source(switch) for switch in neutral} == {"switched off in the scenario"}


def test_both_spellings_mean_the_same() -> None:
    words = behaviour("mechanisms: {streak: on, reply: off}")
    assert words == behaviour("mechanisms: {streak: true, reply: false}")


def test_a_mechanism_that_is_as_asked_keeps_its_values() -> None:
    full = Behaviour.preset("forum").updated({"reply_pull": 0.7}, "measured", "a log")
    assert switched(full, {"reply": True, "streak": False}) == full


def test_overrides_go_before_the_typical_values() -> None:
    found = behaviour("mechanisms: {streak: on}, overrides: {streak_pull: 0.5}")
    assert (found.values["streak_pull"], found.grade("streak_pull")) == (0.5, "assumed")
    simple = behaviour("mechanisms: {adoption: on}, overrides: {adopt_alone: 0}")
    assert simple.has("adoption")
    assert simple.values["adopt_tie"] == MECHANISM["adoption"].typical["adopt_tie"]


def test_mechanisms_go_before_a_behaviour_file_and_its_draws(tmp_path: Path) -> None:
    fitted = Behaviour.preset("forum").updated(
        {"streak_pull": 0.9, "visit_base": -2.0}, "measured", "a log"
    )
    fitted = replace(fitted, posterior=({"streak_pull": 0.8, "visit_base": -2.1},))
    behaviour_file.write(tmp_path / "b.json", fitted, {"preset": "forum"})
    path = tmp_path / "s.yaml"
    text = "name: x\ncommunity: {members: 10, behaviour: b.json, mechanisms: {streak: %s}}"
    path.write_text(text % "off", encoding="utf-8")
    drawn = load(path).behaviour.draw(1)
    assert (drawn.values["streak_pull"], drawn.values["visit_base"]) == (0.0, -2.1)
    path.write_text(text % "on", encoding="utf-8")
    kept = load(path).behaviour
    assert (kept.values["streak_pull"], kept.posterior) == (0.9, fitted.posterior)


def test_a_switched_behaviour_survives_its_file(tmp_path: Path) -> None:
    found = behaviour("mechanisms: {streak: on, reply: off}")
    behaviour_file.write(tmp_path / "b.json", found, {"preset": "forum"})
    assert behaviour_file.read(tmp_path / "b.json").values == found.values


def test_another_behaviour_puts_the_switches_aside() -> None:
    scenario = parse("name: x\ncommunity: {members: 10, mechanisms: {streak: on}}")
    forum = Behaviour.preset("forum")
    assert scenario.with_behaviour(forum).behaviour == forum


def test_shocks_count_from_the_launch() -> None:
    scenario = parse(
        """
name: x
start: 2025-01-06
horizon_days: 30
community:
  members: 10
  launch: 2025-01-01
  shocks:
    - {name: data leak, date: 2025-01-01, severity: 0.5}
    - {day: 29, severity: 1}
"""
    )
    assert scenario.spec().shocks == (Shock(0, 0.5), Shock(34, 1.0))
    # A date does not move with the plan, nor does a day of the scenario's own plan.
    assert scenario.spec(start=date(2025, 1, 3)).shocks == (Shock(0, 0.5), Shock(34, 1.0))


def test_what_is_switched_and_what_shakes_is_part_of_the_digest() -> None:
    texts = (
        "",
        ", mechanisms: {streak: on}",
        ", mechanisms: {streak: off}",
        ", shocks: [{day: 3, severity: 0.5}]",
        ", shocks: [{day: 3, severity: 0.6}]",
    )
    digests = {parse(f"name: x\ncommunity: {{members: 10{text}}}").digest for text in texts}
    assert len(digests) == len(texts)


def test_the_schema_knows_every_mechanism_and_takes_both_spellings() -> None:
    schema = json_schema()
    known = schema["$defs"]["Community"]["properties"]["mechanisms"]["properties"]
    assert list(known) == list(MECHANISM)
    assert known["streak"]["title_zh"] == MECHANISM["streak"].title_zh
    for value in ("on", "off", True, False):
        document = {"name": "x", "community": {"mechanisms": {"streak": value}}}
        jsonschema.Draft202012Validator(schema).validate(document)


MINDED = "attributes: {minds: {shares: {prices: 0.6, standing: 0.4}, leaning: {%s}}}"


def test_what_a_member_file_says_of_leanings_reaches_the_spec() -> None:
    text = f"name: x\ncommunity: {{members: 9, mechanisms: {{leaning: on}}, {MINDED}}}"
    (minds,) = parse(text % "prices: 0.5").spec().attributes
    assert minds.leaning == (0.5, 0.0)
    assert minds.centred_leaning == pytest.approx((0.2, -0.3))


@pytest.mark.parametrize(
    ("mechanism", "leaning", "told"),
    [
        ("on", "price: 1", "no value 'price'; there are prices, standing"),
        ("on", "prices: 2", "2 is not allowed"),
        ("off", "prices: 1", "nobody leans without the mechanism leaning"),
        ("on", "prices: -1, standing: 1", "leanings reach 1.2 from 0"),
    ],
)
def test_leanings_that_cannot_be(mechanism: str, leaning: str, told: str) -> None:
    head = f"name: x\ncommunity: {{members: 9, mechanisms: {{leaning: {mechanism}}}, "
    with pytest.raises(InputError) as error:
        parse(f"{head}{MINDED % leaning}}}").check()
    assert told in str(error.value)
    assert "leaning" in (error.value.field or "")
    assert "\n" not in str(error.value)
