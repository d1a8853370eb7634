"""The C form of the day lives the engine's day to the bit, so that the two can be timed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.suite.worlds import SEED, World
from benchmarks.twin import twin
from sim.community import Community
from sim.trajectory import COUNTS

EVENTS = ("visits", "posts", "writers", "invitations", "left", "returned")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(twin.compiler() is None, reason="no C compiler"),
]


def test_every_bit_is_the_same_where_everything_happens() -> None:
    world = World(
        3000, visit_base=-2.5,
        changes={
            "accept_rate": 0.0, "leave_rate": 0.006, "return_rate": 0.05, "contagion": 1.5,
            "invite_rate": 0.1, "write_spread": 1.0, "content_pull": 1.5, "peer_pull": 1.5,
        },
    )  # fmt: skip
    ours = Community(replace(world.spec(80), organic=np.zeros(80)), SEED)
    ours.live(2)
    theirs = ours.copy()
    ours.live(80)
    twin.live(theirs, 80)
    happened = dict(zip(COUNTS, ours.tallies.counts[2:80].sum(axis=(0, 1)), strict=True))
    assert min(happened[name] for name in EVENTS) > 0
    assert twin.different(ours, theirs) == []


def test_a_difference_is_named() -> None:
    one = twin.closed(500, 10)
    one.live(5)
    other = one.copy()
    other.columns.members["visits"][7] += 1
    assert twin.different(one, other) == ["members"]


def test_who_would_join_is_refused() -> None:
    community = World(500).community(10)
    community.live(5)
    with pytest.raises(ValueError, match="lets nobody in"):
        twin.live(community, 10)


def test_the_comparison_says_what_it_measured() -> None:
    said: list[str] = []
    found = twin.compare(2000, 5, 5, 3, said.append)
    assert found["times_c_range"][0] <= found["times_c"] <= found["times_c_range"][1]
    assert found["c_ns"] > 0
    assert len(said) == found["pairs"] == 3
