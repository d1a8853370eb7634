"""In which dialect of CSV a table is: what parts its fields, and what stands above its header."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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
        Lines above the header: blank ones, and Excel's ``sep=;``.
    """

    separator: str = ","
    above: int = 0

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
    body = [line for line in lines[above:LOOKED_AT] if line.strip()]
    return Dialect(max(SEPARATORS, key=lambda one: _fit(body, one)), above)


def _fit(lines: Sequence[str], separator: str) -> tuple[bool, float, int]:
    """How well a separator parts lines: whether at all, how evenly, into how many fields."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return False, 0.0, 0
    if not widths or widths[0] < 2:
        return False, 0.0, 0
    return True, sum(width == widths[0] for width in widths) / len(widths), widths[0]
