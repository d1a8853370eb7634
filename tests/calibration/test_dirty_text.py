"""Text of histories as exports leave it: read, or refused in one line that tells no contents."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from calibration import history
from calibration.history import decoding
from sim.errors import InputError
from tests.calibration.logs import TOY

HEAD = "member,timestamp,event,value\n"
FIGURES = "date,active_members,new_members\n" + "".join(
    f"2024-01-{day:02},{3 if day == 1 else 1},{2 if day == 1 else 0}\n" for day in range(1, 15)
)
TRIANGLE = "cohort,0,1\n2024-01-01,2,1\n2024-01-08,0,\n"


def read(folder: Path, text: str, name: str = "log.csv") -> history.History:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    return history.read(path)


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz"])
@pytest.mark.parametrize("ending", ["\r", "\r\n"])
def test_lines_end_in_any_way(tmp_path: Path, ending: str, name: str) -> None:
    as_usual = read(tmp_path, TOY)
    seen = read(tmp_path, TOY.replace("\n", ending), name)
    assert seen.daily.equals(as_usual.daily)
    with pytest.raises(InputError, match="not a timestamp") as caught:
        read(tmp_path, (HEAD + "a,2024-01-01,post,\na,x,post,\n").replace("\n", ending), name)
    assert caught.value.line == 3


def test_figures_may_end_their_lines_in_any_way(tmp_path: Path) -> None:
    (tmp_path / "triangle.csv").write_bytes(TRIANGLE.replace("\n", "\r").encode())
    assert read(tmp_path, FIGURES.replace("\n", "\r")).days == 14


def test_a_column_named_row_is_no_fault(tmp_path: Path) -> None:
    numbered = [f"{k or 'row'},{line}" for k, line in enumerate(TOY.splitlines())]
    assert read(tmp_path, "\n".join(numbered)).daily.equals(read(tmp_path, TOY).daily)
    (tmp_path / "triangle.csv").write_text(TRIANGLE, encoding="utf-8")
    numbered = [f"{k or 'row'},{line}" for k, line in enumerate(FIGURES.splitlines())]
    assert read(tmp_path, "\n".join(numbered)).days == 14


def test_a_refund_may_be_negative(tmp_path: Path) -> None:
    rows = "m1,2024-01-01T10:00:00,purchase,20\nm1,2024-01-02T10:00:00,{},-20\n"
    for event in ("refund", "Refund", "退款"):
        assert read(tmp_path, HEAD + rows.format(event)).days == 2
    with pytest.raises(InputError, match=r"negative.*refund") as caught:
        read(tmp_path, HEAD + rows.format("purchase"))
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("member,timestamp,event,event\na,2024-01-01,post,x\n", 1, "'event' stands twice"),
        (HEAD + 'a,2024-01-01,purchase,"1,250.00"\n', 2, "'1,250.00' is not a number"),
        ("Source,Target,Weight\nann,bob,5\n", 1, "holds Source, Target, Weight"),
        (HEAD + "a" * 5000 + ",2024-01-01,post,\n", 2, "longer than"),
        (HEAD + "a,2024-01-01,post,\n" * 300 + "a" * 5000, 302, "longer than"),
    ],
)
def test_one_line_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int, message: str
) -> None:
    monkeypatch.setattr(decoding, "MAX_LINE", 4000)
    monkeypatch.setattr(decoding, "CHUNK", 1500)  # lines lie across blocks
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, text)
    assert caught.value.line == line


def test_short_lines_across_blocks_are_not_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_usual = read(tmp_path, TOY)
    monkeypatch.setattr(decoding, "MAX_LINE", max(map(len, TOY.splitlines())) + 1)
    monkeypatch.setattr(decoding, "CHUNK", 7)
    assert read(tmp_path, TOY).daily.equals(as_usual.daily)


@pytest.mark.parametrize(
    "text",
    [
        "root:$y$secret:19000:0:99999:7:::\n",
        "root:x:0:0:secret,,,:/root:/bin/bash\n",
        '{"secret": 1, "b": 2}\n',
        "-----BEGIN secret-----\nMIIE\n",
        "\x1b[31msecret,\x1b]0;x\n",
    ],
)
def test_what_is_no_table_is_not_echoed(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no headings of a table") as caught:
        read(tmp_path, text)
    assert "secret" not in str(caught.value)


def test_a_cell_is_quoted_short_and_escaped(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, HEAD + "a,\x1b[2J" + "x" * 5000 + ",post,\n")
    assert len(str(caught.value)) < 400
    assert "\x1b" not in str(caught.value)
