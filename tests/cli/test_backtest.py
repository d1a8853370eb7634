"""``backtest`` and ``register``: a history alone in, errors and a dated prediction out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli import tiny
from tests.cli.conftest import Ended, Forerun
from tests.cli.test_compare import contents

QUICK = ("--origins", "2", "--horizon", "4w", "--trials", "2", "--workers", "1")


def backtested(forerun: Forerun, *words: str, days: int = tiny.DAYS) -> Ended:
    Path("log.csv").write_text(tiny.log(days), encoding="utf-8")
    return forerun("backtest", "log.csv", *QUICK, *words)


def test_the_json_has_the_shape_that_was_promised(forerun: Forerun) -> None:
    ended = backtested(forerun, "--json")
    assert ended.code == 0
    found = ended.facts
    assert list(found) == ["origins", "error", "coverage", "retention_w4", "coming", "breaks"]
    assert found["breaks"] == []
    assert found["coming"]["first"] == "2024-05-20"
    assert len(found["coming"]["forecast"]) == len(found["coming"]["bands"]["80"]["high"]) == 4
    assert {"product", "simulation", "naive", "seasonal", "ets", "theta"} <= set(found["error"])
    assert found["error"]["seasonal"] is None
    assert found["error"]["product"] >= 0
    assert list(found["coverage"]) == ["50", "80", "90"]
    assert set(found["retention_w4"]) == {"observed", "simulation", "naive"}
    first, last = found["origins"]
    assert (first["known_weeks"], last["known_weeks"]) == (13, 16)
    assert last["first"] == "2024-04-22"
    assert sum(last["weights"].values()) == pytest.approx(1.0)
    assert last["bands"]["80"]["low"][0] <= last["forecast"][0] <= last["bands"]["80"]["high"][0]


@pytest.mark.slow
def test_what_comes_after_an_origin_changes_nothing_before_it(forerun: Forerun) -> None:
    """Two days more, far busier, in the weeks forecast from the last origin."""
    backtested(forerun, "--json", "--out", "one")
    text = Path("log.csv").read_text(encoding="utf-8")
    for member in range(60):
        text += f"m{member},2024-05-19T13:00:00,post\n"
    Path("log.csv").write_text(text, encoding="utf-8")
    ended = forerun("backtest", "log.csv", *QUICK, "--json", "--out", "two")
    assert ended.code == 0
    before = json.loads(Path("one/backtest.json").read_text(encoding="utf-8"))["origins"]
    for one, two in zip(before, ended.facts["origins"], strict=True):
        for key in ("weights", "forecast", "bands"):
            assert one[key] == two[key]
    assert before[1]["observed"] != ended.facts["origins"][1]["observed"]


@pytest.mark.slow
def test_the_folder_is_the_same_for_any_workers_and_when_resumed(forerun: Forerun) -> None:
    first = backtested(forerun, "--json", "--out", "one")
    again = forerun("backtest", "log.csv", *QUICK, "--workers", "2", "--json", "--out", "two")
    Path("two.journal").write_bytes(Path("one.journal").read_bytes())
    resumed = forerun("backtest", "log.csv", *QUICK, "--json", "--out", "two", "--resume")
    assert first.out == again.out == resumed.out
    assert set(contents(Path("one"))) >= {"backtest.json", "backtest.svg", "meta.json"}
    assert contents(Path("one")) == contents(Path("two"))
    assert forerun("report", "one").code == 0
    page = Path("one/report.html").read_text(encoding="utf-8")
    assert "Forecasts of the past" in page
    assert "backtest-chart" in page
    assert forerun("report", "one", "--lang", "zh").code == 0
    page = Path("one/report.html").read_text(encoding="utf-8")
    assert "历史回测" in page
    assert "平滑" in page


def test_a_person_reads_a_table_in_both_languages(forerun: Forerun) -> None:
    ended = backtested(forerun)
    assert ended.code == 0
    assert "2 forecasts of 4 weeks, from 2024-03-31 to 2024-04-21" not in ended.out
    assert "2 forecasts of 4 weeks, from 2024-04-01 to 2024-04-22" in ended.out
    assert "too little known" in ended.out
    assert "Forecast of the next 4 weeks:" in ended.out
    ended = backtested(forerun, "--lang", "zh")
    assert "2 次预测" in ended.out
    assert "朴素" in ended.out


def test_the_register_scores_what_has_come(forerun: Forerun) -> None:
    backtested(forerun)
    waiting = forerun("register", "score", "--history", "log.csv", "--json").facts
    assert (waiting["scored"], waiting["waiting"]) == ([], 1)
    Path("log.csv").write_text(tiny.log(tiny.DAYS + 14), encoding="utf-8")
    scored = forerun("register", "score", "--history", "log.csv")
    assert scored.code == 0
    assert "2024-05-20" in scored.out
    assert "2/4" in scored.out
    found = forerun("register", "score", "--history", "log.csv", "--json").facts
    assert found["scored"][0]["weeks_come"] == 2
    # The log is of 2024, and this is written later.
    assert found["late"] == 1
    assert "1 of those scored were made when weeks of theirs were over" in scored.out
    assert found["error"]["product"] < 0.5
    assert "naive" in found["error"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--horizon", "4d"), "horizon: '4d' is not allowed; whole weeks from 1w to 52w are"),
        (("--horizon", "53w"), "horizon: '53w' is not allowed"),
        (("--horizon", "soon"), "horizon: 'soon' is not a span"),
        (("--horizon", "13w"), "log.csv: horizon: 20 whole weeks; to forecast 13 weeks from what"),
        (("--origins", "0"), "origins: 0 is not allowed; 1 to 60 is"),
        (("--trials", "0"), "trials: 0 is not allowed"),
        (("--register", "log.csv"), "log.csv:1: is no prediction"),
    ],
)
def test_bad_input_is_told_in_a_line(forerun: Forerun, words: tuple[str, ...], told: str) -> None:
    ended = backtested(forerun, *words)
    assert ended.code == 2
    assert ended.err.startswith(f"error: {told}")
    assert ended.err.count("\n") == 1
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    "wrong", [("--trials", "0"), ("--seed", "-1"), ("--workers", "0"), ("--origins", "0")]
)
def test_a_call_that_is_refused_deletes_no_journal(
    forerun: Forerun, wrong: tuple[str, ...]
) -> None:
    Path("kept").mkdir()
    journal = Path("kept/study.journal")
    journal.write_bytes(b"what was tried")
    assert backtested(forerun, "--out", "kept/study", *wrong).code == 2
    assert journal.read_bytes() == b"what was tried"


@pytest.mark.slow
def test_a_register_that_cannot_be_written_costs_nothing_that_was_found(forerun: Forerun) -> None:
    Path("file").write_text("", encoding="utf-8")
    ended = backtested(forerun, "--register", "file/register.jsonl")
    assert ended.code == 2
    assert "Forecast of the next 4 weeks:" in ended.out
    assert "file/register.jsonl: cannot be written" in ended.err


@pytest.mark.slow
def test_one_forecast_is_told_in_the_singular(forerun: Forerun) -> None:
    ended = backtested(forerun, "--origins", "1")
    assert "1 forecast of 4 weeks, from 2024-04-22\n" in ended.out
    ended = backtested(forerun, "--origins", "1", "--lang", "zh", "--out", "zh")
    assert "1 次预测，4 周，自 2024-04-22\n" in ended.out
    assert "历史回测" in Path("zh/backtest.svg").read_text(encoding="utf-8")


@pytest.mark.slow
def test_silence_is_told_as_undefined(forerun: Forerun) -> None:
    """A log whose last months hold one registration, which is no activity."""
    text = tiny.log() + "late,2024-09-30T10:00:00,registration\n"
    Path("log.csv").write_text(text, encoding="utf-8")
    ended = forerun("backtest", "log.csv", *QUICK, "--origins", "1")
    assert ended.code == 0
    assert "undefined: nobody came" in ended.out
    assert "too little known" not in ended.out
    ended = forerun("backtest", "log.csv", *QUICK, "--origins", "1", "--lang", "zh")
    assert "无定义：无人活跃" in ended.out


def test_a_history_with_a_very_long_name_is_drafted(forerun: Forerun) -> None:
    name = "l" * 200 + ".csv"
    Path(name).write_text(tiny.log(), encoding="utf-8")
    assert forerun("backtest", name, *QUICK, "--origins", "1", "--out", "one").code == 0


def test_a_register_that_is_not_there_is_told(forerun: Forerun) -> None:
    Path("log.csv").write_text(tiny.log(), encoding="utf-8")
    ended = forerun("register", "score", "--history", "log.csv")
    assert ended.code == 2
    assert ended.err == "error: runs/register.jsonl: there is no such file\n"
    for words in (("register",), ("register", "score"), ("register", "nix")):
        ended = forerun(*words)
        assert ended.code == 2
        assert ended.err.startswith("error: ")
        assert ended.err.count("\n") == 1
