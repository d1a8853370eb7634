"""What the first page promises, beside what its blocks print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks
from tests.docs.running import run

PAGE = ROOT / "docs" / "start-here.md"


@pytest.mark.slow
def test_the_loop_leaves_its_pages(tmp_path: Path) -> None:
    ran = [block.code for block, _ in run(PAGE, tmp_path, slow=True)]
    commands = "".join(ran)
    for command in ("check", "compare", "search", "report"):
        assert f"forerun {command} " in commands
    here = tmp_path / "here"
    assert (here / "runs" / "small-forum-compare" / "report.html").exists()
    assert (here / "runs" / "small-forum-search" / "search.json").exists()
    assert (here / "plan.html").exists()
    assert (here / "difference.svg").exists()


def test_the_log_on_the_page_is_one_that_is_read(tmp_path: Path) -> None:
    from calibration.history import read

    page = (ROOT / "docs" / "calibrate.md").read_text(encoding="utf-8")
    (rows,) = [block.code for block in blocks(page) if block.file == "events.csv"]
    path = tmp_path / "events.csv"
    path.write_text(rows, encoding="utf-8")
    assert read(path).counts("new_members").tolist() == [1]
