"""The report shows how members move between audiences, where these were looked at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import forerun
from tests.worlds.small import small

AUDIENCES = "ready_audiences: [lifecycle]\naudiences: {nobody: ties > 4000}\nmeasures"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenario = small(audiences=f"measures -> {AUDIENCES}")
    looked = forerun.audience(scenario, "points", seeds=2)
    assert repr(looked) == (
        "<Looked of Small: new_7, active_7_30, settled_30, nobody under points, 2 worlds>"
    )
    assert set(looked.table()["what"]) >= {"start_share", "overlaps", "next"}
    return looked.save(tmp_path_factory.mktemp("found"))


def copied(folder: Path, other: Path, found: dict[str, Any]) -> Path:
    """Return a copy of a run folder in which something else was found."""
    other.mkdir()
    for path in folder.iterdir():
        if path.is_file():
            (other / path.name).write_bytes(path.read_bytes())
    (other / "audience.json").write_text(json.dumps(found), encoding="utf-8")
    return other


@pytest.mark.parametrize(("lang", "title"), [("en", "How members move"), ("zh", "成员在受众间")])
def test_moves_are_drawn(folder: Path, lang: str, title: str) -> None:
    page = forerun.report(folder, folder / f"{lang}.html", lang=lang).read_text(encoding="utf-8")
    section = page.partition('id="flow"')[2].partition("</section>")[0]
    assert title in section
    assert "active_7_30" in section
    assert "nobody" not in section
    assert "settled_30 100.0" in section


def test_where_every_audience_shrinks_none_is_said_to_grow(folder: Path, tmp_path: Path) -> None:
    found = json.loads((folder / "audience.json").read_text(encoding="utf-8"))
    for own in found["audiences"].values():
        own["start"]["mean"], own["end"]["mean"] = 100.0, 90.0
    other = copied(folder, tmp_path / "shrunk", found)
    page = forerun.report(other, tmp_path / "page.html").read_text(encoding="utf-8")
    assert "None of points's audiences grows; " in page.replace("&#x27;", "'")
    assert "from 100 to 90 members" in page


def test_a_folder_without_audiences_has_no_flow(folder: Path, tmp_path: Path) -> None:
    found = json.loads((folder / "audience.json").read_text(encoding="utf-8"))
    found["audiences"] = {}
    other = copied(folder, tmp_path / "empty", found)
    page = forerun.report(other, tmp_path / "page.html").read_text(encoding="utf-8")
    assert 'id="flow"' not in page
