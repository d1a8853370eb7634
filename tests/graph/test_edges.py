"""Edge lists as people have them: read as they stand, refused in one line."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.graph import edge_text, read_edges
from sim.graph import edges as edges_module


def written(folder: Path, text: str | bytes, name: str = "ties.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "ann,bob\nbob,cat\n",
        "ann\tbob\nbob\tcat",
        "ann bob\n  bob   cat\n\n",
        "ann;bob\r\nbob;cat\r\n",
        "\ufeffann, bob\nbob, cat\n",
        "# who knows whom\n% since 2016\nann,bob\n\nbob,cat\n",
        "source,target\nann,bob\nbob,cat\n",
        "To\tFrom\nann\tbob\nbob\tcat\n",
        '"ann","bob"\n"bob","cat"\n',
    ],
)
def test_all_usual_forms(tmp_path: Path, text: str) -> None:
    ties = read_edges(written(tmp_path, text))
    assert ties.names == ("ann", "bob", "cat")
    assert ties.edges.tolist() == [[0, 1], [1, 2]]
    assert ties.edges.dtype == np.int32
    assert (ties.duplicates, ties.loops) == (0, 0)


def test_gzip_is_told_by_its_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(b"1,2\n2,3\n", mtime=0), "ties.txt")
    assert read_edges(str(path)).edges.tolist() == [[0, 1], [1, 2]]


def test_names_may_be_anything(tmp_path: Path) -> None:
    ties = read_edges(written(tmp_path, '"Li, Wei",王芳\n王芳,O\'Neil\n'))
    assert ties.names == ("Li, Wei", "王芳", "O'Neil")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a,b\n1,2\n2,3\n", ("1", "2", "3")),
        ("member,friend\n1,2\n", ("1", "2")),
        ("ann,bob\ncat,dan\n", ("ann", "bob", "cat", "dan")),  # names, not a header
        ("source,target\nsource,b\n", ("source", "target", "b")),  # occurs again
        ("1,2\n3,4\n", ("1", "2", "3", "4")),
        ("a,b\n", ("a", "b")),
        ("a,1\n2,3\n", ("a", "1", "2", "3")),
    ],
)
def test_what_is_a_header(tmp_path: Path, text: str, names: tuple[str, ...]) -> None:
    assert read_edges(written(tmp_path, text)).names == names


def test_duplicates_and_loops_are_counted(tmp_path: Path) -> None:
    ties = read_edges(written(tmp_path, "a b\nb a\na b\nc c\nb c\nd d\n"))
    assert ties.edges.tolist() == [[0, 1], [1, 2]]
    assert ties.names == ("a", "b", "c", "d")
    assert (ties.duplicates, ties.loops) == (2, 2)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a,b\n\n\nb\n", 4, "1 fields"),
        ("a,b\n# c\n", 2, "a comment stands before the first row"),
        ("a,b\nb,c,5\n", 2, "3 fields"),
        ("a,b\nb,\n", 2, "a tie is two names"),
        ("a\tb\nb c\n", 2, "1 fields"),
        ('a,b\n"b,c\n', 2, "cannot be read as a row"),
        (b"a,b\n\xff\xfe,c\n", 2, "not text in UTF-8"),
        ("a,b\nb,\0\n", 2, "not text"),
        ("a,b\n" + "x" * 5000 + ",c\n", 2, "longer than"),
        ("", None, "no tie"),
        ("source,target\n", None, "no tie"),
        (b"\x1f\x8b\x08garbage", None, "gzip"),
        (gzip.compress(b"a,b\n" * 1000, mtime=0)[:-12], None, "gzip"),
    ],
)
def test_bad_files_are_refused_with_their_line(
    tmp_path: Path, text: str | bytes, line: int | None, message: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=message) as caught:
        read_edges(path)
    assert caught.value.file == str(path)
    assert caught.value.line == line


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_edges(tmp_path / "none.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_edges(tmp_path)


def test_size_is_bounded_after_unpacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = written(tmp_path, gzip.compress(b"1 2\n" * 100_000), "bomb.gz")
    assert bomb.stat().st_size < 2000
    assert read_edges(bomb).duplicates == 99_999
    monkeypatch.setattr(edge_text, "MAX_BYTES", 100_000)
    with pytest.raises(InputError, match="GiB of text"):
        read_edges(bomb)


def test_members_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edges_module, "MAX_MEMBERS", 3)
    with pytest.raises(InputError, match="more than 3 members"):
        read_edges(written(tmp_path, "1,2\n2,3\n3,4\n"))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1), st.sampled_from("\t,; ")
)
def test_any_list_of_ties(ties: list[tuple[int, int]], mark: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = "".join(f"m{a}{mark}m{b}\n" for a, b in ties)
        found = read_edges(written(Path(folder), text))
    named = {frozenset((found.names[a], found.names[b])) for a, b in found.edges.tolist()}
    expected = {frozenset((f"m{a}", f"m{b}")) for a, b in ties if a != b}
    assert named == expected
    assert found.loops == sum(a == b for a, b in ties)
    assert found.duplicates == len(ties) - found.loops - len(expected)
    assert set(found.names) == {f"m{x}" for tie in ties for x in tie}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), data)
        try:
            found = read_edges(path)
        except InputError:
            return
    assert len(found.names) >= 1
