"""``search`` with a study in a real PostgreSQL: killed, gone on with, refused in one line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Forerun
from tests.cli.test_compare import contents

QUICK = ("--seeds", "2", "--workers", "1", "--json")
SECRET = "s3cret"
DEADLINE = 120.0


def refused(ended: Ended, message: str) -> None:
    assert (ended.code, message in ended.err, ended.err.count("\n")) == (2, True, 1), ended.err
    assert ended.err.startswith("error: ")
    assert SECRET not in ended.err + ended.out
    assert ended.facts["error"]["message"]


@pytest.mark.parametrize("command", ["search", "calibrate", "backtest"])
@pytest.mark.parametrize(
    ("address", "message"),
    [
        (f"postgresql://ann:{SECRET}@127.0.0.1:9/shop", "no server answers there"),
        (f"mysql://ann:{SECRET}@127.0.0.1/shop", "in PostgreSQL by an address that is text"),
        (f"postgresql://ann:{SECRET}@{SECRET}@127.0.0.1/shop", "in a password %40 for @"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_line(
    forerun: Forerun, command: str, address: str, message: str
) -> None:
    pytest.importorskip("psycopg")
    words = {
        "search": ("tiny.yaml", *QUICK, "--trials", "1"),
        "calibrate": ("tiny.yaml", "--history", "sample.csv", "--json", "--trials", "1"),
        "backtest": ("sample", "--json", "--trials", "1"),
    }[command]
    if command == "calibrate":
        sample = Path(__file__).parents[2] / "forerun" / "sample" / "events.csv"
        Path("sample.csv").write_bytes(sample.read_bytes())
    refused(forerun(command, *words, "--journal", address), message)
    assert not [path for path in Path().rglob("*") if SECRET in str(path) or "sql:" in str(path)]


@pytest.mark.slow
def test_a_killed_driver_is_followed_by_another(
    forerun: Forerun, base: str, tmp_path: Path
) -> None:
    import psycopg

    words = ["search", "tiny.yaml", "--trials", "16", *QUICK, "--journal", base]
    whole = forerun(*words[:4], *QUICK, "--out", "whole", "--store", "other")
    refused(forerun(*words, "--resume"), "there is no study to go on with")
    process = subprocess.Popen(
        [sys.executable, "-m", "forerun", *words, "--store", "another"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    began = time.monotonic()
    told = 0
    while told < 5:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() - began < DEADLINE
        time.sleep(0.02)
        with psycopg.connect(base) as connection:
            made = connection.execute("SELECT to_regclass('trials')").fetchone()
            if made and made[0]:
                found = connection.execute("SELECT count(*) FROM trials WHERE state = 'COMPLETE'")
                (told,) = found.fetchone() or (0,)
    refused(forerun(*words), "another search is writing this study; wait for it")
    process.kill()
    assert process.wait() == -signal.SIGKILL
    # Another machine: it has neither the folder nor the store of the first.
    until = time.monotonic() + 20
    while (resumed := forerun(*words, "--resume", "--store", "third")).code:
        assert "another search is writing" in resumed.err
        assert time.monotonic() < until
    assert resumed.out == whole.out
    assert contents(Path("runs/tiny-search")) == contents(Path("whole"))
    # What is there is not tried again, and another seed is another search.
    assert forerun(*words, "--resume").out == whole.out
    refused(forerun(*words, "--seed", "1", "--resume"), "there is no study to go on with")


@pytest.mark.slow
def test_fits_lie_in_a_database_too(forerun: Forerun, base: str) -> None:
    words = ("backtest", "sample", "--origins", "1", "--trials", "2", "--workers", "1", "--json")
    plain = forerun(*words, "--out", "plain", "--register", "plain.jsonl")
    assert plain.code == 0
    refused(forerun(*words, "--journal", base, "--resume"), "there is no study to go on with")
    assert forerun(*words, "--journal", base).out == plain.out
    assert forerun(*words, "--journal", base, "--resume").out == plain.out
