"""The community that every model lives, and the engine's form of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np

from sim.behaviour.preset import Behaviour
from sim.community import Community
from sim.spec import CommunitySpec, GraphSpec
from sim.trajectory import COUNT_INDEX

SEED: Final = 1
SHARES: Final = (0.5, 0.3, 0.2)
"""Shares of the segments among joiners."""

JOINERS: Final = 5e-4
"""Organic joiners a day, mean, as a share of the founders."""

WARM_DAYS: Final = 60
"""Days lived before the clock runs: the rush of the founders' first days is over by then."""

FIVE: Final = -3.75
FIFTEEN: Final = -2.55
"""`visit_base` with which about 5 % and 15 % of members visit on a day once warm: the one
parameter that differs from the preset `plain`."""

FIVE_EVERY: Final = -3.90
FIFTEEN_EVERY: Final = -2.72
FEW_DAYS_EVERY: Final = -3.70
"""The same for communities with every mechanism, some of which bring members back more often, the
more the longer they have lived: 5 % over half a year, 15 %, and 5 % over a few days."""


@dataclass(frozen=True, slots=True)
class World:
    """One community, for every model.

    Parameters
    ----------
    members
        Founders, who join on the first day.
    visit_base
        Mean propensity to visit, logit a day.
    graph
        How members tie.
    changes
        Other behaviour parameters that differ from the preset `plain`.
    """

    members: int
    visit_base: float = FIVE
    graph: GraphSpec = field(default_factory=GraphSpec)
    changes: Mapping[str, float] = field(default_factory=dict)

    @property
    def joiners_per_day(self) -> float:
        """Organic joiners a day, mean of a Poisson count."""
        return self.members * JOINERS

    @property
    def values(self) -> dict[str, float]:
        """Behaviour parameters by name."""
        preset = Behaviour.preset("plain").values
        return {**preset, "visit_base": self.visit_base, **self.changes}

    def with_ties(self, mean_ties: float) -> World:
        """Return the same world with another mean number of ties."""
        return replace(self, graph=replace(self.graph, mean_ties=mean_ties))

    def spec(self, days: int) -> CommunitySpec:
        """Return the engine's specification of so many days from the launch on."""
        monday = date(2024, 1, 1)
        return CommunitySpec(
            behaviour=Behaviour(self.values),
            launch=monday,
            start=monday,
            horizon_days=days,
            organic=np.full(days, self.joiners_per_day),
            organic_known=np.zeros(days, np.bool_),
            founders=self.members,
            segments=tuple("abc"),
            segment_shares=SHARES,
            graph=self.graph,
        )

    def community(self, days: int) -> Community:
        """Return the engine's community with room for so many days, not yet lived."""
        return Community(self.spec(days), SEED)


def counted(community: Community, name: str, first: int, last: int) -> int:
    """Return a count of `sim.trajectory.COUNTS` summed over the days first .. last - 1."""
    return int(community.tallies.counts[first:last, :, COUNT_INDEX[name]].sum())


def member_days(community: Community, first: int, last: int) -> int:
    """Return the days that members who have not left lived, over the days first .. last - 1."""
    return int(community.tallies.population[first:last].sum())
