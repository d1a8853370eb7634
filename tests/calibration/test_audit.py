"""The audit file: who was read when, a line for each reading."""

from __future__ import annotations

import hashlib
import json
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from calibration import history
from calibration.history import audit, own
from calibration.history.reading import Reading
from calibration.history.sources import table_of
from sim.errors import InputError
from tests.calibration.exports import events, kinds, lines, read, told
from tests.calibration.logs import LIBRARY

TEXT = lines(events())


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The audit file of a user who has read nothing yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(audit.VARIABLE, raising=False)
    return tmp_path / "config" / "forerun" / "audit.jsonl"


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_a_reading_is_one_line(file: Path, tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    read(tmp_path, TEXT, command="forerun new")
    (line,) = lines_of(file)
    at = datetime.fromisoformat(line.pop("at"))
    assert before <= at <= datetime.now(UTC)
    assert line.pop("by")
    digest = hashlib.blake2b(TEXT.encode(), digest_size=32).hexdigest()
    assert line == {
        "command": "forerun new", "source": str(tmp_path / "log.csv"), "hash": f"blake2b:{digest}",
        "outcome": "read", "kind": "event log", "rows": TEXT.count("\n") - 1, "members": 8,
        "columns": ["member", "timestamp", "event"],
    }  # fmt: skip
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    read(tmp_path, TEXT.replace("m1", "王小明"))
    assert len(lines_of(file)) == 2
    assert "王小明" not in file.read_text() + json.dumps(lines_of(file), ensure_ascii=False)


def test_a_refused_reading_is_a_line_too(file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path, TEXT.replace("2024", "yesterday"))
    (line,) = lines_of(file)
    assert (line["outcome"], line["rows"], line["members"]) == ("refused", TEXT.count("\n") - 1, 0)


def test_figures_hold_nobody_and_are_not_taken_down(file: Path) -> None:
    history.read(LIBRARY / "figures.csv")
    assert not file.exists()


def test_a_table_of_a_database_is_taken_down_by_its_url(file: Path, tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "shop.db") as shop:
        shop.execute("CREATE TABLE events (member TEXT, timestamp TEXT, event TEXT)")
        shop.execute("INSERT INTO events VALUES ('a', '2024-01-01', 'post')")
    history.read(f"sqlite:///{tmp_path / 'shop.db'}#events")
    line = lines_of(file)[0]
    assert line["source"].endswith("shop.db#events")
    assert line["hash"] is None


def test_a_password_is_not_taken_down(file: Path) -> None:
    shop = table_of("postgresql://reader:secret@127.0.0.1:1/shop#events")
    with audit.audited(shop, Reading(shop.name)):
        pass
    assert lines_of(file)[0]["source"] == "postgresql://reader:***@127.0.0.1:1/shop#events"


def test_it_may_lie_elsewhere_or_nowhere(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(audit.VARIABLE, str(tmp_path / "kept" / "who.jsonl"))
    read(tmp_path, TEXT)
    assert len(lines_of(tmp_path / "kept" / "who.jsonl")) == 1
    monkeypatch.setenv(audit.VARIABLE, "off")
    read(tmp_path, TEXT)
    assert len(lines_of(tmp_path / "kept" / "who.jsonl")) == 1
    assert not file.exists()


def test_where_it_cannot_be_written_the_reading_goes_on_and_says_so(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(audit.VARIABLE, str(tmp_path))
    seen = read(tmp_path, TEXT)
    assert seen.counts("new_members").sum() == 8
    assert "audit" in kinds(seen)
    assert "this reading is not in the audit file" in told(seen)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no flock")
def test_many_writers_leave_whole_lines(file: Path) -> None:
    """Each line is written in pieces, between which another would come without the lock."""

    def write(name: str) -> None:
        for _ in range(20):
            with own.locked(file) as held:
                for part in ('{"by": "', name * 9000, '"}', "\n"):
                    held.write(part.encode())

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, "abcd"))
    written = [line["by"] for line in lines_of(file)]
    assert sorted(written) == sorted(name * 9000 for name in "abcd" for _ in range(20))
