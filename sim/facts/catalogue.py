"""All facts, by name."""

from __future__ import annotations

from typing import Final

from sim.facts.asked import ASKED
from sim.facts.done import DONE
from sim.facts.facts import Fact
from sim.facts.record import RECORD, attribute_fact, profile_fact
from sim.facts.scores import SCORES
from sim.profiles import Column
from sim.spec import Attribute

CATALOGUE: Final[dict[str, Fact]] = {**RECORD, **ASKED, **DONE, **SCORES}
"""Facts by name; the attributes of a community come beside them."""


def catalogue(described: tuple[Attribute | Column, ...] = ()) -> dict[str, Fact]:
    """Return the facts of a community by name, those that `CommunitySpec.described` has last."""
    own = {
        one.name: profile_fact(one) if isinstance(one, Column) else attribute_fact(place, one)
        for place, one in enumerate(described)
    }
    return {**CATALOGUE, **own}
