"""How members are stored must not matter: relabelled communities live the same lives."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.community import Community
from sim.kernel.layout import ORGANICS
from sim.offers import Offers
from sim.spec import Attribute, CommunitySpec, GraphSpec
from sim.trajectory import COUNT_INDEX
from tests.properties.test_exactness import BUSY
from tests.worlds import community, rich

SCENES = {
    "plain": {},
    "groups": {
        "graph": GraphSpec(group_cap=30, group_ties=0.5),
        "attributes": (Attribute("region", ("north", "south"), (0.4, 0.6), 0.5),),
    },
}


def within_days(one: Community, seed: int) -> NDArray[np.int64]:
    """Return new places of the rows: any order among those who joined on one day."""
    generator = np.random.default_rng(seed)
    born = one.columns.born
    return np.concatenate(
        [
            first + generator.permutation(last - first)
            for first, last in pairwise(born[: one.today + 1])
        ]
    )


def relabelled(one: Community, places: NDArray[np.int64]) -> Community:
    """Return the same community with row r stored at ``places[r]``."""
    twin = one.copy()
    old, new, size = one.columns, twin.columns, one.size

    def moved(rows: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.where(rows < 0, rows, places[np.maximum(rows, 0)]).astype(np.int32)

    for name in ("members", "identity", "visit_bound", "leave_bound"):
        getattr(new, name)[places] = getattr(old, name)[:size]
    new.inviter[places] = moved(old.inviter[:size])
    lines = old.lines[:size].copy()
    lines[:, :15] = moved(lines[:, :15])
    new.lines[places] = lines
    new.spill[:, :15] = moved(old.spill[:, :15])
    organics = int(old.control[ORGANICS])
    new.roster[:organics] = moved(old.roster[:organics])
    others = size - organics
    if others:
        new.roster[-others:] = moved(old.roster[-others:])
    for name in ("here_yesterday", "accepted", "hunted", "returned"):
        bits = np.unpackbits(getattr(old, name).view(np.uint8), bitorder="little")
        shuffled = bits.copy()
        shuffled[places] = bits[:size]
        getattr(new, name)[:] = np.packbits(shuffled, bitorder="little").view(np.uint64)
    if len(old.attributes) > 1:
        new.attributes[places] = old.attributes[:size]
    if len(old.group) > 1:
        new.group[places] = old.group[:size]
        new.group_rows[:] = moved(old.group_rows)
    return twin


def lives(one: Community) -> dict[int, bytes]:
    """Return every member's record by its identity."""
    return {
        int(h): record.tobytes()
        for h, record in zip(one.columns.identity[: one.size], one.members, strict=True)
    }


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("purse", [-1, 300])
def test_relabelled_members_live_the_same_lives(scene: str, purse: int) -> None:
    changes = SCENES[scene]
    spec: CommunitySpec = replace(community(400, 50, values=BUSY), **changes)  # type: ignore[arg-type]
    one = Community(spec, 5)
    offers = Offers(Calendar(spec.start, spec.horizon_days), len(spec.segments))
    rich(offers)
    offers.rules.points_purse = purse
    offers.rules.unlocks_purse_cents = 100 * purse
    one.offer(offers, 0)
    one.live(20)
    places = within_days(one, 1)
    other = relabelled(one, places)
    assert not np.array_equal(one.members, other.members)
    one.live(50)
    other.live(50)
    for a, b in zip(one.tallies, other.tallies, strict=True):
        assert np.array_equal(a, b)
    assert lives(one) == lives(other)
    assert int(one.tallies.counts[..., COUNT_INDEX["accepted"]].sum()) > 20, "members must invite"
