"""What a day costs as the community grows: in members, and in ties a member."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

import numpy as np

from benchmarks.suite.paired import LEAST, Say, engine_turn, warmed
from benchmarks.suite.worlds import World

TIES: Final = (4.0, 8.0, 16.0, 32.0)
DAYS: Final = 20


def by_members(sizes: Sequence[int], rounds: int, say: Say) -> dict[str, Any]:
    """Return the cost of a day by members, and its exponent.

    All sizes live days 60 to 80 in turn (small ones some more, to take a while), each time from a
    copy, so that no memory is asked for while the clock runs. The exponent is the slope of the
    logarithm of a day's cost over the logarithm of the members, by least squares.
    """
    costs = _rounds([World(size) for size in sizes], rounds, say)
    days = [cost * size for cost, size in zip(costs, sizes, strict=True)]
    slope = float(np.polyfit(np.log10(sizes), np.log10(days), 1)[0])
    return {"members": list(sizes), "ns": costs, "exponent": slope, "rounds": rounds}


def by_ties(members: int, rounds: int, say: Say) -> dict[str, Any]:
    """Return the cost of a day by ties a member, and of one tie more."""
    costs = _rounds([World(members).with_ties(ties) for ties in TIES], rounds, say)
    slope = float(np.polyfit(TIES, costs, 1)[0])
    return {
        "members": members, "ties": list(TIES), "ns": costs, "ns_a_tie": slope, "rounds": rounds,
    }  # fmt: skip


def _rounds(worlds: Sequence[World], rounds: int, say: Say) -> list[float]:
    """Let the worlds live in turn; return the median cost of each, ns a member-day."""
    days = [max(DAYS, LEAST // world.members) for world in worlds]
    warm = [warmed(world, long) for world, long in zip(worlds, days, strict=True)]
    costs: list[list[float]] = [[] for _ in worlds]
    for _ in range(rounds):
        for community, long, seen in zip(warm, days, costs, strict=True):
            seen.append(engine_turn(community, long).ns)
    for world, seen in zip(worlds, costs, strict=True):
        say(
            f"{world.members:,} members of {world.graph.mean_ties:g} ties: {median(seen):.1f} ns "
            "a member-day"
        )
    return [median(seen) for seen in costs]
