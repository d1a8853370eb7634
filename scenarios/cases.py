"""The library by case: which of its scenarios some words, a platform or a question mean."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from scenarios.case import QUESTIONS, Case
from scenarios.community_types import TYPES
from scenarios.loader import library_names, read_case
from scenarios.looked_for import meant
from scenarios.platforms import PLATFORMS
from sim.errors import known_name

OWN_PLACE: Final = "own"
"""How a case is found that lives on no platform."""

_KNOWN: Final = {"platform": (OWN_PLACE, *PLATFORMS), "type": TYPES, "question": QUESTIONS}


def cases(
    words: str = "",
    *,
    platform: str | None = None,
    type: str | None = None,
    question: str | None = None,
) -> dict[str, Case]:
    """Return the cases that are asked for by name, the nearest to the words first.

    Parameters
    ----------
    words
        In English or Chinese, or the number of a row; all if there are none.
    platform
        A name of `PLATFORMS`, or ``own``.
    type
        A type of community.
    question
        A name of `QUESTIONS`.

    Raises
    ------
    InputError
        If one of these names is not known.
    """
    asked = {"platform": platform, "type": type, "question": question}
    for field, name in asked.items():
        if name is not None:
            known_name(f"there is no {field}", name, _KNOWN[field], field=field)
    found = {
        name: case
        for name, case in _all().items()
        if all(
            value is None or value == (getattr(case, field) or OWN_PLACE)
            for field, value in asked.items()
        )
    }
    said = {name: _said(name, case) for name, case in found.items()}
    rows = {name: [str(row) for row in case.rows] for name, case in found.items()}
    return meant(words, found, said, rows)


def described(name: str, case: Case) -> dict[str, Any]:
    """Return a case as JSON values."""
    return {"name": name, **case.model_dump(mode="json")}


@cache
def _all() -> dict[str, Case]:
    return {name: read_case(name) for name in library_names()}


def _said(name: str, case: Case) -> list[str]:
    """Return the texts in which words are looked for."""
    place = PLATFORMS.get(case.platform or "")
    about = (TYPES[case.type].title, TYPES[case.type].title_zh, QUESTIONS[case.question])
    claims = [text for claim in case.claims for text in (claim.says, claim.says_zh)]
    where = [] if place is None else [place.title, place.title_zh]
    return [name, case.title, case.title_zh, case.question, *about, *where, *claims]
