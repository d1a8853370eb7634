"""Text that others wrote, made safe to show: what would steer a terminal or a page is escaped."""

from __future__ import annotations

import re
from typing import Final

EXCERPT: Final = 60
"""Characters of a foreign text that an error quotes."""

_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters of C0 and C1, without tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u2028\u2029\ufeff\ufff9-\ufffb"  # separators of lines, marks of order and annotation
    "\ud800-\udfff]"  # bytes of a file name that are not text in any encoding
)
_LABEL: Final = re.compile(r"[^\W_][\w .%/()#-]{0,63}")
_DATUM: Final = re.compile(
    r"\d{5,}|.*#\d\d|\d{1,4}[-/.年]\d{1,2}[-/.月]\d|\d{1,2}[ -][A-Za-z]{3}[ -]\d{4}"
)
"""A time, a number or a handle such as stands in rows: where a header has one it is a row, and may name."""


def visible(text: str) -> str:
    r"""Return a text with everything that steers, or that cannot be encoded, as ``\u001b``.

    Tabs and line feeds stay. Inside JSON the escape means the character itself, so that a whole
    JSON text may be made visible and stays the same value.
    """
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def excerpt(value: object) -> str:
    """Return a foreign value as an error quotes it: in quotes, escaped, short."""
    text = str(value)
    return visible(repr(text if len(text) <= EXCERPT else f"{text[: EXCERPT - 3]}..."))


def headings(names: list[str]) -> str:
    """Return what an error may say of the first line of a file.

    Parameters
    ----------
    names
        Its fields.

    Returns
    -------
    str
        The names, some dozen at most, if they look like the headings of a table. If not, the file
        may be anything, a list of passwords too, and nothing of it is told.
    """
    labels = all(_LABEL.fullmatch(name) and not _DATUM.match(name) for name in names)
    if len(names) < 2 or not labels:
        return "no headings of a table"
    shown = ", ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12:,} more"
