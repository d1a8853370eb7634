"""One section of the page, and the few pieces of HTML that sections are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report.

    Parameters
    ----------
    key
        Its anchor.
    title
        Its heading.
    insight
        What it shows, in one sentence of plain text.
    body
        HTML: a chart or a table.
    note
        How to read it, plain text.
    """

    key: str
    title: str
    insight: str
    body: str
    note: str = ""

    def html(self) -> str:
        """Return the section as HTML."""
        insight = f'<p class="insight">{escape(self.insight)}</p>' if self.insight else ""
        note = f'<p class="note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<section id="{self.key}"><h2>{escape(self.title)}</h2>{insight}{self.body}{note}'
            "</section>"
        )


@dataclass(frozen=True, slots=True)
class Html:
    """HTML that is already safe, for a cell of `table`."""

    text: str


Cell = str | Html


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]], *, texts: int = 1) -> str:
    """Return a table whose first ``texts`` columns are text and the others numbers.

    Parameters
    ----------
    head
        Headings.
    rows
        Cells; text is escaped.
    texts
        Number of leading columns to align left.
    """

    def line(cells: Sequence[Cell], tag: str) -> str:
        return "".join(
            f"<{tag}{'' if place < texts else ' class=n'}>"
            f"{cell.text if isinstance(cell, Html) else escape(cell)}</{tag}>"
            for place, cell in enumerate(cells)
        )

    body = "".join(f"<tr>{line(row, 'td')}</tr>" for row in rows)
    return (
        f'<div class="table"><table><thead><tr>{line(head, "th")}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def figure(svg: str) -> str:
    """Return a chart as HTML."""
    return f"<figure>{svg}</figure>"


def folded(title: str, body: str) -> str:
    """Return HTML that opens on a click, and is open in print."""
    return f"<details><summary>{escape(title)}</summary>{body}</details>"
