"""Every link of a document leads to a file, and to a heading, that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "scenarios" / "library").rglob("*.md")),
]
LINK = re.compile(r"\]\(([^)\s]*?)(?:#([^)\s]+))?\)")


def text(path: Path) -> str:
    """Return a page without its blocks of code, in which brackets are no links."""
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)


def anchors(page: Path) -> list[str]:
    """Return the names by which a page's headings are linked to."""
    return [
        re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text(page), re.MULTILINE)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(text(page)):
        if "://" in target:
            continue
        leads = (page.parent / target).resolve() if target else page
        assert leads.exists(), target
        if anchor:
            assert anchors(leads).count(anchor) == 1, (target, anchor)


def test_every_path_that_is_named_is_there() -> None:
    for page in PAGES:
        if page.parent != ROOT / "docs":
            continue
        for path in re.findall(r"`([a-z]+/[\w/.-]*)`", text(page)):
            # Capitals stand for a name that somebody will choose.
            if path.split("/")[0] not in ("runs", "fitted") and not re.search("[A-Z]{3}", path):
                there = [(root / path).exists() for root in (ROOT, ROOT / "sim")]
                assert any(there), (page.name, path)


def test_every_page_can_be_found() -> None:
    """From the README, or from the list of the reference."""
    linked = {
        (page.parent / target).resolve() for page in PAGES for target, _ in LINK.findall(text(page))
    }
    assert [page for page in PAGES[1:] if page.is_relative_to(ROOT / "docs")
            and page not in linked] == []  # fmt: skip
