"""``sweep`` and ``runs``: the facts, the folder, going on, what is refused."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import Forerun
from tests.cli.test_compare import contents
from tests.cli.test_full_disk import no_room

VARY = ("--vary", "points.per_visit=0:3", "--vary", "visit_base=-3:-1", "--plan", "points")
QUICK = ("--runs", "12", "--workers", "1")


@pytest.mark.slow
def test_a_sweep_prints_the_shape_that_was_promised(forerun: Forerun) -> None:
    where = ("--where", "weekly_active <= 200")
    ended = forerun("sweep", "tiny.yaml", *VARY, "--runs", "96", "--workers", "1", *where, "--json")
    assert ended.code == 0
    facts = ended.facts
    assert facts["runs"] == facts["finished"] == 96
    assert facts["where"] == "weekly_active <= 200"
    assert [one["path"] for one in facts["asked"]["inputs"]] == ["points.per_visit", "visit_base"]
    own = facts["measures"]["weekly_active"]
    assert list(own["inputs"]) == ["points.per_visit", "visit_base", "behaviour draw", "luck"]
    assert own["rows"] == 16
    for share in (own["inputs"]["visit_base"]["first"], own["inputs"]["luck"]["total"]):
        assert share["low"] <= share["mean"] <= share["high"]
    assert {"response", "first", "total"} == set(own["inputs"]["visit_base"])
    low, high = own["inputs"]["visit_base"]["response"]
    assert low["at"] < high["at"]
    assert low["mean"] < high["mean"]
    assert {"coverage", "density", "limits"} <= set(
        facts["box"] or {"coverage", "density", "limits"}
    )
    names = {path.name for path in Path("runs/tiny-sweep").iterdir()}
    assert {
        "asked.json",
        "sweep.json",
        "runs.parquet",
        "shares.parquet",
        "responses.parquet",
    } < names
    assert {"cost-tornado.svg", "cost-response.svg", "cost-interaction.svg"} < names
    runs = pl.read_parquet("runs/tiny-sweep/runs.parquet")
    assert {"points.per_visit", "visit_base", "draw", "seed", "weekly_active"} < set(runs.columns)


@pytest.mark.slow
def test_a_person_reads_ends_and_luck_in_either_language(forerun: Forerun) -> None:
    words = ("sweep", "tiny.yaml", *VARY, "--design", "lhs", "--seeds", "3", *QUICK)
    ended = forerun(*words)
    assert ended.code == 0
    for text in ("points: 12 of 12 runs, design lhs", "points.per_visit", "→", "Luck"):
        assert text in ended.out
    chinese = forerun(*words, "--lang", "zh", "--where", "roi <= -100")
    assert "12 次运行完成 12 次" in chinese.out
    assert "运气" in chinese.out
    assert "没有任何输入区域" in chinese.out
    assert "12 of 12 runs are kept in runs/store, and read" in chinese.err


@pytest.mark.slow
def test_extended_or_asked_at_once_it_is_the_same(forerun: Forerun) -> None:
    forerun("sweep", "tiny.yaml", *VARY, *QUICK, "--out", "a")
    extended = forerun("sweep", "tiny.yaml", *VARY, "--extend", "12", "--out", "a", "--json")
    whole = forerun(
        "sweep", "tiny.yaml", *VARY, "--runs", "24", "--out", "b", "--store", "other", "--json"
    )
    assert extended.out == whole.out
    assert contents(Path("a")) == contents(Path("b"))


def test_tables_in_other_forms(forerun: Forerun) -> None:
    quick = ("--seeds", "2", "--workers", "1")
    assert forerun("run", "tiny.yaml", *quick, "--format", "csv", "--out", "b").code == 0
    figures = pl.read_csv("b/figures.csv")
    assert figures.columns == ["measure", "mean", "low", "high", "worlds"]
    assert Path("b/daily.csv").exists()
    assert Path("b/daily.parquet").exists()
    assert forerun("run", "tiny.yaml", *quick, "--format", "ods").code == 2


@pytest.mark.slow
def test_runs_are_listed_put_beside_each_other_and_pruned(forerun: Forerun) -> None:
    assert forerun("runs").code == 2
    # Of 12 runs no share is told.
    assert "too few to share out" in forerun("sweep", "tiny.yaml", *VARY, *QUICK).out
    (row,) = forerun("runs", "--json").facts
    assert (row["scenario"], row["plan"], row["current"]) == ("Tiny forum", "points", True)
    assert 8 <= row["runs"] <= 12
    assert "Tiny forum" in forerun("runs").out
    keys = forerun("runs", "--keys", "--json").facts
    assert len(keys) == row["runs"]
    one, two = forerun("runs", "--compare", f"{keys[0]},{keys[1][:20]}", "--json").facts
    assert one["key"] == keys[0]
    assert one["inputs"].keys() == two["inputs"].keys() == {"points.per_visit", "visit_base"}
    assert one["measures"]["weekly_active"] > 0
    assert "visit_base" in forerun("runs", "--compare", f"{keys[0]},{keys[1]}").out
    assert forerun("runs", "--compare", keys[0]).code == 2
    assert forerun("runs", "--all").code == 2
    assert forerun("runs", "--prune", "--json").facts == {"runs": 0, "files": 0}
    assert forerun("runs", "--prune", "--all", "--json").facts["runs"] == row["runs"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--vary", "points.per_visit"), "write PATH=FROM:TO"),
        (("--vary", "points.per_visit=3:1"), "empty range"),
        (("--vary", "visit_bse=-3:-1"), "did you mean 'visit_base'"),
        (("--vary", "visit_base=-3:-1", "--where", "wau <= 3"), "no measure 'wau'"),
        (("--vary", "visit_base=-3:-1", "--where", "posts <= baseline"), "write a number"),
        (("--vary", "visit_base=-3:-1", "--runs", "4"), "10 runs"),
        (("--vary", "visit_base=-3:-1", "--runs", "0"), "0 is not allowed"),
        (("--vary", "visit_base=-3:-1", "--resume"), "no sweep to go on with"),
        (("--vary", "visit_base=-3:-1", "--extend", "5"), "no sweep to go on with"),
        (("--vary", "visit_base=-3:-1", "--plan", "none"), "no plan 'none'"),
        (("--vary", "visit_base=-3:-1", "--design", "x"), "--design"),
        ((), "--vary"),
    ],
)
def test_bad_input_is_one_line(forerun: Forerun, words: tuple[str, ...], said: str) -> None:
    ended = forerun("sweep", "tiny.yaml", *words, "--workers", "1")
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert not Path("runs/tiny-sweep/sweep.json").exists()


def test_a_cluster_that_is_not_there_is_one_line_and_loses_nothing(
    forerun: Forerun, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("worlds.cluster.CONNECT", 0.3)
    with socket.socket() as taken:
        # Bound and not listened on: nobody answers there.
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        ended = forerun("sweep", "tiny.yaml", *VARY, "--runs", "12", "--cluster", address)
    assert ended.code == 2
    assert ended.err == f"error: cluster: {address}: nobody answers\n"
    assert not Path("runs/tiny-sweep/sweep.json").exists()
    here = forerun("sweep", "tiny.yaml", *VARY, "--resume", "--workers", "1", "--json")
    assert here.facts["finished"] == 12


@pytest.mark.parametrize("damage", ["cut", "gone", "other"])
def test_a_damaged_store_is_a_line_and_its_runs_are_lived_anew(
    forerun: Forerun, damage: str
) -> None:
    first = forerun("sweep", "tiny.yaml", *VARY, *QUICK, "--json")
    (file,) = Path("runs/store").glob("*.parquet")
    match damage:
        case "cut":
            file.write_bytes(file.read_bytes()[:-3])
        case "gone":
            file.unlink()
        case _:
            file.write_text("no table")
    again = forerun("sweep", "tiny.yaml", *VARY, "--resume", "--workers", "1", "--json")
    assert (again.code, again.out) == (0, first.out)
    assert again.err.splitlines()[0] == f"{file}: damaged or missing, not trusted"
    third = forerun("sweep", "tiny.yaml", *VARY, "--resume", "--workers", "1", "--json")
    assert "12 of 12 runs are kept in runs/store, and read" in third.err


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": "x", "blocks": [0]}', "\0"])
def test_a_damaged_folder_is_one_line(forerun: Forerun, content: str) -> None:
    folder = Path("runs/tiny-sweep")
    folder.mkdir(parents=True)
    (folder / "asked.json").write_text(content, encoding="utf-8")
    ended = forerun("sweep", "tiny.yaml", *VARY, *QUICK)
    assert ended.code == 2
    assert ended.err == (
        "error: runs/tiny-sweep/asked.json: it is damaged; remove it to begin anew\n"
    )
    assert (folder / "asked.json").read_text(encoding="utf-8") == content


@pytest.mark.skipif(sys.platform == "win32", reason="there is no flock")
def test_two_sweeps_in_one_folder_are_one_line(forerun: Forerun) -> None:
    from worlds.held import held

    folder = Path("runs/tiny-sweep")
    folder.mkdir(parents=True)
    with held(folder / ".lock"):
        ended = forerun("sweep", "tiny.yaml", *VARY, *QUICK)
    assert ended.code == 2
    assert "another sweep is using this folder" in ended.err
    assert [path.name for path in folder.iterdir()] == [".lock"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.slow
def test_a_full_disk_loses_nothing(forerun: Forerun) -> None:
    forerun("sweep", "tiny.yaml", *VARY, *QUICK)
    before = forerun("runs", "--keys", "--json").out
    with no_room(3000):
        ended = forerun("sweep", "tiny.yaml", *VARY, "--extend", "12")
    assert ended.code == 2
    assert ended.err.splitlines()[-1].startswith("error: ")
    assert "File too large" in ended.err
    assert forerun("runs", "--keys", "--json").out == before
    assert forerun("sweep", "tiny.yaml", *VARY, "--resume", "--json").facts["finished"] == 24


@pytest.mark.slow
def test_a_killed_sweep_ends_with_the_same_bytes(forerun: Forerun, tmp_path: Path) -> None:
    words = ["sweep", "tiny.yaml", *VARY, "--runs", "300", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "forerun", *words, "--workers", "1"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    manifest, began = Path("runs/store/manifest.jsonl"), time.monotonic()
    while not manifest.exists():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() - began < 120
        time.sleep(0.02)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    resumed = forerun(*words, "--resume", "--workers", "2")
    whole = forerun(*words, "--out", "whole", "--store", "other", "--workers", "1")
    assert resumed.code == 0
    assert resumed.out == whole.out
    assert json.loads(whole.out)["finished"] == 300
    assert contents(Path("runs/tiny-sweep")) == contents(Path("whole"))


def test_a_sweep_that_is_interrupted_says_how_to_go_on(
    forerun: Forerun, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planning.sweep import sweep as module

    def stop(_task: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "measure", stop)
        ended = forerun("sweep", "tiny.yaml", *VARY, *QUICK)
    assert ended.code == 130
    assert "--resume" in ended.err
    assert not Path("runs/tiny-sweep/sweep.json").exists()
    assert forerun("sweep", "tiny.yaml", *VARY, "--resume", "--json").facts["finished"] == 12
