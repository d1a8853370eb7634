"""The health card: each check passes, asks to be looked at, or fails, for what it says."""

from __future__ import annotations

from typing import Any

import pytest

from calibration.health import card

FIT: dict[str, Any] = {
    "days": 700,
    "errors": {"level": 0.02, "recent": 0.1, "retention": 0.03, "posting": 0.1},
    "breaks": [{"first": "2023-01-02", "weeks_ago": 70, "ratio": 2.0}],
    "values": {
        "visit_base": {"left": 0.1, "place": 0.4},
        "write_rate": {"left": 0.2, "place": 0.5},
    },
}
HELD: dict[str, Any] = {
    "weeks": 13,
    "error": 0.10,
    "naive_error": 0.12,
    "simple": {"naive": 0.12, "seasonal": None, "ets": 0.09},
    "product": {"error": 0.10, "coverage": {"50": 0.4, "80": 0.8, "90": 0.9}},
    "retention_w4": {"observed": 0.20, "simulation": 0.22, "naive": 0.2, "joiners": 400},
}


def verdicts(fit: dict[str, Any], held: dict[str, Any]) -> dict[str, str]:
    return {check["name"]: check["verdict"] for check in card(fit, held)["checks"]}


def test_what_is_well_passes() -> None:
    found = card(FIT, HELD)
    assert found["verdict"] == "pass"
    assert [check["name"] for check in found["checks"]] == [
        "level", "recent", "retention", "posting", "worlds", "mix", "bands", "newcomers",
        "breaks", "identified", "edges",
    ]  # fmt: skip
    (mix,) = (check for check in found["checks"] if check["name"] == "mix")
    assert mix["figures"] == {"error": 0.10, "naive": 0.12, "best": "ets", "best_error": 0.09}


@pytest.mark.parametrize(
    ("check", "verdict", "held"),
    [
        ("worlds", "review", {"error": 0.15}),
        ("worlds", "fail", {"error": 0.30}),
        ("worlds", "review", {"error": None, "naive_error": None}),
        ("worlds", "review", {"naive_error": 0.0}),
        ("mix", "review", {"product": {"error": 0.14, "coverage": {"80": 0.8}}}),
        ("bands", "review", {"product": {"error": 0.1, "coverage": {"80": 0.4}}}),
        ("bands", "fail", {"product": {"error": 0.1, "coverage": {"80": 0.1}}}),
        ("newcomers", "review", {"retention_w4": {"observed": 0.2, "simulation": 0.33,
                                                  "joiners": 400}}),
        ("newcomers", "fail", {"retention_w4": {"observed": 0.2, "simulation": 0.5,
                                                "joiners": 400}}),
    ],
)  # fmt: skip
def test_a_holdout_that_went_badly_is_told(check: str, verdict: str, held: dict[str, Any]) -> None:
    assert verdicts(FIT, {**HELD, **held})[check] == verdict
    assert card(FIT, {**HELD, **held})["verdict"] == verdict


def test_few_newcomers_prove_little() -> None:
    shares = {"observed": 0.2, "simulation": 0.33}
    few, many = (
        verdicts(FIT, {**HELD, "retention_w4": {**shares, "joiners": joiners}})["newcomers"]
        for joiners in (40, 4000)
    )
    assert (few, many) == ("pass", "review")


@pytest.mark.parametrize(("error", "verdict"), [(0.1, "pass"), (0.2, "review"), (0.3, "fail")])
def test_a_level_that_was_missed_is_told(error: float, verdict: str) -> None:
    fit = {**FIT, "errors": {"level": error}}
    assert card(fit, HELD)["verdict"] == verdict


def test_where_no_forecast_was_tried_nothing_passes() -> None:
    found = card(FIT, {"weeks": 0})
    assert found["verdict"] == "review"
    assert verdicts(FIT, {"weeks": 0})["held_out"] == "review"
    assert "mix" not in verdicts(FIT, {"weeks": 0})


def test_breaks_are_not_passed_where_none_are_looked_for() -> None:
    assert "breaks" not in verdicts({**FIT, "days": 181, "breaks": []}, HELD)
    assert verdicts({**FIT, "days": 182, "breaks": []}, HELD)["breaks"] == "pass"


def test_a_mix_far_behind_the_best_simple_forecast_is_told() -> None:
    simple = {"naive": 0.12, "ets": 0.05}
    assert verdicts(FIT, {**HELD, "simple": simple})["mix"] == "review"


def test_what_the_history_does_not_tell_is_named() -> None:
    values = {**FIT["values"], "habit_pull": {"left": 0.9, "place": 0.5},
              "newcomer_days": {"left": 0.1, "place": 0.999},
              "visit_spread": {"left": 0.9, "place": 0.0}}  # fmt: skip
    found = card({**FIT, "values": values}, HELD)
    checks = {check["name"]: check for check in found["checks"]}
    assert checks["identified"]["figures"]["names"] == ["habit_pull", "visit_spread"]
    # One that stands at an end because nothing holds it is told once.
    assert checks["edges"]["figures"]["names"] == ["newcomer_days"]
    assert found["verdict"] == "review"


def test_without_a_holdout_nothing_is_said_of_it() -> None:
    held = {"weeks": 0, "error": None, "naive_error": None}
    assert not {"worlds", "mix", "bands", "newcomers"} & set(verdicts(FIT, held))


def test_a_break_in_the_last_year_is_told() -> None:
    late = [*FIT["breaks"], {"first": "2024-01-01", "weeks_ago": 20, "ratio": 0.4}]
    (check,) = (
        each for each in card({**FIT, "breaks": late}, HELD)["checks"] if each["name"] == "breaks"
    )
    assert check["verdict"] == "review"
    assert check["figures"] == {"first": "2024-01-01", "ratio": 0.4}
