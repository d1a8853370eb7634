"""Many founders, entered and looked up a block at a time, are the ones who join one by one."""

from __future__ import annotations

import dataclasses
import hashlib

import numpy as np
import pytest

from benchmarks.suite.worlds import World
from sim import founding
from sim.community import Community
from sim.compiled.control import JOINED, MEMBERS, ORGANICS, SPILLED
from sim.spec import Attribute, CommunitySpec, GraphSpec
from tests.oracle.worlds import everything

FOUNDERS = 60_000


def digest(community: Community) -> str:
    """Return a digest of all who joined, their ties and what was counted."""
    columns, size = community.columns, community.size
    spilled = columns.control[SPILLED]
    whole = (
        columns.lines[:size], columns.spill[:spilled], columns.members[:size],
        columns.identity[:size], columns.roster[:size], columns.adopted[: size // 64],
        columns.memories[:size], columns.control[[MEMBERS, SPILLED, JOINED, ORGANICS]],
        *community.tallies,
    )  # fmt: skip
    return hashlib.sha256(b"".join(part.tobytes() for part in whole)).hexdigest()


def test_many_founders_meet_whom_they_met_when_nothing_was_foreseen() -> None:
    """The digest is that of the code which looked up every record."""
    assert FOUNDERS > founding.MANY
    community = World(FOUNDERS).community(4)
    community.live(3)
    columns, size = community.columns, community.size
    lines = columns.lines[:size].tobytes() + columns.spill[: columns.control[SPILLED]].tobytes()
    assert hashlib.sha256(lines).hexdigest()[:16] == "60499d2ece355b7e"
    degrees = columns.members["ties"][:size]
    assert np.mean(degrees[:FOUNDERS] > 0) > 0.99


GRAPHS = {
    "as usual": GraphSpec(),
    "triangles": GraphSpec(closure=1.0, homophily=0.9),
    "no triangles": GraphSpec(closure=0.0, homophily=0.0),
    "more ties than a line holds": GraphSpec(mean_ties=45.0, closure=0.6),
    "half a tie": GraphSpec(mean_ties=1.0),
    "no ties": GraphSpec(mean_ties=0.0),
}


def spec(graph: GraphSpec, founders: int, **more: object) -> CommunitySpec:
    """Return a community of so many founders, in which all that can be remembered is."""
    base = everything()
    return dataclasses.replace(base, graph=graph, founders=founders, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("attributes", [False, True])
@pytest.mark.parametrize("graph", GRAPHS)
def test_blocks_of_founders_are_the_founders_one_by_one(
    graph: str, attributes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    founders = 3_000
    kinds = (
        Attribute("region", ("a", "b", "c"), (0.5, 0.3, 0.2), homophily=0.5),
        Attribute("age", ("x", "y"), (0.5, 0.5), homophily=0.8),
    )
    made = spec(GRAPHS[graph], founders, attributes=kinds if attributes else ())
    one_by_one = Community(made, 7)
    one_by_one.live(3)
    monkeypatch.setattr(founding, "MANY", 1)
    for at_once, threads in ((64, 1), (512, 2), (4096, 3)):
        monkeypatch.setattr(founding, "_AT_ONCE", at_once)
        blocks = Community(made, 7)
        blocks.live(3, threads=threads)
        assert digest(blocks) == digest(one_by_one), (at_once, threads)


def test_founders_go_on_after_their_lines_have_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    made = spec(GraphSpec(mean_ties=30.0), 3_000)
    whole = Community(made, 7)
    whole.live(2)
    monkeypatch.setattr(founding, "MANY", 1)
    monkeypatch.setattr(founding, "_AT_ONCE", 512)
    for threads in (1, 2):
        tight = Community(made, 7)
        tight.columns = tight.columns._replace(spill=tight.columns.spill[:256].copy())
        rows = len(tight.columns.members)
        tight.live(2, threads=threads)
        assert len(tight.columns.spill) > 256
        assert len(tight.columns.members) == rows
        assert digest(tight) == digest(whole)


def test_founders_in_groups_and_few_of_them_join_one_by_one() -> None:
    few = Community(spec(GraphSpec(), founding.MANY - 1), 7)
    assert not founding.are_many(few.columns, few.days)
    grouped = Community(spec(GraphSpec(group_cap=200), founding.MANY), 7)
    assert not founding.are_many(grouped.columns, grouped.days)
    many = Community(spec(GraphSpec(), founding.MANY), 7)
    assert founding.are_many(many.columns, many.days)
    many.live(1)
    assert not founding.are_many(many.columns, many.days)
