"""``run`` and ``compare``: the facts, their shape, the folder, the page."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sim.metrics import MEASURES
from tests.cli.conftest import Forerun

QUICK = ("--seeds", "3", "--workers", "1")
ENTRY = [
    "a", "b", "difference", "low", "high", "p_better", "seed_saving",
    "a_low", "a_high", "b_low", "b_high", "worlds",
]  # fmt: skip


def contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_compare_prints_the_shape_that_was_promised(forerun: Forerun) -> None:
    ended = forerun("compare", "tiny.yaml", "--plans", "status-quo,both", *QUICK, "--json")
    assert ended.code == 0
    facts = ended.facts
    assert (facts["plans"], facts["seeds"]) == (["status-quo", "both"], 3)
    assert {"weekly_active", "posts", "cost", "roi", "nps"} <= set(facts["measures"])
    assert all(list(entry) == ENTRY for entry in facts["measures"].values())
    assert set(facts["measures"]) | set(facts.get("undefined", [])) == set(MEASURES)
    cost = facts["measures"]["cost"]
    assert cost["a"] == 0
    assert 0 < cost["b"] <= 900
    assert cost["low"] <= cost["difference"] <= cost["high"]
    assert cost["p_better"] == 0


def test_the_status_quo_equals_itself_exactly(forerun: Forerun) -> None:
    facts = forerun(
        "compare", "tiny.yaml", "--plans", "status-quo,status-quo", *QUICK, "--json"
    ).facts
    assert len(facts["measures"]) > 30
    for name, entry in facts["measures"].items():
        moved = (entry["difference"], entry["low"], entry["high"])
        # A measure that is defined in one world alone has a difference and no interval.
        assert moved in {(0, 0, 0), (0, None, None)}, name
        assert entry["a"] == entry["b"]
        assert entry["p_better"] in {0.5, None}


def test_three_plans_make_two_pairs(forerun: Forerun) -> None:
    facts = forerun(
        "compare", "tiny.yaml", "--plans", "status-quo,points,both", *QUICK, "--json"
    ).facts
    pairs = [pair["plans"] for pair in facts["comparisons"]]
    assert pairs == [["status-quo", "points"], ["status-quo", "both"]]


def test_a_person_reads_the_named_measures(forerun: Forerun) -> None:
    ended = forerun("compare", "tiny.yaml", *QUICK)
    assert ended.code == 0
    assert "A: status-quo, B: both, 3 worlds" in ended.out
    for title in ("Weekly active members", "Cost, USD", "Return on investment"):
        assert title in ended.out
    assert ended.err == "Written to runs/tiny-compare; " + (
        "forerun report runs/tiny-compare draws the page.\n"
    )


def test_what_is_undefined_is_told_with_the_horizon_it_needs(forerun: Forerun) -> None:
    text = Path("tiny.yaml").read_text(encoding="utf-8")
    Path("short.yaml").write_text(
        text.replace("[weekly_active,", "[retention_w8,"), encoding="utf-8"
    )
    said = "Week-8 retention is undefined: it needs a horizon of 63 days, and this one has 42."
    for command in ("compare", "run"):
        ended = forerun(command, "short.yaml", *QUICK, "--out", command)
        assert ended.code == 0
        assert said in ended.out
        facts = forerun(command, "short.yaml", *QUICK, "--json", "--out", command).facts
        assert "retention_w8" in facts["undefined"]
        assert facts["undefined_why"]["retention_w8"]["needed_days"] == 63
    shown = forerun("compare", "short.yaml", *QUICK, "--plans", "status-quo,both").out
    assert "of 3" in shown  # few worlds are counted
    assert "(its own)" in shown  # the status quo has no return to differ from


def test_run_gives_intervals_over_worlds(forerun: Forerun) -> None:
    facts = forerun("run", "tiny.yaml", *QUICK, "--json").facts
    assert (facts["plan"], facts["seeds"]) == ("status-quo", 3)
    active = facts["measures"]["weekly_active"]
    assert list(active) == ["mean", "low", "high", "worlds"]
    assert active["low"] < active["mean"] < active["high"]
    other = forerun("run", "tiny.yaml", *QUICK, "--seed", "7", "--json").facts
    assert other["measures"]["weekly_active"] != active
    assert forerun("run", "tiny.yaml", *QUICK, "--plan", "both").out.startswith("both, 3 worlds")


def test_a_behaviour_file_goes_before_the_scenario(forerun: Forerun) -> None:
    import scenarios
    from scenarios import behaviour_file

    lazy = scenarios.load("tiny.yaml").behaviour.updated({"visit_base": -6.0}, "measured", "test")
    behaviour_file.write(Path("lazy.json"), lazy, {"preset": "shop"})
    own = forerun("run", "tiny.yaml", *QUICK, "--json").facts["measures"]
    other = forerun("run", "tiny.yaml", *QUICK, "--behaviour", "lazy.json", "--json").facts
    assert other["measures"]["weekly_active"]["high"] < own["weekly_active"]["low"] / 3


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_report_draws_a_page_from_the_folder_alone(forerun: Forerun, lang: str) -> None:
    assert forerun("compare", "tiny.yaml", *QUICK, "--out", "found").code == 0
    Path("tiny.yaml").unlink()
    ended = forerun("report", "found", "--lang", lang, "--json")
    assert ended.facts == {"report": "found/report.html"}
    page = Path("found/report.html").read_text(encoding="utf-8")
    assert "Tiny forum" in page
    assert {"en": "Weekly active members", "zh": "周活跃成员"}[lang] in page
    assert forerun("report", "found", "--lang", lang, "--out", "pages").out == (
        "pages/report.html\n"
    )
    assert Path("pages/report.html").read_text(encoding="utf-8") == page


def test_two_workers_give_the_same_bytes(forerun: Forerun) -> None:
    words = ("compare", "tiny.yaml", "--seeds", "3", "--json")
    # Stores of their own, or the second would read what the first has lived.
    one = forerun(*words, "--workers", "1", "--out", "one", "--store", "1")
    two = forerun(*words, "--workers", "2", "--out", "two", "--store", "2")
    assert one.code == two.code == 0
    assert one.out == two.out
    assert contents(Path("one")) == contents(Path("two"))


def test_the_folder_holds_what_was_printed(forerun: Forerun) -> None:
    ended = forerun("compare", "tiny.yaml", *QUICK, "--json", "--out", "found")
    assert Path("found/compare.json").read_text(encoding="utf-8") == ended.out
    assert {path.name for path in Path().iterdir()} == {"tiny.yaml", "found", "runs"}
    assert not [path for path in Path("found").iterdir() if path.name.startswith(".")]


def test_results_stay_whole_when_a_later_command_fails(forerun: Forerun) -> None:
    forerun("compare", "tiny.yaml", *QUICK, "--out", "found")
    before = contents(Path("found"))
    assert forerun("compare", "tiny.yaml", "--plans", "a,b", "--out", "found").code == 2
    assert contents(Path("found")) == before


AIMED = """
name: Aimed
start: 2025-03-03
horizon_days: 42
community: {preset: shop, launch: 2025-01-06, members: 300, arrivals: {organic_per_day: 3}}
audiences: {seen: days_since_visit <= 6}
plans:
  aimed:
    strategies:
      - messages: {name: hello, for: seen, per_day: 0.3}
      - ads: {share: 0.2}
"""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_effects_by_audience_and_by_strategy_are_printed(forerun: Forerun, lang: str) -> None:
    Path("aimed.yaml").write_text(AIMED, encoding="utf-8")
    words = ("compare", "aimed.yaml", "--plans", "status-quo,aimed", "--ablate", *QUICK)
    printed = forerun(*words, "--lang", lang).out
    for text in {
        "en": ("by audience on the first day", "seen", "Sales", "beyond their sum", "hello"),
        "zh": ("按首日或加入时所属受众", "seen", "销售额", "超出各项之和", "hello"),
    }[lang]:
        assert text in printed
