"""A log from the middle of a community's life, as `new`, `check` and `calibrate` take it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calibration import test_midlife as made
from tests.cli.conftest import Forerun

WORDS = ("--history", "log.csv", "--trials", "2", "--workers", "1")


@pytest.fixture
def log() -> Path:
    return made.log(Path("log.csv"), made.lived(), 300, 420)


def test_it_is_told_and_whoever_knows_better_says_so(forerun: Forerun, log: Path) -> None:
    told = forerun("new", *WORDS, "--out", "told")
    assert told.code == 0, told.err
    assert "the log begins in mid-life" in told.out
    text = Path("told/scenario.yaml").read_text(encoding="utf-8")
    assert "had joined before the history, see above" in text
    assert "begins:" not in text
    launch = forerun("new", *WORDS, "--begins", "launch", "--out", "launch")
    assert launch.code == 0, launch.err
    assert "mid-life" not in launch.out
    text = Path("launch/scenario.yaml").read_text(encoding="utf-8")
    assert 'begins: "launch"' in text
    assert "launch: 2023-10-31" in text
    # As the scenario was made its history is read, unless another word is said.
    again = forerun("check", "launch/scenario.yaml", "--history", str(log))
    assert "mid-life" not in again.out
    zh = forerun("check", "launch/scenario.yaml", "--history", str(log), "--begins", "told",
                 "--lang", "zh")  # fmt: skip
    assert "日志始于社区中期" in zh.out


def test_a_fit_begins_where_the_scenario_does(forerun: Forerun, log: Path) -> None:
    assert forerun("new", *WORDS, "--out", "told").code == 0
    words = ("calibrate", "told/scenario.yaml", *WORDS, "--holdout", "0d", "--json")
    fit = forerun(*words, "--out", "fit").facts["fit"]
    joined = Path("told/joiners.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert f"launch: {fit['from']} " in Path("told/scenario.yaml").read_text(encoding="utf-8")
    assert joined[0].startswith(fit["from"])
    assert fit["members"] == sum(int(row.split(",")[1]) for row in joined)
    other = forerun(*words, "--begins", "launch", "--out", "other").facts["fit"]
    assert other["from"] == "2023-10-31"
