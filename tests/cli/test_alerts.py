"""``forerun alerts``, and what other commands tell of alerts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Forerun

PLAN = """plans:
  guarded:
    alerts:
      busy: {metric: active, above: 1, action: answer, rest_days: 10, delay_hours: 48}
      idle: {metric: active, below: 1}
    strategies:
      - content: {name: answer, items_per_day: 1}
"""


@pytest.fixture
def guarded() -> str:
    """Write a scenario whose plan has alerts, in the folder of the test."""
    text = Path("tiny.yaml").read_text(encoding="utf-8").replace("plans:\n", PLAN, 1)
    Path("guarded.yaml").write_text(text, encoding="utf-8")
    return "guarded.yaml"


def test_false_alarms_are_told(forerun: Forerun, guarded: str) -> None:
    facts = forerun("alerts", guarded, "--seeds", "2", "--workers", "1", "--json").facts
    assert (facts["seeds"], facts["days"], facts["crisis"]) == (2, 42, None)
    assert list(facts["alerts"]) == ["busy", "idle"]
    # In the mornings of days 7, 17, 27, 37.
    assert facts["alerts"]["busy"]["false_a_month"]["mean"] == pytest.approx(4 * 30 / 42)
    assert facts["alerts"]["idle"]["false_in"] == 0
    shown = forerun("alerts", guarded, "--seeds", "2", "--workers", "1").out
    for text in ("busy", "active members a day", "2.86", "2/2"):
        assert text in shown
    chinese = forerun("alerts", guarded, "--seeds", "2", "--workers", "1", "--lang", "zh").out
    assert "误报" in chinese
    assert "日活跃成员" in chinese


def test_ready_alerts_may_be_asked_for(forerun: Forerun, guarded: str) -> None:
    words = ("alerts", guarded, "--only", "silence, busy", "--seeds", "2", "--workers", "1")
    assert list(forerun(*words, "--json").facts["alerts"]) == ["silence", "busy"]
    wrong = forerun("alerts", guarded, "--only", "silense", "--seeds", "2", "--workers", "1")
    assert wrong.code == 2
    assert "no alert 'silense'" in wrong.err
    assert wrong.err.count("\n") == 1


def test_a_comparison_tells_when_they_fired(forerun: Forerun, guarded: str) -> None:
    words = ("compare", guarded, "--plans", "status-quo,guarded", "--seeds", "2", "--workers", "1")
    facts = forerun(*words, "--json").facts
    (told,) = facts["strategies"]["guarded"]
    assert told["fired"] == {"busy": {"worlds": 2, "fired_in": 2, "times": 4.0, "first_day": 7.0}}
    shown = forerun(*words).out
    assert "Worlds in which it fired" in shown
    assert "busy" in shown


def test_check_lists_their_numbers_as_levers(forerun: Forerun, guarded: str) -> None:
    facts = forerun("check", guarded, "--json").facts
    delay = next(one for one in facts["levers"] if one["path"] == "alerts.busy.delay_hours")
    assert (delay["current"], delay["title_zh"]) == (48, "响应延迟")


def test_a_sweep_turns_the_delay(forerun: Forerun, guarded: str) -> None:
    swept = forerun(
        "sweep", guarded, "--plan", "guarded", "--vary", "alerts.busy.delay_hours=0:72",
        "--runs", "10", "--seeds", "2", "--workers", "1", "--json",
    )  # fmt: skip
    assert swept.code == 0, swept.err
