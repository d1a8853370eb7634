"""What some words mean, in English or Chinese: which things hold the most pieces of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

LEAST: Final = 0.5
"""Share of the pieces of what is looked for that a thing must hold."""

_RUN: Final = re.compile(r"[\u4e00-\u9fff]+|[^\W\u4e00-\u9fff]+")

Thing = TypeVar("Thing")


def meant(
    words: str,
    things: Mapping[str, Thing],
    said: Mapping[str, Iterable[str]],
    exact: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, Thing]:
    """Return the things that some words mean, the nearest first; all of them if none are given.

    Parameters
    ----------
    words
        Chinese has no blanks, so that a run of it is looked for by its pairs of characters.
    things
        By name.
    said
        By name, what is said of each.
    exact
        By name, what must be a whole piece to be found, such as numbers.
    """
    pieces = _pieces(words)
    if not pieces:
        return dict(things)

    def held(name: str) -> float:
        text, whole = " ".join(said[name]).casefold(), tuple((exact or {}).get(name, ()))
        return sum(piece in whole or _is_in(text, piece) for piece in pieces) / len(pieces)

    shares = {name: held(name) for name in things}
    near = [name for name in things if shares[name] >= LEAST]
    return {name: things[name] for name in sorted(near, key=lambda name: -shares[name])}


def _pieces(words: str) -> list[str]:
    pieces = []
    for run in _RUN.findall(words.casefold()):
        chinese = _chinese(run[0])
        pieces += [run[i : i + 2] for i in range(max(len(run) - 1, 1))] if chinese else [run]
    return pieces


def _is_in(text: str, piece: str) -> bool:
    """Return whether a text holds a piece of Chinese, or a word that begins so."""
    if _chinese(piece[0]):
        return piece in text
    whole = r"(?![0-9])" if piece[-1].isdigit() else ""
    return re.search(rf"(?<![a-z0-9]){re.escape(piece)}{whole}", text) is not None


def _chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
