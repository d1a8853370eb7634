"""The fields of a scenario file, read off its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from evidence.pages import table
from forerun.reference.register_tables import span
from scenarios.community_types import TYPES
from scenarios.platforms import PLATFORMS
from scenarios.schema import json_schema
from strategies.money import MOST

Schema = Mapping[str, Any]

ELSEWHERE: Final = {
    "Overrides": "[behaviour parameters](behaviour.md#parameters) by name",
    "StrategyEntry": "[strategies](strategies.md) by kind",
}
"""Sections that have a page of their own."""


ENDS: Final = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")


def section_tables() -> str:
    """Return a table of fields for every section of a scenario file, in the order of the file."""
    schema = json_schema()
    return "\n\n".join(
        f"## {heading}\n\n{text}\n\n{table(('field', 'default', 'range', 'unit', 'meaning'), rows)}"
        for heading, text, rows in _sections(schema)
    )


def platform_table() -> str:
    """Return the table of the platforms: what each sets, and on what it rests."""
    head = ("`platform`", "what", "group cap", "shows", "channels", "`accept_rate` times",
            "`write_rate` times", "`reach_most`", "why")  # fmt: skip
    rows = [
        [f"`{name}`", f"{own.title} · {own.title_zh}", f"{own.cap}" if own.cap else "none",
         own.shows, f"{own.channels:g}", f"{own.joins:g}", f"{own.writes:g}", f"{own.reach:g}",
         f"{own.source}; cap: {own.cap_source}"]
        for name, own in PLATFORMS.items()
    ]  # fmt: skip
    return table(head, rows)


def type_table() -> str:
    """Return the table of the types of community: what each sets, and why."""
    rows = []
    for name, own in TYPES.items():
        sets = ", ".join(f"`{key}` {value:g}" for key, value in own.values.items())
        rows.append([f"`{name}`", f"{own.title} · {own.title_zh}", f"`{own.preset}`",
                     sets or "nothing", own.why])  # fmt: skip
    return table(("`type`", "what", "preset", "sets besides", "why"), rows)


def _sections(schema: Schema) -> Iterator[tuple[str, str, list[list[str]]]]:
    told = set(ELSEWHERE)
    ahead: list[tuple[str, Schema]] = [("Top level", schema)]
    while ahead:
        place, section = ahead.pop(0)
        rows, inside = [], []
        for name, info in section["properties"].items():
            rows.append([f"`{name}`", _default(name, info, section), _range(info),
                         info.get("unit", ""), _meaning(info)])  # fmt: skip
            for other in _references(info):
                if other not in told:
                    told.add(other)
                    below = name if place == "Top level" else f"{place.strip('`')}.{name}"
                    inside.append((f"`{below}`", schema["$defs"][other]))
        yield place, section.get("description", "").partition("\n")[0], rows
        ahead = inside + ahead


def _meaning(info: Schema) -> str:
    title = " · ".join(part for part in (info.get("title"), info.get("title_zh")) if part)
    text = f"{title}: {info.get('description', '')}"
    pages = [ELSEWHERE[name] for name in _references(info) if name in ELSEWHERE]
    return "; ".join([text, *pages])


def _default(name: str, info: Schema, section: Schema) -> str:
    if name in section.get("required", ()):
        return "needed"
    value = info.get("default")
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {of:g}" for key, of in value.items() if isinstance(of, float))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None or value == "":
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _range(info: Schema) -> str:
    """Return what values are allowed; empty where any is."""
    for part in [info, *info.get("anyOf", ())]:
        if "enum" in part:
            return ", ".join(f"`{value}`" for value in part["enum"])
        if any(end in part for end in ENDS):
            # The upper end of an amount of money is stated in US dollars' worth.
            return span(*({"maximum": info.get(MOST), **part}.get(end) for end in ENDS))
    return ""


def _references(info: object) -> Iterator[str]:
    """Yield the names of the sections that a field holds."""
    if isinstance(info, Mapping):
        if "$ref" in info:
            yield str(info["$ref"]).rpartition("/")[2]
        for value in info.values():
            yield from _references(value)
    elif isinstance(info, list):
        for value in info:
            yield from _references(value)
