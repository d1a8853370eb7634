"""How members are stored must not matter: relabelled communities live the same lives."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.community import Community
from sim.compiled.control import ORGANICS
from sim.offers import Offers
from sim.spec import Attribute, CommunitySpec, GraphSpec
from sim.trajectory import COUNT_INDEX
from tests.communities import community, rich
from tests.properties.depths import at_two_depths
from tests.properties.one_world import World
from tests.properties.worlds import random_worlds

BUSY = {
    "visit_base": -1.5, "leave_rate": 0.01, "return_rate": 0.02, "contagion": 1.0,
    "invite_rate": 0.02, "accept_rate": 0.4, "buy_rate": 0.05,
}  # fmt: skip

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
    for name in ("memories", "spent", "club", "deeds", "recruits", "unlocked"):
        if len(getattr(old, name)) > 1:
            getattr(new, name)[places] = getattr(old, name)[:size]
    marks = ("here_yesterday", "accepted", "hunted", "returned", "adopted", "adopting", "paid",
             "paying")  # fmt: skip
    for name in marks:
        if len(getattr(old, name)) < len(old.returned):
            continue
        bits = np.unpackbits(getattr(old, name).view(np.uint8), bitorder="little")
        shuffled = bits.copy()
        shuffled[places] = bits[:size]
        getattr(new, name)[:] = np.packbits(shuffled, bitorder="little").view(np.uint64)
    if len(old.invited_in) > 1:
        new.invited_in[places] = old.invited_in[:size]
    if len(old.attributes) > 1:
        new.attributes[places] = old.attributes[:size]
    if len(old.group) > 1:
        new.group[places] = old.group[:size]
        new.group_rows[:] = moved(old.group_rows)
    return twin


def assert_same_tallies(one: Community, other: Community) -> None:
    """Compare all counts of two communities."""
    mine, theirs = one.tallies._asdict(), other.tallies._asdict()
    assert [name for name in mine if not np.array_equal(mine[name], theirs[name])] == []


def lives(one: Community) -> dict[int, bytes]:
    """Return every member's record by its identity."""
    return {
        int(h): record.tobytes()
        for h, record in zip(one.columns.identity[: one.size], one.members, strict=True)
    }


@at_two_depths(20, 150, world=random_worlds(), place=st.integers(0, 50))
def test_any_relabelled_world_lives_the_same_lives(world: World, place: int) -> None:
    day, end = 1 + place % world.spec.days, world.spec.days
    one = world.lived(day)
    assume(one.size)
    other = relabelled(one, within_days(one, place))
    for twin in (one, other):
        for _ in world.go_on(twin, end):
            pass
    assert_same_tallies(one, other)
    assert lives(one) == lives(other)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("purse", [-1, 300])
def test_relabelled_members_live_the_same_lives(scene: str, purse: int) -> None:
    changes = SCENES[scene]
    spec: CommunitySpec = replace(community(400, 50, values=BUSY), **changes)  # type: ignore[arg-type]
    one = Community(spec, 5)
    offers = Offers(Calendar(spec.start, spec.horizon_days), len(spec.segments))
    rich(offers)
    offers.rules.points_purse = purse
    offers.rules.unlocks_purse_cents = 100 * purse if purse >= 0 else -1
    one.offer(offers, 0)
    one.live(20)
    places = within_days(one, 1)
    other = relabelled(one, places)
    assert not np.array_equal(one.members, other.members)
    one.live(50)
    other.live(50)
    assert_same_tallies(one, other)
    assert lives(one) == lives(other)
    assert int(one.tallies.counts[..., COUNT_INDEX["accepted"]].sum()) > 20, "members must invite"
