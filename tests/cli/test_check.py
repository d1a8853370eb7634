"""What ``check``, ``assumptions`` and ``schema`` say of a scenario."""

from __future__ import annotations

from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from sim.behaviour.register import PARAMETERS
from tests.cli.conftest import Forerun


def test_check_lists_plans_measures_and_levers(forerun: Forerun) -> None:
    facts = forerun("check", "tiny.yaml", "--json").facts
    assert [plan["name"] for plan in facts["plans"]] == ["status-quo", "points", "both"]
    assert facts["plans"][2]["strategies"] == ["points", "invite"]
    assert [one["name"] for one in facts["measures"]][:2] == ["weekly_active", "posts"]
    lever = next(one for one in facts["levers"] if one["path"] == "points.per_visit")
    assert lever["plan"] == "points"
    assert lever["low"] <= lever["current"] == 1 <= lever["high"]
    assert lever["unit"] == "points/visit"


def test_check_shows_the_same_to_a_person(forerun: Forerun) -> None:
    ended = forerun("check", "tiny.yaml")
    assert ended.code == 0
    for text in ("Tiny forum", "status-quo", "weekly_active", "points.per_visit", "900 USD"):
        assert text in ended.out


@pytest.mark.parametrize("command", ["check", "assumptions"])
def test_labels_have_a_chinese_twin(forerun: Forerun, command: str) -> None:
    english, chinese = forerun(command, "tiny.yaml"), forerun(command, "tiny.yaml", "--lang", "zh")
    assert chinese.out != english.out
    assert {"check": "周活跃成员", "assumptions": "假设"}[command] in chinese.out


def test_assumptions_are_the_whole_register(forerun: Forerun) -> None:
    rows = forerun("assumptions", "tiny.yaml", "--json").facts["assumptions"]
    assert [row["name"] for row in rows] == [parameter.name for parameter in PARAMETERS]
    by_name = {row["name"]: row for row in rows}
    assert by_name["visit_base"]["value"] == -2.0
    assert by_name["visit_base"]["grade"] == "assumed"
    assert by_name["reward_pull"]["grade"] == "published"
    assert all(row["unit"] and row["source"] for row in rows)


def test_the_schema_is_one_and_takes_the_library(forerun: Forerun) -> None:
    from ruamel.yaml import YAML

    from scenarios.loader import LIBRARY

    schema = forerun("schema").facts
    jsonschema.Draft202012Validator.check_schema(schema)
    assert forerun("schema", "--json").facts == schema
    path = LIBRARY / "small-forum" / "scenario.yaml"
    document = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    document["start"] = str(document["start"])
    document["community"]["launch"] = str(document["community"]["launch"])
    jsonschema.validate(document, schema)
    document["horizon_days"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_help_and_version(forerun: Forerun) -> None:
    bare = forerun()
    assert bare.code == 0
    for command in ("calibrate", "run", "compare", "search", "report", "check", "demo", "schema"):
        assert command in bare.out
        assert forerun(command, "--help").code == 0
    version = forerun("--version")
    assert (version.code, version.out.split()[0]) == (0, "forerun")
    assert not Path("runs").exists()
