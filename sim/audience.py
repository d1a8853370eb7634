"""What the simulation knows of audiences: in which combination of them each member is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.facts import Facts

Moved = tuple[NDArray[np.uint32], NDArray[np.uint16]]
"""Places of members among those who are looked at, and the combination that each is now in."""


class Audiences(Protocol):
    """The audiences of a plan."""

    @property
    def names(self) -> tuple[str, ...]:
        """Those that are kept up to date; in a combination, bit 0 is the first one's."""
        ...

    @property
    def first(self) -> tuple[str, ...]:
        """Those of which it is kept who was in them when first looked at; their bits come next."""
        ...

    @property
    def every_days(self) -> int:
        """Days between two looks at all members, from the plan's first day on."""
        ...

    @property
    def of_deeds(self) -> bool:
        """Whether they ask for what members have done (`sim.spec.CommunitySpec.deeds`)."""
        ...

    def moved(self, facts: Facts) -> Iterator[Moved]:
        """Tell who is in another combination than until now, part of the members by part."""
        ...
