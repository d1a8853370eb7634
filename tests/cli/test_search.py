"""``search``: the shape, any number of workers, a journal that is gone on with."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Forerun
from tests.cli.test_compare import contents

QUICK = ("--seeds", "2", "--workers", "1")
DEADLINE = 120.0


def test_a_search_for_what_the_horizon_cannot_hold_is_refused(forerun: Forerun) -> None:
    text = Path("tiny.yaml").read_text(encoding="utf-8")
    Path("tiny.yaml").write_text(
        text.replace("objective: weekly_active", "objective: retention_w8"), encoding="utf-8"
    )
    ended = forerun("search", "tiny.yaml", "--trials", "1", *QUICK)
    assert ended.code == 2
    assert "retention_w8 needs a horizon of 63 days, and this one has 42" in ended.err


def test_search_prints_the_shape_that_was_promised(forerun: Forerun) -> None:
    ended = forerun("search", "tiny.yaml", "--trials", "6", *QUICK, "--json")
    assert ended.code == 0
    facts = ended.facts
    assert {"status_quo", "equal_split", "winner"} <= set(facts)
    assert facts["status_quo"]["cost"]["mean"] == 0
    assert facts["equal_split"]["cost"]["mean"] <= 900
    winner = facts["winner"]
    # What never ran is no part of the plan.
    ran = {path.partition(".")[0] for path in winner["parameters"]}
    idle = {one["strategy"] for one in winner["not_run"]}
    assert (ran | idle, ran & idle) == ({"points", "invite"}, set())
    assert {f"{one}.budget" for one in ran} < set(winner["parameters"])
    assert winner["within_budget"]
    assert winner["spend"] + winner["unspent"] == pytest.approx(winner["budget"])
    assert Path("runs/tiny-search.journal").exists()


@pytest.mark.slow
def test_a_person_reads_winner_levers_and_constraints(forerun: Forerun) -> None:
    ended = forerun("search", "tiny.yaml", "--trials", "4", *QUICK)
    assert ended.code == 0
    for text in (
        "Status quo",
        "Equal split",
        "Winner",
        "points.per_visit",
        "cost <= 900",
        "unspent",
    ):
        assert text in ended.out
    chinese = forerun("search", "tiny.yaml", "--trials", "4", *QUICK, "--lang", "zh")
    assert "维持现状" in chinese.out


def test_no_winner_is_said(forerun: Forerun) -> None:
    text = Path("tiny.yaml").read_text(encoding="utf-8")
    Path("tiny.yaml").write_text(
        text.replace("cost <= 900", "weekly_active >= 100000"), encoding="utf-8"
    )
    ended = forerun("search", "tiny.yaml", "--trials", "2", *QUICK)
    assert ended.code == 0
    assert "No trial kept every constraint" in ended.out


@pytest.mark.slow
def test_two_workers_give_the_same_bytes(forerun: Forerun) -> None:
    words = ("search", "tiny.yaml", "--trials", "6", "--seeds", "2", "--json")
    one = forerun(*words, "--workers", "1", "--out", "one", "--store", "a")
    two = forerun(*words, "--workers", "2", "--out", "two", "--store", "b")
    assert one.code == two.code == 0
    assert one.out == two.out
    assert contents(Path("one")) == contents(Path("two"))


@pytest.mark.parametrize(
    "journal",
    [
        pytest.param([], id="default", marks=pytest.mark.slow),
        pytest.param(["--journal", "kept"], id="named", marks=pytest.mark.slow),
    ],
)
def test_a_longer_search_goes_on_from_a_shorter_one(forerun: Forerun, journal: list[str]) -> None:
    forerun("search", "tiny.yaml", "--trials", "4", *QUICK, *journal)
    (kept,) = [Path("kept")] if journal else Path("runs").glob("*.journal")
    before = kept.read_bytes()
    words = [*journal, "--json"] if journal else ["--resume", "--json"]
    resumed = forerun("search", "tiny.yaml", "--trials", "8", *QUICK, *words)
    assert kept.read_bytes().startswith(before)
    words = ["--out", "whole", "--store", "other", "--json"]
    whole = forerun("search", "tiny.yaml", "--trials", "8", *QUICK, *words)
    assert resumed.code == 0
    assert resumed.out == whole.out


@pytest.mark.slow
def test_without_resume_a_search_begins_anew(forerun: Forerun) -> None:
    Path("mine.yaml").write_text(
        Path("tiny.yaml").read_text(encoding="utf-8").replace("members: 300", "members: 200"),
        encoding="utf-8",
    )
    forerun("search", "tiny.yaml", "--trials", "2", *QUICK, "--out", "found")
    refused = forerun("search", "mine.yaml", "--trials", "2", *QUICK, "--out", "found", "--resume")
    assert refused.code == 2
    assert "another search" in refused.err
    assert forerun("search", "mine.yaml", "--trials", "2", *QUICK, "--out", "found").code == 0


@pytest.mark.slow
def test_a_killed_search_is_gone_on_with(forerun: Forerun, tmp_path: Path) -> None:
    words = ["search", "tiny.yaml", "--trials", "40", *QUICK, "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "forerun", *words],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    journal = Path("runs/tiny-search.journal")
    began = time.monotonic()
    while not (journal.exists() and journal.read_bytes().count(b'"values"') > 5):
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() - began < DEADLINE
        time.sleep(0.02)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    left = {path.name for path in Path("runs").iterdir() if path.suffix != ".lock"}
    assert left - {"store"} == {"tiny-search.journal"}
    resumed = forerun(*words, "--resume")
    whole = forerun(*words, "--out", "whole", "--store", "other")
    assert resumed.code == 0
    assert resumed.out == whole.out
    assert contents(Path("runs/tiny-search")) == contents(Path("whole"))


def test_trials_that_fail_are_counted(forerun: Forerun, monkeypatch: pytest.MonkeyPatch) -> None:
    from planning import panel

    measure, calls = panel.measure, iter(range(1000))

    def stumbling(task: panel.Trying) -> dict[str, float]:
        # The panel is four worlds: the baseline's come first, then the first trial's.
        if next(calls) == 5:
            raise MemoryError("no room")
        return measure(task)

    monkeypatch.setattr(panel, "measure", stumbling)
    ended = forerun("search", "tiny.yaml", "--trials", "3", *QUICK, "--json")
    assert (ended.code, ended.facts["failed"]) == (0, 1)
    assert ended.err.startswith("Trials that failed: 1; trials.parquet says why.\n")


@pytest.mark.parametrize("wrong", ["--trials", "--seeds", "--workers"])
def test_a_call_that_is_refused_deletes_no_journal(forerun: Forerun, wrong: str) -> None:
    journal = Path("found.journal")
    journal.write_bytes(b"what was tried")
    assert forerun("search", "tiny.yaml", *QUICK, "--out", "found", wrong, "0").code == 2
    assert journal.read_bytes() == b"what was tried"


def test_what_the_store_has_is_read_and_changes_nothing(forerun: Forerun) -> None:
    words = ("search", "tiny.yaml", "--trials", "4", *QUICK, "--json")
    first = forerun(*words, "--out", "first")
    again = forerun(*words, "--out", "again")
    assert first.out == again.out
    assert contents(Path("first")) == contents(Path("again"))
    assert "kept in runs/store, and read" in again.err
    assert "kept in runs/store" not in first.err
