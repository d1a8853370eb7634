"""The templates of events, and which of them some words mean, in English or Chinese."""

from __future__ import annotations

from functools import cache
from typing import Any

from scenarios.looked_for import meant
from scenarios.template import KINDS_ZH, Template, template, template_names
from scenarios.template_event import made


def templates(words: str = "") -> dict[str, Template]:
    """Return the templates that some words mean, the nearest first; all if none are given."""
    found = {name: template(name) for name in template_names()}
    said = {
        name: (
            name, one.title, one.title_zh, one.about, one.about_zh, one.type, KINDS_ZH[one.type],
            one.place, "线下" if one.place == "offline" else "线上",
        )
        for name, one in found.items()
    }  # fmt: skip
    return meant(words, found, said)


def described(name: str, one: Template) -> dict[str, Any]:
    """Return a template as JSON values, with what it costs each time whatever comes of it."""
    return {"name": name, "cost": usual_cost(name), **one.model_dump(mode="json")}


@cache
def usual_cost(name: str) -> float:
    """Return what the event of a template costs each time, in units of money."""
    return made(name, {}).fixed_cents / 100
