"""Spans of time as a person writes them: ``13w``, ``90d``."""

from __future__ import annotations

import re
from typing import Final

from sim.errors import InputError

DAYS: Final = {"d": 1, "w": 7}
MAX_DAYS: Final = 3660

_SPAN: Final = re.compile(r"(\d{1,5})([dw])")


def days(text: str, field: str) -> int:
    """Return a span in days.

    Parameters
    ----------
    text
        A whole number and ``d`` for days or ``w`` for weeks.
    field
        What is read, for the error.

    Raises
    ------
    InputError
        If it is not such a text, or longer than ten years.
    """
    match = _SPAN.fullmatch(text.strip().lower())
    if match is None:
        raise InputError(f"{text!r} is not a span; write 13w or 90d", field=field)
    span = int(match[1]) * DAYS[match[2]]
    if span > MAX_DAYS:
        raise InputError(f"{text!r} is too long; at most {MAX_DAYS} days are allowed", field=field)
    return span
