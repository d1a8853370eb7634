"""The cookbook's pages say what the recipes say, and what comes out when they are run."""

from __future__ import annotations

import re

import pytest

from forerun.cli.check import facts
from forerun.reference import cookbook
from forerun.reference.cookbook import COMMAND, FOLDER, figures, index, kept, mark, page, path
from forerun.reference.source import ROOT
from forerun.reference.tried import judged, tried
from planning.compare import compare
from scenarios import parse, read_recipe, recipe_names
from scenarios.recipe import Check, Finding
from tests.cli import tiny

NAMES = recipe_names()
OLD = f"is old: run {COMMAND}"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_in_step_with_its_recipe(name: str) -> None:
    assert path(name).read_text(encoding="utf-8") == page(name, kept(name)), f"{name} {OLD}"
    assert kept(name).startswith(mark(name)), f"{name} {OLD} {name}"
    rows = len(re.findall(r"^\| ", kept(name), re.M)) - 2
    assert rows == len(read_recipe(name)[0].checks)


def test_the_folder_holds_the_pages_and_their_list() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == index()
    assert {one.stem for one in FOLDER.glob("*.md")} == {*NAMES, "README"}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_known_to_stop_a_recipe(name: str) -> None:
    assert facts(read_recipe(name)[1])["warnings"] == []


def test_what_a_recipe_rests_on_is_in_the_reference() -> None:
    text = "".join(one.read_text("utf-8") for one in (ROOT / "docs" / "reference").glob("*.md"))
    named = set(re.findall(r"\b[MV]\d+\b", text))
    assert {row for name in NAMES for row in read_recipe(name)[0].rests_on} <= named


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_shows_what_its_checks_say(name: str) -> None:
    """About a second each; the page shows the same figures."""
    found = tried(name)
    assert [one.check for one in found if not one.holds] == []
    assert cookbook.told(name, found) == kept(name), f"{name} {OLD} {name}"


FINDINGS: tuple[Finding, ...] = ("higher", "lower", "unclear", "nothing")


def test_of_what_may_be_found_one_thing_holds() -> None:
    scenario = parse(tiny.SCENARIO)
    found = compare(scenario, ("status-quo", "points", "both"), 4)

    def holding(**of: str) -> list[Finding]:
        checks = [Check(finds=finding, **of) for finding in FINDINGS]  # type: ignore[arg-type]
        return [one.check.finds for one in judged(checks, found) if one.holds]  # type: ignore[misc]

    assert holding(plan="points", measure="plan_cost") == ["higher"]
    assert holding(plan="status-quo", against="points", measure="plan_cost") == ["lower"]
    assert holding(plan="points", against="points", measure="visits") == ["nothing"]
    assert holding(plan="points", measure="complaints") == ["nothing"]
    unsure = [holding(plan="points", measure=name) for name in found.measured]
    assert all(len(one) <= 1 for one in unsure)
    assert ["unclear"] in unsure


def test_a_return_that_the_baseline_has_none_of_is_held_against_zero() -> None:
    found = compare(parse(tiny.SCENARIO), ("status-quo", "points"), 4)
    own = found.paired("roi").as_json()
    one = judged([Check(plan="points", measure="roi", finds="lower")], found)[0]
    assert (one.difference, one.low, one.high) == (None, own["b_low"], own["b_high"])
    assert one.holds == (one.high is not None and one.high < 0)


def test_a_limit_binds_the_whole_interval() -> None:
    found = compare(parse(tiny.SCENARIO), ("status-quo", "points"), 4)
    cost = found.paired("plan_cost").as_json()
    assert cost["b"] is not None
    assert cost["b_high"] is not None
    assert cost["b"] < cost["b_high"]

    def holds(limit: float) -> bool:
        check = Check(plan="points", measure="plan_cost", at_most=limit)
        return judged([check], found)[0].holds

    assert not holds(cost["b"])
    assert holds(cost["b_high"])


def test_an_audience_that_nobody_was_asked_about_is_no_result() -> None:
    found = compare(parse(tiny.SCENARIO), ("status-quo", "points"), 2)
    with pytest.raises(LookupError, match="vip is not told of under points"):
        judged([Check(plan="points", audience="vip", finds="higher")], found)


def test_figures_of_another_text_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    name = NAMES[0]
    recipe, scenario = read_recipe(name)
    changed = scenario.model_copy()
    changed._text = scenario.text + "\n# another"
    before = mark(name)
    monkeypatch.setattr(cookbook, "read_recipe", lambda name: (recipe, changed))
    assert mark(name) != before


def test_figures_begin_with_their_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cookbook, "tried", lambda name: [])
    assert figures(NAMES[0]).startswith(mark(NAMES[0]))
