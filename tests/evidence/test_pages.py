"""A page on disk is filled between its marks, or left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.pages import begin, end, fill, table


def test_a_page_is_filled_and_what_stands_around_is_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{begin('a')}\nold\n{end('a')}\nafter\n", encoding="utf-8")
    fill(page, {"a": lambda: "新"})
    want = f"before\n{begin('a')}\n\n新\n\n{end('a')}\nafter\n"
    assert page.read_text(encoding="utf-8") == want


def test_a_page_without_a_place_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{begin('a')}{end('a')}{begin('b')}", encoding="utf-8")
    with pytest.raises(LookupError, match="no place for b"):
        fill(page, {"a": lambda: "new", "b": lambda: "new"})
    assert page.read_text(encoding="utf-8") == f"{begin('a')}{end('a')}{begin('b')}"
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]


def test_a_bar_in_a_cell_ends_no_cell() -> None:
    assert table(("x", "y"), [("a|b", "c")]) == "| x | y |\n|---|---|\n| a\\|b | c |"
