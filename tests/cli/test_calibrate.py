"""``calibrate``: a log in, facts and a behaviour file out."""

from __future__ import annotations

import gzip
from pathlib import Path

import scenarios
from tests.cli import tiny
from tests.cli.conftest import Ended, Forerun
from tests.cli.test_compare import contents

QUICK = ("--holdout", "4w", "--trials", "3")


def calibrated(forerun: Forerun, *words: str) -> Ended:
    Path("log.csv").write_text(tiny.log(), encoding="utf-8")
    Path("tiny.yaml").write_text(
        tiny.SCENARIO.replace("preset: shop", "preset: forum\n  activity: contribution"),
        encoding="utf-8",
    )
    return forerun("calibrate", "tiny.yaml", "--history", "log.csv", *QUICK, *words)


def test_calibrate_prints_the_shape_that_was_promised(forerun: Forerun) -> None:
    ended = calibrated(forerun, "--workers", "1", "--json")
    assert ended.code == 0
    facts = ended.facts
    assert facts["fit"]["trials"] == 3
    assert facts["holdout"]["weeks"] == 4
    assert facts["holdout"]["error"] >= 0
    assert facts["holdout"]["naive_error"] >= 0


def test_the_behaviour_file_is_one_that_a_scenario_can_name(forerun: Forerun) -> None:
    ended = calibrated(forerun, "--workers", "1")
    assert ended.code == 0
    assert "naive" in ended.out
    text = Path("tiny.yaml").read_text(encoding="utf-8")
    named = text.replace(
        "  overrides: {visit_base: -2.0, buy_rate: 0.05}",
        "  behaviour: runs/tiny-calibrate/behaviour.json",
    )
    Path("fitted.yaml").write_text(named, encoding="utf-8")
    behaviour = scenarios.load("fitted.yaml").behaviour
    assert behaviour.grade("visit_base") == "measured"
    assert behaviour.posterior
    rows = forerun("assumptions", "fitted.yaml", "--json").facts["assumptions"]
    assert {row["grade"] for row in rows} == {"measured", "published", "assumed"}


def test_two_workers_give_the_same_bytes(forerun: Forerun) -> None:
    one = calibrated(forerun, "--json", "--workers", "1", "--out", "one")
    two = calibrated(forerun, "--json", "--workers", "2", "--out", "two")
    assert one.code == two.code == 0
    assert one.out == two.out
    assert contents(Path("one")) == contents(Path("two"))


def test_a_gzipped_log_is_the_same_history(forerun: Forerun) -> None:
    plain = calibrated(forerun, "--workers", "1", "--json").facts
    Path("log.csv.gz").write_bytes(gzip.compress(tiny.log().encode()))
    words = ("--history", "log.csv.gz", *QUICK, "--workers", "1", "--json")
    assert forerun("calibrate", "tiny.yaml", *words).facts == plain


def test_a_history_too_short_for_its_holdout_is_refused(forerun: Forerun) -> None:
    calibrated(forerun, "--workers", "1")
    ended = forerun("calibrate", "tiny.yaml", "--history", "log.csv", "--holdout", "19w")
    assert ended.code == 2
    assert ended.err.startswith("error: log.csv: holdout: ")
