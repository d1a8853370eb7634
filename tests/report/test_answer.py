"""The answer says what the numbers say, with their doubt, and nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forerun.report.answer import Answer, answer
from forerun.report.folder import read
from forerun.report.labels import Labels
from planning.store import write_run
from tests.report import folder as made


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
        "to +42); probability of being better 100 %.",
        "It costs 5,800 USD more and earns 0.50 for each USD spent (90 % interval 0.41 to 0.59): "
        "it does not pay back within the plan.",
    )
    assert [tile.side for tile in found.tiles] == [1, 0, -1, -1, 0]


def test_an_interval_over_zero_is_no_clear_difference(tmp_path: Path) -> None:
    open_ = made.moved(210.0, 214.0, 9.0, 0.6)
    found = _answer(tmp_path, "compare", compare=_compare(weekly_active=open_))
    assert found.verdict.startswith("No clear difference")
    assert found.side == 0
    assert (
        "+4 (2 %), 90 % interval −5 to +13; probability of being better 60 %"
        in (found.sentences[0])
    )


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
    assert found.verdict == "Clear loss, does not pay back"
    assert found.sentences[0].startswith(
        "The best of 60 plans tried lowers return on investment by 0.50 against status-quo"
    )
    assert found.sentences[1].startswith("It makes no clear difference to week-4 retention")


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


def test_a_fit_without_holdout_has_no_answer(tmp_path: Path) -> None:
    fit = {**made.CALIBRATE, "holdout": {"weeks": 0, "error": None, "naive_error": None}}
    write_run(tmp_path, made.meta("calibrate"), {"calibrate": fit}, {})
    assert answer(read(tmp_path), Labels("en", "USD")) is None
