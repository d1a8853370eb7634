"""A reader sees a user's own strategy by its titles, in both languages, also without its code."""

from __future__ import annotations

from pathlib import Path

import pytest

from forerun.cli.app import main
from forerun.report import write_report
from tests.own_code.conftest import turn


@pytest.mark.parametrize(("lang", "told"), [("en", "Newsletter (issues per day 0.5 messages"),
                                            ("zh", "简报（每日期数 0.5 条消息")])  # fmt: skip
def test_its_titles_stand_in_the_answer_and_the_report(
    folder: Path, lang: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["compare", str(folder / "mine.yaml"), "--seeds", "2", "--workers", "1", "--lang", lang]
    assert main([*asked, "--allow-code", "--out", str(folder / "out")]) == 0
    assert told in capsys.readouterr().out
    (folder / "my_module.py").unlink()
    page = write_report(folder / "out", folder / "page.html", lang).read_text("utf-8")
    assert told in page


def test_a_title_is_text_and_no_markup(folder: Path) -> None:
    turn(folder / "my_module.py", '= "Newsletter"', '= "<b>News</b>"')
    turn(folder / "my_module.py", '"issues per day"', '"<i>issues</i>"')
    asked = ["compare", str(folder / "mine.yaml"), "--seeds", "2", "--workers", "1"]
    assert main([*asked, "--allow-code", "--out", str(folder / "out")]) == 0
    page = write_report(folder / "out", folder / "page.html").read_text("utf-8")
    assert "&lt;b&gt;News&lt;/b&gt;" in page
    assert "<b>News" not in page
    assert "<i>issues" not in page
