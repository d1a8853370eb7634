"""Titles above a table's header, as exports of reports write them: what is above, what is it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from calibration.history.reading import Note


def header(rows: Sequence[Sequence[str]]) -> int:
    """Return the place of the header among the first rows: the first one unless that is a title.

    A title says less than most rows have columns. Where the first row does, the header is the next
    one that has a heading in each column, without any digit and no two alike; and if no row has,
    nothing is left out.

    Parameters
    ----------
    rows
        Cells of the first rows, blank rows among them; in order.
    """
    widths = Counter(len(row) for row in rows if _said(row))
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    first = next((place for place, row in enumerate(rows) if _said(row)), 0)
    if usual < 2 or sum(map(bool, map(str.strip, rows[first]))) >= usual:
        return first
    found = (
        place for place, row in enumerate(rows[:-1]) if place > first and _names_all(row, usual)
    )
    return next(found, first)


def _names_all(row: Sequence[str], width: int) -> bool:
    names = {cell.strip().lower() for cell in row}
    if not len(row) == width == len(names) or "" in names:
        return False
    return not any(character.isdigit() for name in names for character in name)


def _said(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def left_out(above: Sequence[Sequence[str]]) -> list[Note]:
    """Return what is to be told of the rows above the header; nothing where all are blank."""
    if not any(_said(row) for row in above):
        return []
    lines, where = len(above), len(above) + 1
    return [
        Note(
            "titles",
            f"{lines} {'line' if lines == 1 else 'lines'} above the header left out; the header is "
            f"line {where}",
            f"表头上方 {lines} 行未采用；表头在第 {where} 行",
            rows=lines,
        )
    ]
