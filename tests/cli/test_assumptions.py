"""What ``forerun assumptions`` says of a scenario: parameters, mechanisms, on and off."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.behaviour.preset import PRESETS, Behaviour
from sim.behaviour.register import MECHANISMS, PARAMETER, PARAMETERS
from tests.cli.conftest import Forerun

SWITCHED = """\
name: Switched
community:
  preset: forum
  members: 10
  mechanisms: {streak: on, reply: off}
  overrides: {streak_break: 0.4}
"""


@pytest.fixture
def switched() -> str:
    Path("switched.yaml").write_text(SWITCHED, encoding="utf-8")
    return "switched.yaml"


def test_every_parameter_has_its_mechanism_and_whether_that_is_on(
    forerun: Forerun, switched: str
) -> None:
    facts = forerun("assumptions", switched, "--json").facts
    rows = {row["name"]: row for row in facts["assumptions"]}
    assert list(rows) == [parameter.name for parameter in PARAMETERS]
    assert (rows["visit_base"]["mechanism"], rows["visit_base"]["on"]) == ("visit", True)
    assert (rows["reply_rate"]["mechanism"], rows["reply_rate"]["on"]) == ("reply", False)
    assert (rows["streak_pull"]["value"], rows["streak_pull"]["on"]) == (0.3, True)
    assert rows["streak_pull"]["grade"] == PARAMETER["streak_pull"].grade
    assert rows["streak_pull"]["source"] == PARAMETER["streak_pull"].source
    assert (rows["streak_break"]["value"], rows["streak_break"]["grade"]) == (0.4, "assumed")
    assert rows["reply_pull"]["source"] == "switched off in the scenario"


def test_range_and_prior_are_told(forerun: Forerun, switched: str) -> None:
    facts = forerun("assumptions", switched, "--json").facts
    rows = {row["name"]: row for row in facts["assumptions"]}
    for parameter in PARAMETERS:
        row = rows[parameter.name]
        assert (row["low"], row["high"]) == (parameter.low, parameter.high)
    assert rows["peer_pull"]["spread"] == PARAMETER["peer_pull"].spread > 0
    assert rows["streak_pull"]["spread"] == 0.5 * 0.3  # switched on: half, by practitioners
    given = rows["streak_break"]
    assert (given["spread"], given["evidence"], given["posterior"]) == (0, None, None)


def test_the_mechanisms_are_listed_on_and_off(forerun: Forerun, switched: str) -> None:
    listed = forerun("assumptions", switched, "--json").facts["mechanisms"]
    assert [each["name"] for each in listed] == [each.name for each in MECHANISMS]
    on = {each["name"] for each in listed if each["on"]}
    forum = Behaviour.preset("forum")
    assert on == {m.name for m in MECHANISMS if forum.has(m.name)} - {"reply"} | {"streak"}
    crowding = next(each for each in listed if each["name"] == "crowding")
    switches = ("crowding", "crowding_ties")
    assert crowding["switches"] == {name: PARAMETER[name].typical for name in switches}
    assert crowding["needs"] == "a plan's `points_per_post` lever"


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_the_mechanisms_that_it_is_said_to_have(forerun: Forerun, preset: str) -> None:
    text = f"name: x\ncommunity: {{preset: {preset}, members: 1}}\n"
    Path("one.yaml").write_text(text, encoding="utf-8")
    listed = forerun("assumptions", "one.yaml", "--json").facts["mechanisms"]
    for each, mechanism in zip(listed, MECHANISMS, strict=True):
        named = any(PRESETS[preset].get(key, 0.0) for key in mechanism.switches)
        assert each["on"] == (named or mechanism.is_usual), each["name"]


@pytest.mark.parametrize(
    ("lang", "heads"),
    [
        ("en", ("Mechanism", "streaks and their loss", "(off)", "Mechanisms: 55 of 76 on")),
        ("zh", ("机制", "连续签到", "(关闭)", "机制：共 76 个，启用 55 个")),
    ],
)
def test_a_person_reads_it_in_two_languages(
    forerun: Forerun, switched: str, lang: str, heads: tuple[str, ...]
) -> None:
    shown = forerun("assumptions", switched, "--lang", lang)
    assert shown.code == 0
    # A table folds its texts, here at spaces.
    for head in heads:
        assert all(word in shown.out for word in head.split()), head
    assert heads[-1] in shown.out
