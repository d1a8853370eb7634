"""Behaviour files: they come back as they were written, and bad ones are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scenarios import behaviour_file
from sim.behaviour.preset import Behaviour
from sim.errors import InputError

GOOD: dict[str, Any] = {
    "format": "forerun-behaviour/1",
    "preset": "forum",
    "values": {"visit_base": {"value": -2.5, "grade": "measured", "source": "events.csv"}},
    "posterior": [{"visit_base": -2.4}, {"visit_base": -2.6}],
    "fitted_on": {"days": 100},
}


def changed(**parts: Any) -> str:
    return json.dumps({**GOOD, **parts})


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    behaviour = Behaviour.preset("shop").updated({"visit_base": 0.1 + 0.2}, "measured", "a log")
    behaviour = Behaviour(behaviour.values, behaviour.origin, ({"visit_base": 1 / 3},))
    path = tmp_path / "fitted.json"
    behaviour_file.write(path, behaviour, {"preset": "shop", "fitted_on": {"days": 3}})
    back = behaviour_file.read(path)
    assert (back.values, back.origin, back.posterior) == (
        behaviour.values,
        behaviour.origin,
        behaviour.posterior,
    )
    assert json.loads(path.read_text())["fitted_on"] == {"days": 3}


def test_writing_twice_gives_the_same_bytes_and_leaves_nothing_else(tmp_path: Path) -> None:
    behaviour = Behaviour.preset("chat")
    path = tmp_path / "fitted.json"
    behaviour_file.write(path, behaviour, {"preset": "chat"})
    first = path.read_bytes()
    behaviour_file.write(path, behaviour, {"preset": "chat"})
    assert path.read_bytes() == first
    assert [child.name for child in tmp_path.iterdir()] == ["fitted.json"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fitted.json"
    path.write_text("old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.files.os.replace", refuse)
    with pytest.raises(InputError, match="No space left"):
        behaviour_file.write(path, Behaviour.preset("forum"), {})
    assert path.read_text() == "old"
    assert [child.name for child in tmp_path.iterdir()] == ["fitted.json"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        behaviour_file.write(tmp_path / "no" / "f.json", Behaviour.preset("forum"), {})


@pytest.mark.parametrize(
    ("text", "field", "word"),
    [
        ("", None, "not a behaviour file"),
        ("[1, 2]", None, "not a behaviour file"),
        (changed(format="forerun-behaviour/9"), "format", "not a behaviour file"),
        (changed(extra=1), "extra", "not a behaviour file"),
        (changed(preset="forom"), "preset", "there are plain, forum"),
        (changed(values={"visit_bas": GOOD["values"]["visit_base"]}), "visit_bas", "did you mean"),
        (
            changed(values={"visit_base": {"value": 99, "grade": "measured", "source": "x"}}),
            "visit_base",
            "outside -9 to 3",
        ),
        (
            changed(values={"visit_base": {"value": 1, "grade": "guessed", "source": "x"}}),
            "values.visit_base.grade",
            "not a behaviour file",
        ),
        (changed(posterior=[{"visit_base": -99.0}]), "visit_base", "outside"),
        (changed(posterior=[{"nope": 1.0}]), "nope", "no behaviour parameter"),
        (changed(posterior=[{"visit_base": float("nan")}]), None, "not a behaviour file|finite"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str, field: str | None, word: str) -> None:
    path = tmp_path / "f.json"
    path.write_text(text)
    with pytest.raises(InputError, match=word) as caught:
        behaviour_file.read(path)
    assert caught.value.file == str(path)
    if field is not None:
        assert caught.value.field == field
