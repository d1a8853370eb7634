"""All facts, by name."""

from __future__ import annotations

from typing import Final

from sim.facts.done import DONE
from sim.facts.facts import Fact
from sim.facts.record import RECORD, attribute_fact
from sim.facts.scores import SCORES
from sim.spec import Attribute

CATALOGUE: Final[dict[str, Fact]] = {**RECORD, **DONE, **SCORES}
"""Facts by name; the attributes of a community come beside them."""


def catalogue(attributes: tuple[Attribute, ...] = ()) -> dict[str, Fact]:
    """Return the facts of a community with some attributes, by name."""
    own = {one.name: attribute_fact(place, one) for place, one in enumerate(attributes)}
    return {**CATALOGUE, **own}
