"""Bad histories: one line that says what is wrong, and where."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from calibration import history
from sim.errors import InputError
from tests.calibration.logs import LIBRARY, TOY, written

HEAD = "member,timestamp,event,value\n"

BAD_LOGS = {
    "nothing at all": ("", None, "empty"),
    "a header alone": (HEAD, None, "log is empty"),
    "blank lines alone": (HEAD + "\n\n", None, "log is empty"),
    "acts before joining": (
        HEAD + "a,2024-01-01,post,\nb,2024-01-02,registration,\na,2024-01-03,registration,\n",
        2,
        "before this member's registration",
    ),
    "a missing column": ("member,timestmp,event\n1,2,x\n", 1, "did you mean 'timestmp'"),
    "neither kind": ("user,when\n1,2\n", 1, "neither an event log"),
    "no timestamp": (HEAD + "a,yesterday,post,\n", 2, "not a timestamp"),
    "a later bad one": (HEAD + "a,2024-01-01,post,\na,01/02/2024,post,\n", 3, "not a timestamp"),
    "a day that is not": (HEAD + "a,2024-01-01,post,\na,2024-02-30,post,\n", 3, "'2024-02-30'"),
    "a negative price": (HEAD + "a,2024-01-01,order,-1\n", 2, "negative"),
    "no value": (HEAD + "a,2024-01-01,post,many\n", 2, "not a number"),
    "an empty member": (HEAD + "a,2024-01-01,post,\n,2024-01-02,post,\n", 3, "needs a member"),
    "an empty event": (HEAD + "a,2024-01-01,,\n", 2, "name of an event"),
    "too many fields": (HEAD + "a,2024-01-01,post,1\na,2024-01-01,post,1,2\n", 3, "5 fields"),
    "nobody active": (HEAD + "a,2024-01-01,registration,\n", None, "makes a member active"),
    "a quoted line break": (HEAD + 'a,2024-01-01,"po\nst",\na,x,post,\n', 4, "not a timestamp"),
    "a blank line before": (HEAD + "a,2024-01-01,post,\n\na,x,post,\n", 4, "not a timestamp"),
}


@pytest.mark.parametrize("name", BAD_LOGS)
def test_bad_logs_are_refused_with_the_line(tmp_path: Path, name: str) -> None:
    text, line, message = BAD_LOGS[name]
    path = written(tmp_path / "log.csv", text)
    with pytest.raises(InputError, match=message) as caught:
        history.read(path)
    assert caught.value.file == str(path)
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_files_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    image = tmp_path / "image.png"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    latin = tmp_path / "latin.csv"
    latin.write_bytes(HEAD.encode() + "jos\xe9,2024-01-01,post,\n".encode("latin-1"))
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(TOY.encode() * 50)[:-20])
    parquet = tmp_path / "cut.parquet"
    pl.DataFrame({"member": [1]}).write_parquet(parquet)
    parquet.write_bytes(parquet.read_bytes()[:-9])
    for path, message in (
        (image, "not text"),
        (latin, "not text"),
        (cut, "gzip"),
        (parquet, "Parquet"),
        (tmp_path / "absent.csv", "no such file"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(InputError, match=message) as caught:
            history.read(path)
        assert caught.value.file == str(path)
    with pytest.raises(InputError) as caught:
        history.read(latin)
    assert caught.value.line == 2


def test_a_bad_row_of_a_parquet_file_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    pl.DataFrame(
        {"member": [1, 2], "timestamp": [1704067200, None], "event": ["post", "post"]}
    ).write_parquet(path)
    with pytest.raises(InputError, match="needs a time") as caught:
        history.read(path)
    assert caught.value.line == 2


FIGURES = "date,active_members,new_members,posts,comments\n"
WEEK = "".join(f"2024-01-{day:02},{3 if day == 1 else 1},{2 if day == 1 else 0},4,1\n"
               for day in range(1, 15))  # fmt: skip
TRIANGLE = "cohort,0,1\n2024-01-01,2,1\n2024-01-08,0,\n"


def test_small_figures_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "figures.csv", FIGURES + WEEK)
    written(tmp_path / "triangle.csv", TRIANGLE)
    seen = history.read(path)
    assert seen.counts("contributions").tolist() == [5] * 14
    assert seen.triangle.tolist() == [[2, 1], [0, 0]]
    assert seen.windows is None


Edit = Callable[[str], str]

BAD_FIGURES: dict[str, tuple[Edit, Edit, str, int | None, str]] = {
    "out of order": (
        lambda t: t.replace("2024-01-05", "2024-01-02"), str, "figures", 6, "sort the rows",
    ),
    "a gap": (
        lambda t: t.replace("2024-01-05,1,0,4,1\n", ""), str, "figures", 6, "no row for 2024-01-05",
    ),
    "no date": (lambda t: t.replace("2024-01-05", "5 Jan"), str, "figures", 6, "is not a date"),
    "negative": (
        lambda t: t.replace("-05,1,0,4", "-05,1,0,-4"), str, "figures", 6, "'-4' is not a whole",
    ),
    "more new than active": (
        lambda t: t.replace("-05,1,0", "-05,1,7"), str, "figures", 6, "7 new members of 1",
    ),
    "a missing column": (
        lambda t: t.replace("new_members", "newmembers"), str, "figures", 1, "'newmembers'",
    ),
    "a cohort too few": (
        str, lambda t: t.replace("2024-01-08,0,\n", ""), "triangle", None, "2 whole weeks",
    ),
    "another community's triangle": (
        str, lambda t: t.replace("01,2,1", "01,3,1"), "triangle", 2, "2 new members in its week",
    ),
    "an unobserved week inside": (
        str, lambda t: t.replace("2,1\n", "2,\n"), "triangle", 2, "this week was observed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FIGURES)
def test_bad_figures_are_refused_with_the_line(tmp_path: Path, name: str) -> None:
    edit_figures, edit_triangle, where, line, message = BAD_FIGURES[name]
    path = written(tmp_path / "figures.csv", edit_figures(FIGURES + WEEK))
    triangle = written(tmp_path / "triangle.csv", edit_triangle(TRIANGLE))
    with pytest.raises(InputError, match=message) as caught:
        history.read(path)
    assert caught.value.file == str(path if where == "figures" else triangle)
    assert caught.value.line == line


def test_a_share_above_one_is_refused(tmp_path: Path) -> None:
    for name in ("figures.csv", "triangle.csv", "windows.csv"):
        written(tmp_path / name, (LIBRARY / name).read_text().replace("0.166667", "1.66667"))
    with pytest.raises(InputError, match="share from 0 to 1") as caught:
        history.read(tmp_path / "figures.csv")
    assert (caught.value.line, caught.value.field) == (2, "top1_share")
