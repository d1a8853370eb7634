from __future__ import annotations

import json
import os
from pathlib import Path

import polars as pl
import pytest

from forerun.report.folder import read
from sim.errors import InputError
from tests.worlds.small import TEXT, small
from worlds import store
from worlds.store import describe, to_json, write_run

META = {"digest": "one", "command": "compare"}
DAILY = pl.DataFrame({"plan": ["a"], "cost": [1.5]})


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_meta_says_what_was_asked() -> None:
    scenario = small()
    assert describe(scenario, "search", "Which plan?") == {
        "command": "search",
        "scenario_name": "Small",
        "scenario_text": TEXT,
        "digest": scenario.digest,
        "currency": "USD",
        "baseline": "status-quo",
        "measures": ["weekly_active", "cost"],
        "money": {"unit": 1.0, "origin": "table", "currency": "USD"},
        "titles": {},
        "own_measures": {},
        "objective": "weekly_active, -cost",
        "question": "Which plan?",
    }


def test_what_was_written_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "run"
    write_run(folder, META, {"compare": {"x": [1, float("nan"), "积分"]}}, {"daily": DAILY})
    assert names(folder) == {"meta.json", "compare.json", "daily.parquet"}
    assert json.loads((folder / "meta.json").read_text()) == META
    assert json.loads((folder / "compare.json").read_text("utf-8")) == {"x": [1, None, "积分"]}
    assert pl.read_parquet(folder / "daily.parquet").equals(DAILY)


def test_results_on_one_scenario_gather_and_those_on_another_go(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    write_run(tmp_path, META, {"compare": {}}, {"daily": DAILY})
    write_run(tmp_path, META, {"search": {}}, {"trials": DAILY})
    first = {"meta.json", "compare.json", "search.json", "daily.parquet", "trials.parquet"}
    assert names(tmp_path) == {"mine.txt", *first}
    write_run(tmp_path, {"digest": "two"}, {"run": {}}, {})
    assert names(tmp_path) == {"mine.txt", "meta.json", "run.json"}


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(tmp_path, META, {"compare": {"x": 1}}, {})
    before = (tmp_path / "compare.json").read_bytes()

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(InputError, match="No space left"):
        write_run(tmp_path, META, {"compare": {"x": 2}}, {})
    assert (tmp_path / "compare.json").read_bytes() == before
    assert names(tmp_path) == {"meta.json", "compare.json"}


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot write a run here"):
        write_run(tmp_path / "file", META, {}, {})


def test_only_the_files_of_a_run_folder_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="notes"):
        write_run(tmp_path, META, {"notes": 1}, {})


def test_json_holds_what_any_reader_takes() -> None:
    text = to_json({"a": (1.5, float("inf")), "b": {"c": float("nan")}})
    assert json.loads(text) == {"a": [1.5, None], "b": {"c": None}}


def test_files_of_the_user_s_own_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "daily.csv").write_text("mine")
    with pytest.raises(InputError, match=r"daily\.csv, which no command wrote here"):
        write_run(tmp_path, META, {"run": {}}, {"daily": DAILY})
    assert names(tmp_path) == {"daily.csv"}
    assert (tmp_path / "daily.csv").read_text() == "mine"


def test_what_was_killed_is_no_run_and_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path, content: bytes) -> None:
        if folder.name == "daily.parquet":
            raise KeyboardInterrupt
        whole(folder, content)

    whole = store.write_whole
    monkeypatch.setattr(store, "write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        write_run(tmp_path, META, {"run": {}}, {"ledger": DAILY, "daily": DAILY})
    with pytest.raises(InputError, match="was not finished"):
        read(tmp_path)
    monkeypatch.undo()
    write_run(tmp_path, META, {"run": {}}, {"daily": DAILY})
    assert names(tmp_path) == {"meta.json", "run.json", "daily.parquet"}
