"""The YAML reader: YAML 1.2, lines, and everything it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scenarios.yaml_text import MAX_BYTES, MAX_VALUES, dotted, parse, read_text, undotted
from sim.errors import InputError


def test_values_are_those_of_yaml_1_2() -> None:
    text = "a: no\nb: 12:30\nc: 1e3\nd: 010\ne: 2016-07-04\nf: [1, 2.5, true, ~]"
    assert parse(text).value == {
        "a": "no",
        "b": "12:30",
        "c": 1000.0,
        "d": 10,
        "e": date(2016, 7, 4),
        "f": (1, 2.5, True, None),
    }


def test_every_path_knows_its_line() -> None:
    document = parse("a: 1\nb:\n  - c: 2\n  - d:\n      e: 3\n")
    assert document.line(("b", 1, "d", "e")) == 5
    assert document.line(("b", 0, "missing")) == 3
    assert document.line(()) == 1


def test_aliases_are_written_out() -> None:
    assert parse("a: &x {b: 1}\nc: *x").value == {"a": {"b": 1}, "c": {"b": 1}}


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2", 4, "twice, first on line 3"),
        ("a: 1\nb: [1", 2, "not YAML"),
        ("a: 1\n\tb: 2", 2, "not YAML"),
        ("a: !!python/object/apply:os.system [x]", 1, "tags are not allowed"),
        ("a: !!python/name:os.system x", 1, "tags are not allowed"),
        ("a: !!binary aGk=", 1, "tags are not allowed"),
        ("a: !!seq x", 1, "tags are not allowed"),
        ("a: !!str [x]", 1, "tags are not allowed"),
        ("a: !!bool x", 1, "not a value"),
        ("a: !!timestamp x", 1, "not a value"),
        ("a: !mine {b: 1}", 1, "tags are not allowed"),
        ("a: !!set {b}", 1, "tags are not allowed"),
        ("a: 1\nb: .nan", 2, "not a finite number"),
        ("a: -.inf", 1, "not a finite number"),
        ("a: 2016-13-45", 1, "not a value"),
        ("? [a]\n: 1", 1, "keys are plain text"),
        ("a: 1\n---\nb: 2", 2, "another document"),
        ("a: &x [*x]", 1, "nested"),
    ],
)
def test_what_is_refused_says_where(text: str, line: int, word: str) -> None:
    with pytest.raises(InputError, match=word) as caught:
        parse(text, "f.yaml")
    assert (caught.value.file, caught.value.line) == ("f.yaml", line)


@pytest.mark.slow
def test_deep_nesting_is_refused() -> None:
    for text in ("a: " + "[" * 30 + "]" * 30, "[" * 100_000, "{a: " * 5_000):
        with pytest.raises(InputError, match="nested more than 24 deep"):
            parse(text)


def test_aliases_of_aliases_cannot_fill_the_memory() -> None:
    levels = ["l0: &l0 [" + ",".join("x" * 20) + "]"]
    levels += [f"l{k}: &l{k} [" + ",".join([f"*l{k - 1}"] * 20) + "]" for k in range(1, 10)]
    with pytest.raises(InputError, match=f"{MAX_VALUES:,} values"):
        parse("\n".join(levels))


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is empty"):
        parse(text)


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (b"name: \xff\xfe", "not a text file"),
        ("name: x".encode("utf-16"), "not a text file"),
        (b"a" * (MAX_BYTES + 1), "longer than"),
    ],
)
def test_a_file_that_is_no_text_or_too_long_is_refused(
    tmp_path: Path, raw: bytes, word: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=word) as caught:
        read_text(path, MAX_BYTES)
    assert caught.value.file == str(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_text(tmp_path / "no.yaml", 10)
    with pytest.raises(InputError, match="folder"):
        read_text(tmp_path, 10)


def test_control_characters_are_not_text() -> None:
    with pytest.raises(InputError, match="not a text file"):
        parse("a: \x01")


def test_dotted_names_and_paths_are_two_ways_of_the_same() -> None:
    path = ("plans", "a-b", "strategies", 0, "points", "levels", 2)
    assert dotted(path) == "plans.a-b.strategies[0].points.levels[2]"
    assert undotted(dotted(path)) == path
