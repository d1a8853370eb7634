"""The store of runs: what is not as it was written is not read, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.metrics import MEASURES, Parts
from worlds.runs import store as module
from worlds.runs.rows import Kept
from worlds.runs.store import MANIFEST, Store

KEYS = tuple(f"{number:064x}" for number in range(1, 5))


def run(key: str, value: float = 0.1) -> Kept:
    parts = {name: Parts(value + place, 3.0) for place, name in enumerate(MEASURES)}
    return Kept(key, {"visit_base": -0.1, "点": 1.0}, 3, 7, parts)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    kept = Store(tmp_path / "store")
    kept.keep([run(KEYS[0]), run(KEYS[1], float("nan"))], "Forum", "plan")
    kept.keep([run(KEYS[2], 1e300)], "论坛", "方案")
    return kept


def files(store: Store) -> list[Path]:
    return sorted(store.folder.glob("*.parquet"))


def test_every_bit_comes_back(store: Store) -> None:
    found = store.find(KEYS)
    assert set(found) == set(KEYS[:3])
    assert found[KEYS[0]] == run(KEYS[0]).parts
    assert found[KEYS[2]] == run(KEYS[2], 1e300).parts
    assert all(own.numerator != own.numerator for own in found[KEYS[1]].values())


def test_the_files_are_a_tidy_table(store: Store) -> None:
    import polars as pl

    table = pl.read_parquet(store.folder / "*.parquet")
    assert len(table) == 3 * len(MEASURES)
    assert table.columns == [
        "key", "scenario", "plan", "version", "inputs", "draw", "seed",
        "measure", "numerator", "denominator", "lived",
    ]  # fmt: skip
    assert set(table["plan"]) == {"plan", "方案"}


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "gone", "another's"])
def test_a_damaged_file_is_told_and_not_trusted(store: Store, damage: str) -> None:
    told: list[str] = []
    store = Store(store.folder, told.append)
    (segment, other) = store.segments()
    path = store.folder / segment.file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    new = {"flipped": content, "cut": content[:-9], "empty": b"",
           "another's": (store.folder / other.file).read_bytes()}  # fmt: skip
    path.unlink() if damage == "gone" else path.write_bytes(new[damage])
    assert set(store.find(KEYS)) == {KEYS[2]}
    assert told == [f"{path}: damaged or missing, not trusted"]
    with pytest.raises(InputError, match="damaged"):
        store.run(KEYS[0])
    # Lived again and kept again, they are there again.
    store.keep([run(KEYS[0])], "Forum", "plan")
    assert set(store.find(KEYS)) == {KEYS[0], KEYS[2]}
    assert store.run(KEYS[0])["numerator"].to_list()[0] == 0.1


def test_a_line_that_a_kill_cut_short_is_no_line(store: Store) -> None:
    manifest = store.folder / MANIFEST
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:-20])
    assert set(store.find(KEYS)) == set(KEYS[:2])
    store.keep([run(KEYS[3])], "Forum", "plan")
    assert set(store.find(KEYS)) == {*KEYS[:2], KEYS[3]}
    assert manifest.read_bytes().startswith(whole.splitlines(keepends=True)[0])


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[" * 100_000,
        b'{"file": "../../secret.parquet", "scenario": "", "plan": "", "version": "", "keys": []}',
        b'{"file": 3, "scenario": "", "plan": "", "version": "", "keys": []}',
        b'{"file": "a.parquet"}',
        b"\xff\xfe",
    ],
)
def test_a_line_of_another_form_is_told_and_left_out(store: Store, line: bytes) -> None:
    told: list[str] = []
    manifest = store.folder / MANIFEST
    manifest.write_bytes(line + b"\n" + manifest.read_bytes())
    assert set(Store(store.folder, told.append).find(KEYS)) == set(KEYS[:3])
    assert told == [f"{manifest}:1: damaged, left out"]


def test_a_file_that_answers_to_its_name_and_is_no_table_is_not_read(store: Store) -> None:
    import json
    from hashlib import sha256

    content = b"PAR1 and nothing of it"
    name = f"{sha256(content).hexdigest()}.parquet"
    (store.folder / name).write_bytes(content)
    line = {"file": name, "scenario": "", "plan": "", "version": "", "keys": [KEYS[3]]}
    with (store.folder / MANIFEST).open("ab") as manifest:
        manifest.write(json.dumps(line).encode() + b"\n")
    assert KEYS[3] not in store.find(KEYS)


def test_pruning_keeps_what_may_be_read_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged, good = (store.folder / each.file for each in store.segments())
    damaged.write_bytes(b"damaged")
    (store.folder / f"{'0' * 64}.parquet").write_bytes(b"stray")
    (store.folder / "mine.txt").write_text("mine")
    assert store.prune() == (2, 2)
    assert files(store) == [good]
    assert set(store.find(KEYS)) == {KEYS[2]}
    monkeypatch.setattr(module, "version", lambda: "another")
    assert store.prune() == (1, 1)
    assert files(store) == []
    assert (store.folder / "mine.txt").exists()


def test_all_is_pruned_when_all_is_asked(store: Store) -> None:
    assert store.prune(everything=True) == (3, 2)
    assert store.find(KEYS) == {}


def test_a_run_is_named_by_how_its_key_begins(store: Store) -> None:
    assert set(store.run(KEYS[1])["key"]) == {KEYS[1]}
    for prefix in ("", "0000", "f"):
        with pytest.raises(InputError, match="kept runs begin with"):
            store.run(prefix)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot keep runs here"):
        Store(tmp_path / "file").keep([run(KEYS[0])], "Forum", "plan")


WRITER = """
import sys
from pathlib import Path
from tests.sweep.test_store import Store, run
store = Store(Path(sys.argv[1]))
for number in range(8):
    store.keep([run(f"{int(sys.argv[2]) * 100 + number:064x}")], "Forum", "plan")
"""


@pytest.mark.slow
def test_two_processes_that_keep_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(number)])
        for number in (1, 2)
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    keys = {f"{number * 100 + each:064x}" for number in (1, 2) for each in range(8)}
    assert Store(tmp_path).find(keys).keys() == keys
