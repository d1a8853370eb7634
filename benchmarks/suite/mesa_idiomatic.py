"""Idiomatic Mesa: members fixed to the cells of `mesa.discrete_space.Network`.

Of Mesa's two networks the one that its documentation recommends, and the cheaper one: a cell keeps
its neighbourhood, where `mesa.space.NetworkGrid` asks NetworkX for it each time.
"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import numpy as np
from mesa.discrete_space import Cell, FixedAgent, Network
from numpy.typing import NDArray

from benchmarks.suite import mesa_day


class Member(mesa_day.Member, FixedAgent):  # type: ignore[misc]
    """A member, fixed to a cell of the network."""

    def friends(self) -> Iterable[mesa_day.Member]:
        """Return the ties."""
        found: Iterable[mesa_day.Member] = self.cell.neighborhood.agents
        return found

    def ties(self) -> int:
        """Return the number of ties."""
        return len(self.cell.connections)

    def share_here(self) -> float:
        """Return the share of ties who were here yesterday, 0 to 1."""
        here = [friend.was_here for friend in self.cell.neighborhood.agents]
        return sum(here) / len(here) if here else 0.0


class NetworkModel(mesa_day.CommunityModel):
    """A community on a network of cells."""

    def settle(self, members: int, ties: NDArray[np.int32]) -> None:
        """Make the members with their ties, shape ``(ties, 2)``."""
        graph = nx.Graph()
        graph.add_nodes_from(range(members))
        graph.add_edges_from(ties.tolist())
        self.network = Network(graph, random=self.random)
        for cell in self.network.all_cells:
            self.people.append(Member(self))
            self.people[-1].cell = cell

    def add(self, inviter: mesa_day.Member | None) -> Member:
        """Make one more member, without ties."""
        cell = Cell(len(self.people), random=self.random)
        self.network.add_cell(cell)
        member = Member(self, inviter)
        member.cell = cell
        self.people.append(member)
        return member

    def befriend(self, a: mesa_day.Member, b: mesa_day.Member) -> None:
        """Tie two members."""
        self.network.add_connection(a.cell, b.cell)
