"""The section of a sweep, and its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from forerun.report.labels import Labels
from forerun.report.page import page
from forerun.report.swept import boxed, thin
from forerun.swept import Swept
from scenarios import parse_constraint
from tests.report.test_page import _Reader
from tests.sweep.tiny import scenario, swept


@pytest.fixture(scope="module")
def result() -> Swept:
    cases = parse_constraint("weekly_active <= 120")
    return Swept(scenario(), swept(32, "visit_base=-3.5:-0.5", kind="lhs", seeds=2, cases=cases))


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", ["Sweep", "points: 32 of 32 runs", "Luck"]), ("zh", ["参数扫描", "运气", "32 次运行"])],
)
def test_the_page_shows_the_sweep(
    result: Swept, tmp_path: Path, lang: str, said: list[str]
) -> None:
    read = _Reader(result.report(tmp_path / "page.html", lang).read_text(encoding="utf-8"))
    assert "sweep" in read.ids
    for text in (*said, "visit_base", "→"):
        assert text in read.text


def test_a_folder_without_a_sweep_has_no_section(tmp_path: Path) -> None:
    from forerun.report.folder import read
    from tests.report import folder

    assert 'id="sweep"' not in page(read(folder.everything(tmp_path / "run")), "en")


BOX = {
    "limits": {"a.b": [None, 0.51234], "c": [2.0, None], "d": [1.0, 3.0]},
    "coverage": 0.714, "density": 0.83, "share": 0.3, "runs": 10, "cases": 8, "by_chance": 0.025,
}  # fmt: skip


def test_a_box_is_told_in_words() -> None:
    found = {"where": "roi <= 0", "box": BOX}
    assert boxed(found, Labels("en")) == (
        "roi <= 0: most of these runs lie where a.b is at most 0.512 and c is at least 2 and d is "
        "from 1 to 3. There lie 71 % of them (coverage), and 83 % of the runs there are such "
        "(density); of all runs 30 % are."
    )
    chinese = boxed(found, Labels("zh"))
    assert chinese is not None
    assert "a.b 不高于 0.512 且 c 不低于 2 且 d 介于 1 与 3 之间" in chinese
    assert boxed({"measures": {}}, Labels("en")) is None
    none = boxed({**found, "box": None}, Labels("en"))
    assert none is not None
    assert "no part of the inputs' ranges" in none


def test_what_stands_on_little_is_said() -> None:
    end = {"runs": 4}
    own = {"rows": 16, "inputs": {"a": {"response": [end, {"runs": 30}]}}}
    found = {"asked": {"design": "sobol"}, "runs": 96, "measures": {"posts": own}}
    few, rows = thin(found, Labels("en"))
    assert "as few as 4 runs" in few
    assert "from 16 rows" in rows
    end["runs"], own["rows"] = 10, 64
    assert thin(found, Labels("en")) == []
    del own["rows"]
    assert "96 runs are too few" in thin(found, Labels("en"))[0]
    found["asked"] = {"design": "lhs"}
    assert thin(found, Labels("en")) == []
