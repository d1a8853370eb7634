"""``recipes`` and ``new RECIPE``: looked for in two languages, and started from."""

from __future__ import annotations

from pathlib import Path

import pytest

import forerun as fr
from scenarios import library_names, recipe_names
from tests.cli.conftest import Forerun


def test_all_recipes_are_listed_in_both_languages(forerun: Forerun) -> None:
    for words, title in (((), "A VIP group"), (("--lang", "zh"), "VIP群与普通群")):
        ended = forerun("recipes", *words)
        assert ended.code == 0, ended.err
        assert title in ended.out
        assert all(name in ended.out for name in recipe_names())


def test_words_of_either_language_find(forerun: Forerun) -> None:
    for words in (("invite", "3"), ("邀请3人解锁",)):
        ended = forerun("recipes", *words, "--json")
        first = ended.facts["recipes"][0]
        assert first["name"] == "invite-three"
        assert {"title", "title_zh", "rows", "asked", "asked_zh", "rests_on", "limit"} <= set(first)


def test_nothing_found_is_said(forerun: Forerun) -> None:
    ended = forerun("recipes", "quantum")
    assert (ended.code, ended.out) == (0, "")
    assert "forerun recipes lists all" in ended.err
    assert forerun("recipes", "quantum", "--json").facts == {"recipes": []}
    assert "没有相符的配方" in forerun("recipes", "quantum", "--lang", "zh").err


def test_a_recipe_is_started_from(forerun: Forerun) -> None:
    ended = forerun("new", "vip-group")
    assert ended.code == 0, ended.err
    assert "forerun compare vip-group/scenario.yaml" in ended.err
    assert fr.load("vip-group/scenario.yaml").digest == fr.load("vip-group").digest
    text = Path("vip-group/scenario.yaml").read_text("utf-8")
    assert text.startswith("# From the recipe vip-group: A VIP group")
    assert "recipe:" not in text
    named = forerun("new", "vip-group", "--out", "deep/mine", "--json")
    assert named.facts["scenario"] == str(Path("deep/mine/scenario.yaml"))
    assert forerun("check", "deep/mine/scenario.yaml").code == 0
    again = forerun("new", "vip-group")
    assert again.code == 2
    assert "is there already" in again.err


@pytest.mark.parametrize("name", library_names())
def test_a_case_is_started_from(forerun: Forerun, name: str) -> None:
    ended = forerun("new", name, "--json")
    assert ended.code == 0, ended.err
    assert ended.facts["case"] == name
    folder = Path(name)
    assert (folder / "scenario.yaml").read_text("utf-8").startswith(f"# From the case {name}: ")
    assert fr.load(folder / "scenario.yaml").digest == fr.load(name).digest
    assert not {"case.yaml", "README.md", "compute.py"} & {one.name for one in folder.iterdir()}


def test_a_recipe_runs_by_its_name(forerun: Forerun) -> None:
    plans = ("--plans", "status-quo,light", "--seeds", "2", "--workers", "1")
    ended = forerun("compare", "ad-load", *plans, "--json")
    assert ended.code == 0, ended.err
    assert ended.facts["plans"] == ["status-quo", "light"]
    assert Path("runs/ad-load-compare").is_dir()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "a recipe, a case or --history FILE is needed"),
        (("vip-group", "--history", "sample"), "one alone"),
        (("vip-grup",), "did you mean 'vip-group'?"),
        (("tiny.yaml",), "no recipe or case 'tiny.yaml'"),
        (("vip-group", "--out", "tiny.yaml/x"), "cannot be written"),
    ],
)
def test_what_cannot_be_started_from_is_told_in_one_line(
    forerun: Forerun, words: tuple[str, ...], told: str
) -> None:
    ended = forerun("new", *words)
    assert ended.code == 2
    assert told in ended.err
    assert len(ended.err.splitlines()) == 1
