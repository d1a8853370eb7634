"""Errors in Chinese: a message is found again by the words of its template, and said anew."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Final

from sim.errors import InputError

FILE: Final = Path(__file__).with_suffix(".json")
"""English templates and their Chinese; ``{0}`` is what differs from error to error."""

Template = tuple[tuple[str, ...], str]


def in_chinese(error: InputError) -> InputError:
    """Return an error with its message in Chinese; one that nobody translated stays as it is."""
    return InputError(
        translated(error.message), file=error.file, line=error.line, field=error.field
    )


def translated(message: str) -> str:
    """Return a message in Chinese, with what it quotes from the user as it was."""
    for pieces, chinese in templates():
        groups = _filled(pieces, message)
        if groups is not None:
            return chinese.format(*map(translated, groups))
    return message


@cache
def templates() -> tuple[Template, ...]:
    """Return the templates, each as its fixed pieces and its Chinese, those that say most first."""
    known: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    found = [(parted(english)[0], chinese) for english, chinese in known.items()]
    return tuple(sorted(found, key=lambda one: -sum(map(len, one[0]))))


def parted(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fixed pieces of a template, one more than it has places, and what those name."""
    pieces, places = [""], []
    for text, place, _, _ in Formatter().parse(template):
        pieces[-1] += text
        if place is not None:
            places.append(place)
            pieces.append("")
    return tuple(pieces), tuple(places)


def _filled(pieces: tuple[str, ...], message: str) -> list[str] | None:
    """Return what stands between the pieces of a template; None if it is not of that template."""
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return [] if message == first else None
    at, end = len(first), len(message) - len(last)
    if at > end or not message.startswith(first) or not message.endswith(last):
        return None
    groups = []
    for piece in pieces[1:-1]:
        place = message.find(piece, at, end)
        if place < 0:
            return None
        groups.append(message[at:place])
        at = place + len(piece)
    return [*groups, message[at:end]]
