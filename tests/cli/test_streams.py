"""Standard output that is closed, full or read in part, and names of any encoding."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli import tiny
from tests.cli.processes import shell

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not Path("/dev/full").exists(), reason="a device that is always full, and a POSIX shell"
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny.yaml").write_text(tiny.SCENARIO, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "unbuffered"),
    [
        ("check tiny.yaml", ""),
        ("check tiny.yaml --json", "1"),
        ("schema", ""),
        ("--version", "1"),
        ("", ""),
    ],
)
def test_a_full_standard_output_is_one_line(folder: Path, words: str, unbuffered: str) -> None:
    ended = shell(folder, f"forerun {words} > /dev/full", PYTHONUNBUFFERED=unbuffered)
    assert ended.returncode == 1
    assert ended.stderr == (b"error: standard output cannot be written: No space left on device\n")


def test_an_error_on_full_streams_is_silence(folder: Path) -> None:
    assert shell(folder, "forerun check no.yaml --json > /dev/full").stderr.startswith(
        b"error: no.yaml: there is no such file"
    )
    ended = shell(folder, "forerun check no.yaml --json > /dev/full 2> /dev/full")
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, b"", b"")


@pytest.mark.parametrize(
    ("words", "closed"),
    [("check tiny.yaml", ">&-"), ("schema", ">&- 2>&-"), ("--help", "<&- >&- 2>&-")],
)
def test_a_closed_standard_output_is_silence(folder: Path, words: str, closed: str) -> None:
    ended = shell(folder, f"forerun {words} {closed}")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_files_written_with_closed_streams_hold_what_they_should(folder: Path) -> None:
    line = "forerun run tiny.yaml --seeds 2 --workers 1 --out kept"
    assert shell(folder, f"{line} <&- >&- 2>&-").returncode == 0
    assert shell(folder, f"{line.replace('kept', 'open')}").returncode == 0
    for path in sorted((folder / "open").iterdir()):
        assert (folder / "kept" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("words", "unbuffered"), [("check tiny.yaml", ""), ("schema", "1"), ("--help", "")]
)
def test_a_reader_of_one_line_is_no_fault(folder: Path, words: str, unbuffered: str) -> None:
    ended = shell(folder, f"forerun {words} | head -1", PYTHONUNBUFFERED=unbuffered)
    assert ended.returncode in (0, 1)
    assert ended.stderr == b""
    assert ended.stdout.count(b"\n") == 1
    gone = shell(
        folder, f"(sleep 0.1; forerun {words}; echo $? >&2) | true", PYTHONUNBUFFERED=unbuffered
    )
    assert gone.stderr == b"1\n"


NAMES = {
    "Chinese": "现状 🚀 方案".encode(),
    "no encoding": b"caf\xe9\xff",
    "steering": b"a\x1b[31mb\xe2\x80\xae",
}
C = {"LANG": "C", "LC_ALL": "C"}
NO_UTF_8 = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        pytest.param("Chinese", C, marks=pytest.mark.slow),
        ("Chinese", NO_UTF_8),
        pytest.param("no encoding", {"PYTHONIOENCODING": "ascii"}, marks=pytest.mark.slow),
        pytest.param("steering", {}, marks=pytest.mark.slow),
    ],
)
def test_paths_of_any_encoding_print(folder: Path, name: str, environment: dict[str, str]) -> None:
    os.rename(folder / "tiny.yaml", os.fsencode(folder) + b"/" + NAMES[name] + b".yaml")
    (folder / "bad.txt").write_text("name: [", encoding="utf-8")
    os.rename(folder / "bad.txt", os.fsencode(folder) + b"/" + NAMES[name] + b".txt")
    line = (
        "forerun run *.yaml --seeds 2 --workers 1 > table && forerun report runs/*-run; "
        "forerun check *.txt; forerun check *.txt --json; forerun check no*.txt --json"
    )
    ended = shell(folder, line, **environment)
    shown = ended.stdout.decode("utf-8") + ended.stderr.decode("utf-8")  # whatever the locale
    assert "Traceback" not in shown
    assert "a fault" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert ended.stderr.startswith(b"Written to runs/")
    page, *errors = ended.stdout.decode("utf-8").splitlines()
    assert page.endswith("report.html")
    assert len(errors) == 2
    assert all(json.loads(error)["error"]["message"] for error in errors)


def test_a_history_whose_path_is_no_text_is_fitted(folder: Path) -> None:
    (folder / "log.csv").write_text(tiny.log(), encoding="utf-8")
    os.rename(folder / "log.csv", os.fsencode(folder) + b"/log\xff.csv")
    line = "forerun calibrate tiny.yaml --history log*.csv --trials 2 --holdout 8w --out kept"
    ended = shell(folder, f"{line} && forerun report kept")
    assert (ended.returncode, ended.stderr[:10]) == (0, b"Written to")
    assert (folder / "kept" / "report.html").exists()
    assert b"forerun-behaviour" in (folder / "kept" / "behaviour.json").read_bytes()


def test_control_characters_in_names_reach_neither_screen_nor_page(folder: Path) -> None:
    named = r'name: "Evil \e[31m\e]0;title\a \u202eforum"'
    text = tiny.SCENARIO.replace("name: Tiny forum", named)
    (folder / "tiny.yaml").write_text(text, encoding="utf-8")
    line = "forerun check tiny.yaml; forerun run tiny.yaml --seeds 2 --workers 1 --out kept"
    ended = shell(folder, f"{line}; forerun report kept; forerun check tiny.yaml --json")
    page = (folder / "kept" / "report.html").read_text(encoding="utf-8")
    assert ended.returncode == 0
    assert r"Evil \u001b[31m" in ended.stdout.decode("utf-8")
    assert r"Evil \u001b[31m" in page
    for shown in (ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"), page):
        assert not set(shown) & {"\x1b", "\x07", "\u202e"}
    found = ended.stdout.decode("utf-8")
    assert json.loads(found[found.index("{\n") :])["scenario"].startswith("Evil \x1b[31m")
