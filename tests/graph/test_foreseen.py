"""What is fetched before founders join changes nothing, and what is reckoned is what is kept."""

from __future__ import annotations

import hashlib

import numpy as np

from benchmarks.suite.worlds import World
from sim.compiled.control import SPILLED
from sim.day.foresee import MANY

FOUNDERS = 60_000


def test_many_founders_meet_whom_they_met_when_nothing_was_foreseen() -> None:
    """The digest is that of the code which looked up every record."""
    assert FOUNDERS > MANY
    community = World(FOUNDERS).community(4)
    community.live(3)
    columns, size = community.columns, community.size
    lines = columns.lines[:size].tobytes() + columns.spill[: columns.control[SPILLED]].tobytes()
    assert hashlib.sha256(lines).hexdigest()[:16] == "60499d2ece355b7e"
    degrees = columns.members["ties"][:size]
    assert np.mean(degrees[:FOUNDERS] > 0) > 0.99
