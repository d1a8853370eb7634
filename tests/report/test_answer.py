"""The answer says what the numbers say, with their doubt, and nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forerun.report.answer import Answer, answer
from forerun.report.folder import read
from forerun.report.labels import Labels
from forerun.report.page import page
from tests.report import folder as made
from worlds.store import write_run


def _answer(path: Path, command: str, **documents: Any) -> Answer:
    write_run(path, made.meta(command), documents, {})
    found = answer(read(path), Labels("en", "USD"))
    assert found is not None
    return found


def _compare(**changes: dict[str, float | None]) -> dict[str, Any]:
    return {**made.COMPARE, "measures": {**made.MEASURED, **changes}}


def test_a_clear_gain_that_does_not_pay(tmp_path: Path) -> None:
    found = _answer(tmp_path, "compare", compare=made.COMPARE)
    assert found.verdict == "Clear gain, does not pay back"
    assert found.side == 1
    assert found.sentences == (
        "welcome raises weekly active members by 33 (16 %) against status-quo (90 % interval +24 "
        "to +42); better in 6 of 6 worlds.",
        "It costs 5,800 USD more and earns 0.50 for each USD spent (90 % interval 0.41 to 0.59): "
        "it does not pay back within the plan.",
    )
    assert [tile.side for tile in found.tiles] == [1, 0, -1, -1, 0]


def test_an_interval_over_zero_is_no_clear_difference(tmp_path: Path) -> None:
    open_ = made.moved(210.0, 214.0, 9.0, 0.6)
    found = _answer(tmp_path, "compare", compare=_compare(weekly_active=open_))
    assert found.verdict.startswith("No clear difference")
    assert found.side == 0
    assert "+4 (2 %), 90 % interval −5 to +13; better in 3.6 of 6 worlds" in (found.sentences[0])


def test_a_loss(tmp_path: Path) -> None:
    worse = made.moved(210.0, 180.0, 9.0, 0.0)
    found = _answer(tmp_path, "compare", compare=_compare(weekly_active=worse))
    assert found.side == -1
    assert found.sentences[0].startswith("welcome lowers weekly active members by 30 (14 %)")


def test_itself_is_the_same(tmp_path: Path) -> None:
    same = {name: made.moved(5.0, 5.0, 0.0, 0.5) for name in made.MEASURED}
    found = _answer(tmp_path, "compare", compare={**made.COMPARE, "measures": same})
    assert found.verdict == "No difference"
    assert found.sentences == (
        "welcome and status-quo give exactly the same weekly active members.",
    )


@pytest.mark.parametrize(("half", "verdict"), [(0.1, "pays back"), (0.9, "payback open")])
def test_payback(tmp_path: Path, half: float, verdict: str) -> None:
    found = _answer(
        tmp_path, "compare", compare=_compare(roi_marketing=made.moved(0.0, 1.5, half, 1.0))
    )
    assert found.verdict == f"Clear gain, {verdict}"


def test_of_several_plans_the_best_is_named(tmp_path: Path) -> None:
    found = _answer(tmp_path, "compare", compare=made.three_plans())
    assert found.sentences[0].startswith("welcome raises")
    assert "Of the 2 plans compared with status-quo it does best" in found.sentences[1]


def test_a_search_answers_for_each_objective(tmp_path: Path) -> None:
    found = _answer(tmp_path, "search", search=made.search())
    assert found.verdict == "No clear difference, does not pay back"
    assert found.side == 0
    assert found.sentences[0].startswith(
        "The best of 60 plans tried makes no clear difference to week-4 retention"
    )
    assert found.sentences[1].startswith(
        "It lowers return on investment by 0.50 against status-quo"
    )


def test_a_search_says_what_is_done_and_for_how_much(tmp_path: Path) -> None:
    found = _answer(tmp_path, "search", search=made.search())
    assert found.sentences[2:4] == (
        "The plan: Points, levels and privileges (points per visit 2 points/visit) for 1,800 USD "
        "in cash and 200 USD still owed, Content calendar for 3,800 USD in cash.",
        "Invite to unlock never ran: its money does not cover the first day.",
    )
    against = [sentence for sentence in found.sentences if sentence.startswith("Against")]
    assert against == [
        f"Against {other} its week-4 retention is +1.3 pp (90 %: −0.8 to +3.4 pp); better in 4.8 "
        "of 6 worlds."
        for other in ("today's plan", "the equal split")
    ]


def test_a_first_objective_that_another_one_pays_for_is_mixed(tmp_path: Path) -> None:
    found = made.search()
    gained = found["winner"]["measures"]["retention_w4"]
    gained |= {"difference": 0.03, "difference_low": 0.01, "difference_high": 0.05}
    assert _answer(tmp_path, "search", search=found).verdict == "Mixed, does not pay back"


def test_a_comparison_answers_the_first_objective_of_its_scenario(tmp_path: Path) -> None:
    asked = {**made.meta("compare"), "objective": "retention_w4, weekly_active"}
    write_run(tmp_path, asked, {"compare": made.COMPARE}, {})
    found = answer(read(tmp_path), Labels("en", "USD"))
    assert found is not None
    assert found.verdict == "No clear difference, does not pay back"
    assert found.sentences[0].startswith("welcome makes no clear difference to week-4 retention")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_lies_beyond_the_published_is_doubted_first(tmp_path: Path, lang: str) -> None:
    doubt = {
        "plan": "welcome",
        "measure": "weekly_active",
        "strategies": ["points"],
        "per": None,
        "change": 0.8,
        "low": 0.05,
        "high": 0.32,
        "source": "M28, M31",
    }
    document = {**made.COMPARE, "doubts": [doubt]}
    write_run(tmp_path, made.meta("compare"), {"compare": document}, {})
    found = answer(read(tmp_path), Labels(lang, "USD"))
    assert found is not None
    assert found.side == 0
    assert "80" in found.sentences[0]
    assert "32" in found.sentences[0]
    assert "M28, M31" in found.sentences[0]
    words = "beyond what was published" if lang == "en" else "超出已发表范围"
    assert found.verdict.endswith(words)
    other = {**made.COMPARE, "doubts": [{**doubt, "plan": "another"}]}
    write_run(tmp_path, made.meta("compare"), {"compare": other}, {})
    calm = answer(read(tmp_path), Labels(lang, "USD"))
    assert calm is not None
    assert calm.side == 1


def test_a_search_without_a_feasible_plan_claims_nothing(tmp_path: Path) -> None:
    write_run(tmp_path, made.meta("search"), {"search": {**made.search(), "winner": None}}, {})
    assert answer(read(tmp_path), Labels("en", "USD")) is None


@pytest.mark.parametrize(
    ("error", "side", "words"),
    [(0.081, 1, "it beats the naive forecast"), (0.2, -1, "the naive forecast is better")],
)
def test_a_fit_stands_beside_the_naive_forecast(
    tmp_path: Path, error: float, side: int, words: str
) -> None:
    fit = {**made.CALIBRATE, "holdout": {**made.CALIBRATE["holdout"], "error": error}}
    found = _answer(tmp_path, "calibrate", calibrate=fit)
    assert found.side == side
    assert words in found.sentences[0]


def test_a_fit_to_weekly_figures_speaks_of_weeks(tmp_path: Path) -> None:
    fit = {**made.CALIBRATE, "fit": {**made.CALIBRATE["fit"], "cadence": "week"}}
    assert "misses weekly active" in _answer(tmp_path, "calibrate", calibrate=fit).sentences[0]
    assert "Members active in each week" in page(read(tmp_path), "en")


def test_a_fit_without_holdout_has_no_answer(tmp_path: Path) -> None:
    fit = {**made.CALIBRATE, "holdout": {"weeks": 0, "error": None, "naive_error": None}}
    write_run(tmp_path, made.meta("calibrate"), {"calibrate": fit}, {})
    assert answer(read(tmp_path), Labels("en", "USD")) is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_holdout_in_which_nobody_came_claims_nothing(tmp_path: Path, lang: str) -> None:
    nobody = {"error": None, "naive_error": None, "observed": [0.0] * 13}
    held = {**made.CALIBRATE["holdout"], **nobody}
    fit = {**made.CALIBRATE, "holdout": held}
    write_run(tmp_path, made.meta("calibrate"), {"calibrate": fit}, {})
    found = answer(read(tmp_path), Labels(lang, "USD"))
    assert found is not None
    assert found.side == 0
    assert ("undefined" if lang == "en" else "无定义") in found.sentences[0]
    assert page(read(tmp_path), lang)
