"""Types of communities: ``community: {type: industry}`` is a preset and what differs from it.

A type sets nothing but the preset and values that exist anyway; all of it is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

from pydantic import AfterValidator, WithJsonSchema

from sim.behaviour.preset import Behaviour
from sim.errors import known_name


@dataclass(frozen=True, slots=True)
class CommunityType:
    """A type of community.

    Attributes
    ----------
    title, title_zh
        What it is called.
    preset
        The preset whose values it has.
    values
        Parameters of behaviour that differ from that, by name.
    why
        Why they do.
    """

    title: str
    title_zh: str
    preset: str
    values: Mapping[str, float] = field(default_factory=dict)
    why: str = "as the preset"


TYPES: Final[dict[str, CommunityType]] = {
    "interest": CommunityType("Interest community", "兴趣社群", "forum"),
    "industry": CommunityType(
        "Industry community", "行业社群", "forum",
        {"visit_base": -3.1, "weekend_pull": -0.6, "write_rate": 0.12, "off_topic_match": 0.25},
        "professionals come on working days, less often, read for their own line of work, and "
        "few write",
    ),
    "brand": CommunityType("Brand community", "品牌社群", "brand"),
    "knowledge": CommunityType("Knowledge community", "知识社群", "knowledge"),
}  # fmt: skip
"""Types by name: M6 has bands of retention for some of the presets; what differs is assumed."""


def _known(name: str) -> str:
    return known_name("no type", name, TYPES)


Type = Annotated[
    str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(TYPES)})
]
"""A name of `TYPES`."""


def of_type(behaviour: Behaviour, name: str) -> Behaviour:
    """Return the behaviour of a type's preset with what differs from it."""
    return behaviour.updated(TYPES[name].values, "assumed", f"preset of type {name}")
