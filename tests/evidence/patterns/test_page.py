"""The page of the patterns shows what the tests find."""

from __future__ import annotations

import pytest

from evidence.pages import filled
from evidence.patterns.page import BLOCKS, PAGE, retention_and_posting

WRITE = "run python -m evidence.patterns.page"


@pytest.mark.slow
def test_retention_and_posting_are_in_step() -> None:
    assert retention_and_posting() in PAGE.read_text(encoding="utf-8"), WRITE


@pytest.mark.slow
def test_the_page_is_in_step() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page, BLOCKS) == page, WRITE
