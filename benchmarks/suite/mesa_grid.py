"""Mesa's older network, `mesa.space.NetworkGrid`: members stand on nodes of a NetworkX graph."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import numpy as np
from mesa.space import NetworkGrid
from numpy.typing import NDArray

from benchmarks.suite import mesa_day


class Member(mesa_day.Member):
    """A member, placed on a node."""

    model: GridModel
    pos: int

    def friends(self) -> Iterable[mesa_day.Member]:
        """Return the ties."""
        found: Iterable[mesa_day.Member] = self.model.grid.get_neighbors(self.pos)
        return found

    def ties(self) -> int:
        """Return the number of ties."""
        return int(self.model.grid.G.degree[self.pos])

    def share_here(self) -> float:
        """Return the share of ties who were here yesterday, 0 to 1."""
        here = [friend.was_here for friend in self.model.grid.get_neighbors(self.pos)]
        return sum(here) / len(here) if here else 0.0


class GridModel(mesa_day.CommunityModel):
    """A community on the nodes of a graph."""

    def settle(self, members: int, ties: NDArray[np.int32]) -> None:
        """Make the members with their ties, shape ``(ties, 2)``."""
        graph = nx.Graph()
        graph.add_nodes_from(range(members))
        graph.add_edges_from(ties.tolist())
        self.grid = NetworkGrid(graph)
        for row in range(members):
            self.people.append(Member(self))
            self.grid.place_agent(self.people[-1], row)

    def add(self, inviter: mesa_day.Member | None) -> Member:
        """Make one more member, without ties."""
        row = len(self.people)
        self.grid.G.add_node(row, agent=NetworkGrid.default_val())
        member = Member(self, inviter)
        self.grid.place_agent(member, row)
        self.people.append(member)
        return member

    def befriend(self, a: mesa_day.Member, b: mesa_day.Member) -> None:
        """Tie two members."""
        self.grid.G.add_edge(a.pos, b.pos)
