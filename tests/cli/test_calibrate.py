"""``calibrate``: a log in, facts and a behaviour file out."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

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
    assert ended.out.startswith("log.csv: event log, 1,564 rows\n")
    assert "2024-01-01 to 2024-05-19: 140 days, 140 members" in ended.out
    assert "naive" in ended.out
    text = Path("tiny.yaml").read_text(encoding="utf-8")
    named = text.replace(
        "  overrides: {visit_base: -2.0, buy_rate: 0.05}",
        "  behaviour: runs/tiny-calibrate/behaviour.json",
    )
    # As many joiners as the log has: behaviour of others is refused.
    named = named.replace("members: 300", "members: 100").replace("per_day: 3", "per_day: 0.3")
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


@pytest.mark.slow
def test_nothing_written_names_anybody(forerun: Forerun) -> None:
    Path("log.csv").write_text(tiny.log().replace("m1", "planted.identity"), encoding="utf-8")
    words = ("--history", "log.csv", "--holdout", "4w", "--trials", "1", "--workers", "1")
    ended = forerun("calibrate", "tiny.yaml", *words, "--out", "out")
    assert ended.code == 0
    written = [path for path in Path.cwd().rglob("*") if path.is_file() and path.name != "log.csv"]
    assert {"behaviour.json", "tiny.yaml", "out.journal"} <= {path.name for path in written}
    for path in written:
        assert b"planted.identity" not in path.read_bytes(), path
    assert "planted.identity" not in ended.out + ended.err


def test_retention_of_fewer_than_five_members_is_not_told(forerun: Forerun) -> None:
    head, *rows = tiny.log(63).splitlines()
    few = [row for row in rows if int(row[1:].split(",")[0]) < 4]
    Path("few.csv").write_text("\n".join([head, *few, "m0,2024-03-03T12:00:00,post\n"]))
    words = ("--holdout", "0d", "--trials", "1", "--workers", "1")
    ended = forerun("calibrate", "tiny.yaml", "--history", "few.csv", *words)
    assert ended.code == 0, ended.err
    assert "<5 members" in ended.out
    facts = json.loads(Path("runs/tiny-calibrate/calibrate.json").read_text())
    assert {row["observed"] for row in facts["retention"]} == {None}
    assert "retention" not in facts["fit"]["errors"]


@pytest.mark.parametrize(
    "wrong", [("--trials", "0"), ("--seed", "-1"), ("--workers", "0"), ("--holdout", "19w")]
)
def test_a_call_that_is_refused_deletes_no_journal(
    forerun: Forerun, wrong: tuple[str, ...]
) -> None:
    journal = Path("fitted.journal")
    journal.write_bytes(b"what was tried")
    assert calibrated(forerun, "--out", "fitted", *wrong).code == 2
    assert journal.read_bytes() == b"what was tried"


def test_the_fit_ends_in_a_health_card_in_both_languages(forerun: Forerun) -> None:
    ended = calibrated(forerun, "--workers", "1", "--out", "fitted")
    assert "\nHealth: " in ended.out
    assert "level of today" in ended.out
    assert "fitted community, held out" in ended.out
    card = calibrated(forerun, "--workers", "1", "--json").facts["health"]
    assert card["verdict"] in ("pass", "review", "fail")
    ended = calibrated(forerun, "--workers", "1", "--lang", "zh")
    assert "健康检查：" in ended.out
    assert forerun("report", "fitted").code == 0
    page = Path("fitted/report.html").read_text(encoding="utf-8")
    assert "Health: " in page
    assert "what the history tells" in page
