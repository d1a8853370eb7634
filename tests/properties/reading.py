"""What a test reads off a community, in one place; and when two of them are the same."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.community import Community
from sim.compiled.control import CONTROL
from sim.compiled.layout import HUNTER, LEFT, PROMISED, REFERRED, SLOTS, UNCOUNTED
from sim.run import Run
from sim.trajectory import COUNT_INDEX, ByAudience

FLAGS = {"left": LEFT, "referred": REFERRED, "hunter": HUNTER, "promised": PROMISED,
         "uncounted": UNCOUNTED}  # fmt: skip


def having(community: Community, flag: str) -> NDArray[np.bool_]:
    """Return the members who carry a flag, shape ``(size,)``."""
    return np.asarray((community.members["flags"] & FLAGS[flag]) != 0)


def counted(community: Community, name: str) -> NDArray[np.int64]:
    """Return a count by day lived and segment."""
    return community.tallies.counts[: community.today, :, COUNT_INDEX[name]]


def by_segment(
    community: Community, who: NDArray[np.bool_], amount: NDArray[Any] | None = None
) -> NDArray[np.int64]:
    """Return how many of some members there are in each segment, or what they hold in all."""
    segment, segments = community.members["segment"][who], len(community.spec.segments)
    held = None if amount is None else amount[who]
    return np.bincount(segment, held, segments).astype(np.int64)


def inviters(community: Community) -> NDArray[np.int64]:
    """Return the row of each member's inviter, -1 for none."""
    return community.columns.inviter[: community.size].astype(np.int64)


def identities(community: Community) -> NDArray[np.uint64]:
    """Return each member's identity."""
    return community.columns.identity[: community.size]


def ties(community: Community) -> NDArray[np.int64]:
    """Return every tie as each of its two members has it, as sorted rows ``(member, other)``."""
    columns, owner = community.columns, np.arange(community.size)
    here = (community.members["ties"] - 1) % SLOTS + 1
    here[community.members["ties"] == 0] = 0
    line = columns.lines[: community.size]
    found = [np.zeros((0, 2), np.int64)]
    while len(line):
        own = np.arange(SLOTS) < here[:, None]
        found.append(np.stack([np.repeat(owner, here), line[:, :SLOTS][own]], axis=1))
        more = line[:, SLOTS] >= 0
        owner, line = owner[more], columns.spill[line[more, SLOTS]]
        here = np.full(len(owner), SLOTS)
    pairs = np.concatenate(found)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def groups(community: Community) -> NDArray[np.int32]:
    """Return each member's group, -1 for none."""
    return community.columns.group[: community.size]


def settled(community: Community) -> Community:
    """Return a copy in which points that have lapsed are booked as such."""
    copy = community.copy()
    copy.expire_points()
    return copy


def state(community: Community) -> dict[str, Any]:
    """Return all that a community is, apart from how it lies in memory."""
    now = settled(community)
    columns, size = now.columns, now.size
    return {
        **{f"members.{name}": now.members[name] for name in now.members.dtype.names or ()},
        **{f"tallies.{name}": array for name, array in now.tallies._asdict().items()},
        "identity": identities(now),
        "inviter": inviters(now),
        "ties": ties(now),
        "today": now.today,
        "purses": [
            columns.control[CONTROL.index(f"{what}_purse")] for what in ("points", "rewards")
        ],
        "attributes": columns.attributes[:size],
        "groups": columns.group[:size],
    }


def assert_same(one: Community, other: Community) -> None:
    """Compare two communities to the bit."""
    mine, theirs = state(one), state(other)
    differ = [name for name in mine if not _same(mine[name], theirs[name])]
    assert not differ, f"{differ} differ"


def assert_same_run(one: Run, other: Run) -> None:
    """Compare two runs to the bit: every array of the record, every entry of the ledger."""
    names = [field.name for field in fields(one.trajectory)]
    mine, theirs = one.trajectory, other.trajectory
    differ = [name for name in names if not _same(getattr(mine, name), getattr(theirs, name))]
    assert not differ, f"{differ} differ"
    assert len(one.ledger.entries) == len(other.ledger.entries)
    for entry, twin in zip(one.ledger.entries, other.ledger.entries, strict=True):
        assert entry[:3] == twin[:3]
        assert np.array_equal(entry[3], twin[3])


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, ByAudience) and isinstance(other, ByAudience):
        parts = [field.name for field in fields(one)]
        return all(_same(getattr(one, part), getattr(other, part)) for part in parts)
    if not isinstance(one, np.ndarray):
        return bool(one == other)
    alike = one.dtype == other.dtype and one.shape == other.shape
    return bool(alike and one.tobytes() == other.tobytes())
