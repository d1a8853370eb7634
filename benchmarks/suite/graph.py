"""A graph with heavy-tailed degree and clustering, for the models that bring none themselves."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray

from benchmarks.suite.worlds import World


def founders_graph(world: World, seed: int) -> NDArray[np.int32]:
    """Return the founders' ties, each once, shape ``(ties, 2)``.

    The model of Holme and Kim (2002), as ``networkx.powerlaw_cluster_graph`` has it; that one
    lists all neighbours of a hub to pick one of them, and so takes minutes from a million members
    on.
    """
    draw = random.Random(seed)
    each = round(world.graph.mean_ties / 2)
    friends: list[list[int]] = [[] for _ in range(world.members)]
    ends = list(range(each))  # one entry an end of a tie: a random end is a member by degree
    pairs = []
    for row in range(each, world.members):
        own = friends[row]
        while len(own) < each:
            closes = own and draw.random() < world.graph.closure
            other = draw.choice((friends[own[-1]] if closes else ends) or ends)
            if other != row and other not in own:
                own.append(other)
        for other in own:
            friends[other].append(row)
            pairs.append((other, row))
        ends += own
        ends += [row] * each
    return np.array(pairs, np.int32).reshape(-1, 2)
