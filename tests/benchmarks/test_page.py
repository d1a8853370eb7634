"""Measuring, in the smallest form, and what is written from the figures."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("scipy")

from benchmarks import engine
from benchmarks.suite import bandwidth, mechanisms, replications, rows, scale, startup, year
from benchmarks.suite.document import PART, document
from benchmarks.suite.paired import compare
from benchmarks.suite.parts import PARTS
from benchmarks.suite.worlds import World
from evidence.pages import begin, end

BEGIN, END = begin(PART), end(PART)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    """Return every kind of figure, of communities too small to mean anything."""
    said: list[str] = []
    say = said.append
    found: dict[str, Any] = {
        "mesa-5": compare("mesa", World(200), 2, 1, say),
        "mesa-cached-5": compare("mesa-cached", World(200), 2, 1, say),
        "numpy-5": compare("numpy", World(200), 2, 2, say),
        "numpy-large": compare("numpy", World(400), 2, 2, say),
        "mesa-large": {"left_out": "needs 5.5 GiB of memory, and 1.0 are free"},
        "c": {
            "members": 500,
            "times_c": 1.02,
            "times_c_range": [0.9, 1.1],
            "most": 1.25,
            "c_ns": 5.0,
            "engine_ns": 5.1,
        },
        "mechanisms": mechanisms.mechanisms(300, 2, 1, say),
        "members": scale.by_members([500, 1000], 1, say),
        "ties": scale.by_ties(500, 1, say),
        "year": year.year(2000, 10),
        "bandwidth": bandwidth.bandwidth(2000, 1, say),
        "replications": replications.replications(1, 2, say),
        "stalls": replications.stalls(4, 500, say),
        "import": startup.imported(1, say),
        "run": {"times": 1, "library_scenario": "small-forum", "small": 2.0, "library": 4.0},
        "first-run": {"seconds": 30.0, "says_so": True, "kernels_compiled": 9},
    }
    assert len(said) > 12
    whole = engine.measure([], quick=True)
    return {**whole, "figures": found}


def test_figures_are_what_they_say(measured: dict[str, Any]) -> None:
    figures = measured["figures"]
    for part in ("mesa-5", "mesa-cached-5", "numpy-5"):
        f = figures[part]
        assert f["ratio_range"][0] <= f["ratio"] <= f["ratio_range"][1]
        assert 0.02 < f["rival_active"] < 0.1
        assert abs(f["engine_active"] - f["rival_active"]) < 0.03
    assert figures["year"]["members_at_end"] >= 2000
    assert 0 < figures["year"]["active"] < 1
    assert figures["replications"]["one_thread"] > 0
    assert figures["import"]["seconds"] > 0


def test_every_part_has_its_line(measured: dict[str, Any]) -> None:
    for part in PARTS:
        beside = part.startswith(("mesa", "numpy"))
        alone = {part: measured["figures"]["numpy-5" if beside else part.removesuffix("-large")]}
        lines = [*rows.comparisons(alone), *rows.others(alone), *rows.missing(alone)]
        assert lines, part


def test_what_was_asked_is_judged(measured: dict[str, Any]) -> None:
    slow = {**measured["figures"]["mesa-5"], "ratio": 999.0}
    (line,) = rows.comparisons({"mesa-5": slow})
    assert line.ratio.verdict == "at least 1,000: no"
    (line,) = rows.comparisons({"mesa-5": {**slow, "ratio": 1000.0}})
    assert line.ratio.verdict == "at least 1,000: yes"
    verdicts = {line.what: line.verdict for line in rows.others(measured["figures"])}
    assert verdicts["`forerun run` of 2,000 members in 20 worlds, warm"] == "at most 1.5 s: no"
    assert verdicts["the first run, which compiles"] == "says so: yes"


def test_the_page_is_written_between_its_marks(tmp_path: Path, measured: dict[str, Any]) -> None:
    page = tmp_path / "speed.md"
    page.write_text(f"# Speed\n\nbefore\n\n{BEGIN}\nold\n{END}\n\nafter\n", encoding="utf-8")
    document(measured, tmp_path)
    text = page.read_text(encoding="utf-8")
    document(measured, tmp_path)
    assert page.read_text(encoding="utf-8") == text
    assert text.startswith(f"# Speed\n\nbefore\n\n{BEGIN}\n")
    assert text.endswith(f"{END}\n\nafter\n")
    assert "old" not in text
    assert measured["machine"]["processor"] in text
    assert "| mesa-large | needs 5.5 GiB of memory, and 1.0 are free |" in text
    assert all(line.count("|") >= 3 for line in text.splitlines() if line.startswith("|"))
    assert json.loads((tmp_path / "speed.json").read_text(encoding="utf-8")) == measured
    picture = ET.parse(tmp_path / "speed.svg").getroot()
    words = {
        "".join(node.itertext()).strip() for node in picture.iter() if node.tag.endswith("text")
    }
    assert {"Forerun", "Mesa, idiomatic", "NumPy and SciPy"} <= words


def test_a_page_without_marks_is_left_alone(tmp_path: Path, measured: dict[str, Any]) -> None:
    (tmp_path / "speed.md").write_text("# Speed\n", encoding="utf-8")
    with pytest.raises(LookupError, match="has no place for measured"):
        document(measured, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["speed.md"]
    assert (tmp_path / "speed.md").read_text(encoding="utf-8") == "# Speed\n"


def test_a_part_that_fails_costs_no_other_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(quick: bool, say: Any) -> dict[str, Any]:
        raise OSError("no such device")

    monkeypatch.setitem(PARTS, "year", broken)
    monkeypatch.setitem(PARTS, "ties", lambda quick, say: {"fine": quick})
    figures = engine.measure(["year", "ties"], quick=True)["figures"]
    assert figures == {"year": {"error": "OSError: no such device"}, "ties": {"fine": True}}


def test_the_command_draws_figures_it_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, measured: dict[str, Any]
) -> None:
    read, picture = tmp_path / "figures.json", tmp_path / "figures.svg"
    read.write_text(json.dumps(measured), encoding="utf-8")
    command = ["engine.py", "--read", str(read), "--picture", str(picture), "--json"]
    monkeypatch.setattr("sys.argv", command)
    assert engine.main() == 0
    assert json.loads(capsys.readouterr().out) == measured
    assert picture.read_text(encoding="utf-8").startswith("<?xml")
