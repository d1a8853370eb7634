"""The one kind of error a user can mend: bad input, told in one line."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from sim.visible import visible

LONGEST: Final = 1500
"""Characters of a message; of a longer one the middle is left out."""


class InputError(ValueError):
    """Bad input: what was wrong and what is allowed, with the place where it stands.

    Parameters
    ----------
    message
        What was wrong and what is allowed, in one line.
    file
        The file that holds the fault, as the user named it.
    line
        Line number in that file, from 1.
    field
        Dotted name of the field, e.g. ``community.members``.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        self.message = _bounded(visible(" ".join(message.split())))
        self.file = file
        self.line = line
        self.field = field
        super().__init__(str(self))

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place = f"{place}:{self.line}" if place else f"line {self.line}"
        parts = (visible(part).replace("\n", "\\n") for part in (place, self.field or "") if part)
        return ": ".join((*parts, self.message))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.file, self.line, self.field)

    def as_dict(self) -> dict[str, object]:
        """Return the error as ``{"file", "line", "field", "message"}`` for ``--json``."""
        return {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "message": self.message,
        }


class CrowdedError(InputError):
    """Audiences that overlap in more ways than there is room for."""


def at_fault(error: BaseException, folder: str) -> str:
    """Return an error of code in a folder in one line, with the place in that code.

    Parameters
    ----------
    error
        What was raised.
    folder
        Where the code is.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(folder)]
    place = f"{Path(own[-1].filename).name}, line {own[-1].lineno}: " if own else ""
    lines = str(error).splitlines() or [""]
    return f"{place}{type(error).__name__}: {lines[0]}".removesuffix(": ")


def _bounded(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]} ... {text[-half:]}"


def _rebuild(
    kind: type[InputError], message: str, file: str | None, line: int | None, field: str | None
) -> InputError:
    return kind(message, file=file, line=line, field=field)


def nearest_name(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a question whether a known name was meant, or something else where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else otherwise


def known_name(
    said: str, name: str, known: Collection[str], otherwise: str = "", *, field: str | None = None
) -> str:
    """Return a name that is known.

    Raises
    ------
    InputError
        If it is not: it begins as `said`, and ends in the nearest one, or `otherwise`, by default
        all that there are.
    """
    if name in known:
        return name
    hint = nearest_name(name, known, otherwise or f"there are {', '.join(known)}")
    raise InputError(f"{said} {name!r}; {hint}", field=field)
