"""Ties are mutual, once each, and never with oneself."""

from __future__ import annotations

import numpy as np

from tests.properties.depths import at_two_depths
from tests.properties.one_world import World
from tests.properties.reading import groups, having, inviters, ties
from tests.properties.worlds import random_worlds


@at_two_depths(20, 250, world=random_worlds())
def test_ties(world: World) -> None:
    """Symmetric, no loop, none twice, counted right; an inviter is a tie; none is ever lost."""
    middle, last = ties(world.lived(world.spec.days // 2)), world.lived()
    pairs = ties(last)
    held = {(row, other) for row, other in pairs.tolist()}
    assert np.array_equal(np.bincount(pairs[:, 0], minlength=last.size), last.members["ties"])
    assert len(held) == len(pairs)
    assert all((other, row) in held and other != row for row, other in held)
    won = np.flatnonzero(inviters(last) >= 0)
    assert held.issuperset(zip(won.tolist(), inviters(last)[won].tolist(), strict=True))
    assert held.issuperset((row, other) for row, other in middle.tolist())


@at_two_depths(20, 250, world=random_worlds())
def test_groups(world: World) -> None:
    """Whoever has not left has one place in one group, once the morning after; none is too full."""
    cap = world.spec.graph.group_cap
    if not cap:
        return
    nights = world.nights()
    before = np.zeros(0, np.bool_)
    for night in nights:
        group, here = groups(night), ~having(night, "left")
        assert (np.bincount(group[group >= 0]) <= cap).all()
        assert (group[~here] < 0).all()
        stayed = here[: len(before)] & before
        assert (group[: len(before)][stayed] >= 0).all()
        assert (group[len(before) :][here[len(before) :]] >= 0).all()
        before = here
