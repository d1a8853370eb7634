"""In which dialect of CSV a table is: what parts its fields, and what stands above its header."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from calibration.history.titles import header

SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_CHINESE: Final = {",": "逗号", ";": "分号", "\t": "制表符", "|": "竖线"}

LOOKED_AT: Final = 30
"""Lines that tell the dialect."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How lines become fields.

    Attributes
    ----------
    separator
        What parts the fields, one of `SEPARATORS`.
    above
        Lines above the header: blank ones, titles, and Excel's ``sep=;``.
    titles
        What stands in them, a list of cells for each.
    """

    separator: str = ","
    above: int = 0
    titles: tuple[tuple[str, ...], ...] = ()

    @property
    def decimal_comma(self) -> bool:
        """Whether ``12,50`` may be a number: where the comma does not part fields."""
        return self.separator != ","

    def told(self) -> tuple[str, str]:
        """Return the separator's name in English and Chinese."""
        return SEPARATORS[self.separator], _CHINESE[self.separator]


def dialect(lines: Sequence[str]) -> Dialect:
    """Tell the dialect by the first lines: most fields, and the same number on most lines.

    Parameters
    ----------
    lines
        The first lines of the file, at most `LOOKED_AT` matter.
    """
    above = 0
    while above < len(lines) and not lines[above].strip():
        above += 1
    told = lines[above].strip() if above < len(lines) else ""
    if told.lower().startswith("sep=") and len(told) == 5 and told[4] in SEPARATORS:
        return Dialect(told[4], above + 1)
    body = list(lines[above:LOOKED_AT])
    separator = max(SEPARATORS, key=lambda one: _fit(body, one))
    rows = _rows(body, separator)
    place = header(rows)
    titles = tuple(tuple(row) for row in rows[:place])
    return Dialect(separator, above + place, (*[()] * above, *titles))


def _rows(lines: Sequence[str], separator: str) -> list[list[str]]:
    """The cells of each line for itself."""
    return [next(csv.reader([line], delimiter=separator), []) for line in lines]


def _fit(lines: Sequence[str], separator: str) -> tuple[bool, float, int]:
    """How well a separator parts lines: whether at all, how evenly, into how many fields."""
    try:
        body = lines[header(_rows(lines, separator)) :]
        widths = [len(row) for row in csv.reader(body, delimiter=separator) if row]
    except csv.Error:
        return False, 0.0, 0
    if not widths or widths[0] < 2:
        return False, 0.0, 0
    return True, sum(width == widths[0] for width in widths) / len(widths), widths[0]
