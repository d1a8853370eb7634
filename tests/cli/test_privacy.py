"""No file, line or fact that a command leaves names a member of the history that it read."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from calibration.history import measure
from tests.cli import tiny
from tests.cli.conftest import Forerun
from tests.cli.processes import shell

PLANTED = (
    "anna.schmidt@example.com", "+8613812345678", "13987654321", "王小明", "欧阳娜娜",
    "O'Brien Zebedee", "wxid_q7Zebulon",
)  # fmt: skip


def log(days: int = tiny.DAYS) -> str:
    """Return the tiny log with its members called by planted names, each once."""
    head, *rows = tiny.log(days).splitlines()
    names = {f"m{k}": name if k < len(PLANTED) else f"{k}@mail.example.org"
             for k in range(days) for name in [PLANTED[k % len(PLANTED)]]}  # fmt: skip
    cells = [row.split(",", 1) for row in rows]
    return "\n".join([head, *(f"{names[name]},{rest}" for name, rest in cells)]) + "\n"


def spellings(name: str) -> set[bytes]:
    """Return a name in the encodings in which a file may hold it."""
    quoted = json.dumps(name)[1:-1]
    return {name.encode(), name.encode("utf-16-le"), name.encode("gb18030"), quoted.encode()}


SOUGHT = {spelling for name in (*PLANTED, "@mail.example.org") for spelling in spellings(name)}


def named(data: bytes) -> set[bytes]:
    return {spelling for spelling in SOUGHT if spelling in data}


def texts(path: Path) -> Iterator[bytes]:
    """Give what a file holds as it lies, and unpacked."""
    data = path.read_bytes()
    yield data
    if data.startswith(b"PAR1"):
        yield pl.read_parquet(path).write_csv().encode()
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)


def assert_names_nobody(folder: Path, but: str) -> int:
    """Look into every file of a folder but the log itself; return how many there are."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != but]
    for path in files:
        for data in texts(path):
            assert not named(data), path
        assert not named(str(path).encode())
    return len(files)


def test_what_is_sought_is_found(tmp_path: Path) -> None:
    Path(tmp_path / "log.csv").write_text(log(), encoding="utf-8")
    pl.read_csv(tmp_path / "log.csv").write_parquet(tmp_path / "log.parquet")
    (tmp_path / "log.json").write_text(json.dumps(log()))
    (tmp_path / "log.csv.gz").write_bytes(gzip.compress(log().encode()))
    for name in ("log.csv", "log.parquet", "log.json", "log.csv.gz"):
        found = set().union(*(named(data) for data in texts(tmp_path / name)))
        assert len(found) >= len(PLANTED) + 1, name


def test_check_names_nobody(forerun: Forerun) -> None:
    Path("log.csv").write_text(log(20), encoding="utf-8")
    for words in ((), ("--json",), ("--lang", "zh"), ("--column", "timestamp=member"),
                  ("--column", "event=member"), ("--column", "value=member")):  # fmt: skip
        ended = forerun("check", "tiny.yaml", "--history", "log.csv", *words)
        assert not named((ended.out + ended.err).encode()), words
        assert ended.code == (2 if "--column" in words else 0), words


def test_the_audit_file_says_which_command_read(
    forerun: Forerun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORERUN_AUDIT", str(tmp_path / "audit.jsonl"))
    Path("log.csv").write_text(log(20), encoding="utf-8")
    assert forerun("check", "tiny.yaml", "--history", "log.csv").code == 0
    line = json.loads((tmp_path / "audit.jsonl").read_text())
    assert (line["command"], line["members"]) == ("forerun check", 20)
    assert line["source"] == str(tmp_path / "log.csv")


def test_a_fault_over_a_cell_does_not_quote_it(
    forerun: Forerun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise pl.exceptions.ComputeError(f"could not parse {PLANTED[0]!r} as i64")

    monkeypatch.setattr(measure, "triangle", broken)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    Path("log.csv").write_text(log(20), encoding="utf-8")
    ended = forerun("check", "tiny.yaml", "--history", "log.csv", "--json")
    assert ended.code == 1
    assert "ComputeError over log.csv" in ended.err
    assert not named((ended.out + ended.err).encode())
    (kept,) = tmp_path.glob("forerun-fault-*.txt")
    assert "broken" in kept.read_text()
    assert not named(kept.read_bytes())


@pytest.mark.slow
def test_no_command_leaves_a_name_anywhere(tmp_path: Path) -> None:
    work, own = tmp_path / "work", tmp_path / "own"
    for folder in (work, own / "tmp", own / "cache"):
        folder.mkdir(parents=True)
    (work / "log.csv").write_text(log(), encoding="utf-8")
    places = {"TMPDIR": own / "tmp", "XDG_CACHE_HOME": own / "cache", "XDG_CONFIG_HOME": own,
              "HOME": own}  # fmt: skip
    few = "--seeds 2 --workers 1"
    for line in (
        "forerun new --history log.csv --trials 2 --workers 1 --out made --json",
        "forerun check made/scenario.yaml --history log.csv",
        f"forerun run made/scenario.yaml {few} --checkpoint kept --out ran",
        f"forerun compare made/scenario.yaml --plans status-quo,articles {few} --out compared",
        f"forerun search made/scenario.yaml --trials 2 {few} --out searched",
        "forerun calibrate made/scenario.yaml --history log.csv --holdout 4w --trials 2 "
        "--workers 1 --out fitted",
        "forerun report compared",
        "forerun report fitted --lang zh",
    ):
        ended = shell(work, line, **{name: str(place) for name, place in places.items()})
        assert ended.returncode == 0, (line, ended.stderr)
        assert not named(ended.stdout + ended.stderr), line
    for line in (
        "forerun new --history log.csv --column timestamp=member --out other",
        "forerun new --history log.csv --column event=member --column member=event --out other",
        "sed 's/^.*$/&,&/' log.csv > wide.csv; forerun new --history wide.csv --out other; "
        "code=$?; rm wide.csv; exit $code",
    ):
        ended = shell(work, line, **{name: str(place) for name, place in places.items()})
        assert ended.returncode == 2, (line, ended.stderr)
        assert not named(ended.stdout + ended.stderr), line
    assert assert_names_nobody(work, but="log.csv") > 15
    assert assert_names_nobody(own, but="log.csv") >= 2
    audit = [json.loads(row) for row in (own / "forerun" / "audit.jsonl").read_text().splitlines()]
    assert {row["command"] for row in audit} == {
        "forerun new", "forerun check", "forerun calibrate"
    }  # fmt: skip
