"""Mesa with cached neighbour lists: no space at all, each member keeps its friends in a list."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.suite import mesa_day


class Member(mesa_day.Member):
    """A member with a list of friends."""

    def __init__(
        self, model: mesa_day.CommunityModel, inviter: mesa_day.Member | None = None
    ) -> None:
        super().__init__(model, inviter)
        self.near: list[mesa_day.Member] = []

    def friends(self) -> list[mesa_day.Member]:
        """Return the ties."""
        return self.near

    def ties(self) -> int:
        """Return the number of ties."""
        return len(self.near)

    def share_here(self) -> float:
        """Return the share of ties who were here yesterday, 0 to 1."""
        near = self.near
        return sum([friend.was_here for friend in near]) / len(near) if near else 0.0


class CachedModel(mesa_day.CommunityModel):
    """A community of lists of friends."""

    def settle(self, members: int, ties: NDArray[np.int32]) -> None:
        """Make the members with their ties, shape ``(ties, 2)``."""
        people = [Member(self) for _ in range(members)]
        for a, b in ties.tolist():
            people[a].near.append(people[b])
            people[b].near.append(people[a])
        self.people.extend(people)

    def add(self, inviter: mesa_day.Member | None) -> Member:
        """Make one more member, without ties."""
        member = Member(self, inviter)
        self.people.append(member)
        return member

    def befriend(self, a: mesa_day.Member, b: mesa_day.Member) -> None:
        """Tie two members."""
        a.near.append(b)
        b.near.append(a)
