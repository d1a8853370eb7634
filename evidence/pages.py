"""Pages of which parts are written by the code: what stands between their marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from worlds.store import write_whole

Blocks = Mapping[str, Callable[[], str]]
"""What makes the parts of a page, by their names."""


def begin(name: str) -> str:
    """Return the mark before a part of a page."""
    return f"<!-- {name}: begin -->"


def end(name: str) -> str:
    """Return the mark after a part of a page."""
    return f"<!-- {name}: end -->"


def filled(page: str, blocks: Blocks) -> str:
    """Return a page with some of its parts as they should be; what stands around them is kept.

    Parameters
    ----------
    page
        The page, with its marks around every part.
    blocks
        What makes each part.

    Raises
    ------
    LookupError
        If the page has no place for a part.
    """
    for name, make in blocks.items():
        before, found, rest = page.partition(begin(name))
        _, closed, after = rest.partition(end(name))
        if not (found and closed):
            raise LookupError(f"the page has no place for {name}")
        page = f"{before}{begin(name)}\n\n{make()}\n\n{end(name)}{after}"
    return page


def inside(path: Path, name: str) -> str:
    """Return what a part of a page says; empty if it says nothing, or there is no such page."""
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    return page.partition(begin(name))[2].partition(end(name))[0].strip()


def fill(path: Path, blocks: Blocks) -> None:
    """Write some parts of a page that is there; see `filled`.

    Raises
    ------
    LookupError
        If the page has no place for a part; it is left as it was.
    OSError
        If it cannot be read or written.
    """
    write_whole(path, filled(path.read_text(encoding="utf-8"), blocks).encode())


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table; a bar in a cell is escaped."""
    head = list(head)
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in [head, *cells]]
    lines.insert(1, "|---" * len(head) + "|")
    return "\n".join(lines)
