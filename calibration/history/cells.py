"""What an error may quote of a cell: a time or a number, never what may name somebody."""

from __future__ import annotations

import re
from typing import Final

from sim.visible import excerpt

_DATE: Final = (
    r"(?:\d{4}(?:[-/.]\d{1,2}){2}|\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}年\d{1,2}月\d{1,2}日)"
    r"(?:[T ][\d:.]{1,15} ?(?:[AaPp][Mm])?(?:Z|[+-]\d\d(?::?\d\d)?)?)?"
)
_NUMBER: Final = (
    r"[-+(]?[$€£¥￥]? ?(?:\d{1,6}|\d{1,3}(?:[,.']\d{3}){1,2})(?:[.,]\d{1,4})? ?[$€£¥￥元%]?\)?"
)
_WORDS: Final = ("", "nan", "none", "null", "inf", "-inf", "true", "false", "yes", "no", "n/a", "-")
_SHOWN: Final = re.compile(rf"{_DATE}|{_NUMBER}")


def quoted(cell: object) -> str:
    """Return what an error says of a cell of a table that may hold members.

    In a row whose fields have slipped, or a column that was mapped wrongly, a name, an address or
    a telephone number stands where a time or an amount should. So only what looks like a date or
    a short number is quoted; of anything else its length is told, and the line leads to it.
    """
    text = str(cell).strip()
    if _SHOWN.fullmatch(text) or text.lower() in _WORDS:
        return excerpt(cell)
    if text.isdecimal():
        return f"a number of {len(text)} digits"
    return f"a text of {len(text)} characters"
