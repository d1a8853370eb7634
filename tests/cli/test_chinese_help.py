"""Help in Chinese: of every command, every option and every default that is words."""

from __future__ import annotations

from typing import Any

import pytest
import typer

from forerun.cli.app import app, main
from forerun.cli.chinese import TITLES, every
from forerun.cli.help_zh import COMMANDS, DEFAULTS, OPTIONS

PAGES = [(one, options) for one, options in every(typer.main.get_command(app))]


def chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def defaults(options: list[Any]) -> set[str]:
    return {one.show_default for one in options if isinstance(one.show_default, str)}


def test_all_that_help_says_has_its_chinese_and_nothing_else_has() -> None:
    assert {one.help for one, _ in PAGES} == set(COMMANDS)
    options = [option for _, every_one in PAGES for option in every_one]
    assert {option.help for option in options} == set(OPTIONS)
    assert defaults(options) == set(DEFAULTS)


def test_the_chinese_is_chinese() -> None:
    told = [*COMMANDS.values(), *OPTIONS.values(), *TITLES.values()]
    assert all(chinese(text) for text in told)
    # A name, a number or a choice is the same in both.
    assert {text for text in DEFAULTS.values() if not chinese(text)} == {
        "512", "DIR.journal", "refuse", "runs/SCENARIO-COMMAND", "told"
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ["search", "--lang", "zh", "--help"],
        ["learn", "-h", "--lang=zh"],
        ["register", "score", "--help", "--lang", "zh"],
        ["--lang", "zh"],
    ],
)
def test_a_page_of_help_has_no_english_sentence(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "用法：" in page
    assert "选项" in page
    assert "--help" in page
    # Wrapped lines are put together again.
    plain = page.replace("│", "").replace(" ", "")
    english = [*COMMANDS, *OPTIONS, *(text for text in DEFAULTS if text not in DEFAULTS.values())]
    assert not [text for text in english if text.replace(" ", "") in plain]
    assert not [text for text in ("Usage", "Options", "default:", "required") if text in page]


def test_english_stays_english_after_it(capsys: pytest.CaptureFixture[str]) -> None:
    main(["search", "--lang", "zh", "--help"])
    capsys.readouterr()
    assert main(["search", "--help"]) == 0
    page = capsys.readouterr().out
    assert "Usage: forerun search" in page
    assert "-h" in page
    assert not chinese(page)


def test_help_names_both_ways_to_ask_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    main(["compare", "--lang", "zh", "-h"])
    assert "-h" in capsys.readouterr().out
