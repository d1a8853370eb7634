"""Making and growing the arrays that a community lives in."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.compiled.control import CONTROL, MEMBERS, ORGANICS, POINTS_PURSE, REWARDS_PURSE
from sim.compiled.deeds import BUCKETS, DEED_WEEKS
from sim.compiled.layout import BLOCK, MEMBER, MEMORY, Columns, Tallies, Today
from sim.compiled.work import Work
from sim.draws import DAILY, LASTING
from sim.levers import LEVER_INDEX
from sim.offers import Offers
from sim.rules import MAX_TIERS
from sim.spec import CommunitySpec
from sim.trajectory import COUNTS

_KINDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("queued", "rows", "chosen", "others"), np.uint32),
    **dict.fromkeys(("fate", "come", "ask", "bound", "leave_bound"), np.uint8),
    **dict.fromkeys(("words", "identity"), np.uint64),
    "items": np.int32,
}
"""Types of the scratch that is not float32."""

LINE = 64
"""Bytes of a line of the processor's cache, and of a member's record."""

ON_DEMAND: Final = (
    "claims", "friends_here", "invited_in", "recruits", "unlocked", "spent", "club", "deeds",
)  # fmt: skip
"""Columns that only some plans and checks need: of length 1 until then."""

WITHIN_A_DAY: Final = ("wanted",)
"""Columns that are empty overnight."""

_SPAN = 32
"""Days by which the rolling counts reach beyond the last day: the longest window and one."""


def aligned(shape: int | tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Return zeros whose rows of 64 bytes lie in one line of the cache each, not across two.

    NumPy aligns to 16 bytes, and reading a member from memory would then cost twice.
    """
    dtype = np.dtype(dtype)
    size = int(np.prod(shape)) * dtype.itemsize
    memory = np.zeros(size + LINE, np.uint8)
    first = -memory.ctypes.data % LINE
    array: NDArray[Any] = memory[first : first + size].view(dtype).reshape(shape)
    return array


def copied(columns: Columns) -> Columns:
    """Return a copy that is aligned like the original."""

    def copy(array: NDArray[Any]) -> NDArray[Any]:
        new = aligned(array.shape, array.dtype)
        new[...] = array
        return new

    return Columns._make(copy(array) for array in columns)


def make_columns(
    spec: CommunitySpec, rows: int, lines: int = 0, queue: int = 1024, groups: int = 0
) -> Columns:
    """Return empty columns; what is not used yet stays untouched, and so costs no memory.

    Parameters
    ----------
    spec
        The community.
    rows, lines, queue, groups
        Members, spill lines, places in the queue and groups to hold, at least.
    """
    rows = (rows + 63) // 64 * 64
    segments, cap = len(spec.segments), spec.graph.group_cap
    behaviour = spec.behaviour
    remembered, spreads = behaviour.remembers, behaviour.has("adoption")
    believes = behaviour.has("belief")
    # Lines beyond the first that grown ties come to take; a guess that is too low only costs time.
    usual = int(rows * max(spec.graph.mean_ties - 5.0, 1.0) / 18.0)
    groups = max(groups, rows // cap + segments + 16) if cap else 1
    control = np.zeros(len(CONTROL), np.int64)
    control[POINTS_PURSE] = control[REWARDS_PURSE] = -1

    def bits() -> NDArray[np.uint64]:
        return np.zeros(rows // 64, np.uint64)

    return Columns(
        members=aligned(rows, MEMBER),
        identity=np.zeros(rows, np.uint64),
        visit_bound=np.zeros(rows, np.uint8),
        leave_bound=np.zeros(rows, np.uint8),
        inviter=np.zeros(rows, np.int32),
        invited_in=np.zeros(1, np.uint8),
        recruits=np.zeros(1, np.uint16),
        unlocked=np.zeros(1, np.uint8),
        roster=np.zeros(rows, np.int32),
        lines=aligned((rows, 16), np.int32),
        spill=aligned((max(lines or usual, 256), 16), np.int32),
        here_yesterday=bits(),
        here_today=bits(),
        accepted=bits(),
        hunted=bits(),
        leaving=bits(),
        returned=bits(),
        friends_here=np.zeros(1, np.int32),
        attributes=np.zeros(rows if spec.attributes else 1, np.uint8),
        group=np.full(rows if cap else 1, -1, np.int32),
        group_rows=np.zeros((groups, max(cap, 1)), np.int32),
        group_size=np.zeros(groups, np.int32),
        open_group=np.full(segments, -1, np.int32),
        spent=np.zeros(1, np.int64),
        club=np.zeros((1, 2), np.int32),
        claims=np.zeros(1, np.int64),
        wanted=np.zeros((rows if behaviour.has("stock") else 1, 5), np.int32),
        queue=np.zeros(queue, np.int32),
        order=np.zeros(queue, np.int64),
        priority=np.zeros(queue, np.uint64),
        memories=aligned(rows if remembered else 1, MEMORY),
        deeds=aligned((rows if spec.deeds else 1, BUCKETS + 4 * DEED_WEEKS), np.int64),
        adopted=bits() if spreads else np.zeros(1, np.uint64),
        adopting=bits() if spreads else np.zeros(1, np.uint64),
        paid=bits() if believes else np.zeros(0, np.uint64),
        paying=bits() if believes else np.zeros(0, np.uint64),
        climate=np.array([0.0, behaviour.values["minority_share"]], np.float32),
        born=np.zeros(spec.days + 1, np.int64),
        control=control,
    )


def having(columns: Columns, name: str) -> Columns:
    """Return columns that have one of `ON_DEMAND`, of zeros if it is new."""
    before: NDArray[Any] = getattr(columns, name)
    if len(before) > 1:
        return columns
    made = np.zeros((len(columns.members), *before.shape[1:]), before.dtype)
    return columns._replace(**{name: made})


def emptied(columns: Columns) -> Columns:
    """Return columns of which those of `WITHIN_A_DAY` are empty, and as long as the others."""

    def empty(before: NDArray[Any]) -> NDArray[Any]:
        rows = len(columns.members) if len(before) > 1 else 1
        return np.zeros((rows, *before.shape[1:]), before.dtype)

    return columns._replace(**{name: empty(getattr(columns, name)) for name in WITHIN_A_DAY})


def with_room(columns: Columns, offers: Offers) -> Columns:
    """Return columns with what members keep of an offer, as it was where there was room before."""

    def pulled(lever: str) -> bool:
        return any(table[..., LEVER_INDEX[lever]].any() for table in offers.tables)

    needed = {
        "claims": offers.rules.points_purse >= 0,
        "invited_in": offers.audiences is not None
        and (offers.rules.unlock_after > 0 or offers.rules.brought > 0),
        "recruits": offers.rules.team_recruits > 0,
        "unlocked": offers.rules.reward_rise > 0 or offers.rules.most_unlocks > 0,
        "spent": pulled("level_spend"),
        "club": pulled("perks"),
        # Of friends who join later; what others did before is kept where the community says so.
        "deeds": offers.rules.brought > 0,
    }
    for name in (name for name, is_needed in needed.items() if is_needed):
        columns = having(columns, name)
    return columns


def grow(old: Columns, spec: CommunitySpec, due: int, waiting: int) -> Columns:
    """Return larger columns with the same contents.

    Parameters
    ----------
    old
        Columns of which one is full.
    spec
        The community.
    due
        Members who must find room.
    waiting
        Rows that must find room in the queue.
    """
    rows, lines, queue, groups = (
        len(a) for a in (old.members, old.spill, old.queue, old.group_size)
    )
    if rows >= due and queue >= waiting:
        lines, groups = 2 * lines, 2 * groups
    while rows < due:
        rows *= 2
    while queue < waiting:
        queue *= 2
    new = make_columns(spec, rows, lines, queue, groups)
    for name in ON_DEMAND:
        if len(getattr(old, name)) > 1:
            new = having(new, name)
    for name in Columns._fields:
        before: NDArray[Any] = getattr(old, name)
        if before.shape == getattr(new, name).shape:
            # Nothing to copy: what did not grow is kept, or memory would be taken twice.
            new = new._replace(**{name: before})
        else:
            getattr(new, name)[: len(before)] = before
    # The members won by a plan stand at the end of the roster, and the end has moved.
    others = int(old.control[MEMBERS] - old.control[ORGANICS])
    if others and len(new.roster) > len(old.roster):
        new.roster[len(old.roster) - others :] = 0
        new.roster[-others:] = old.roster[-others:]
    return new


def make_tallies(spec: CommunitySpec, weeks: int, cells: int = 0) -> Tallies:
    """Return counts of zero for all days and cells; by default a cell is a segment."""
    days, cells = spec.days, cells or len(spec.segments)

    def change() -> NDArray[np.int64]:
        return np.zeros(days + _SPAN, np.int64)

    return Tallies(
        counts=np.zeros((days + 1, cells, len(COUNTS)), np.int64),
        weekly=change(),
        monthly=change(),
        newly=change(),
        resurrected=change(),
        churned=change(),
        triangle=np.zeros((weeks, weeks), np.int32),
        population=np.zeros((days, cells), np.int64),
        present=np.zeros(cells, np.int64),
        muted=np.zeros(cells, np.int64),
        accepted=np.zeros(1, np.int64),
        moves=np.zeros((0, 0, 0), np.int64),
    )


def make_today(segments: int, cells: int = 0) -> Today:
    """Return the arrays of a day; by default a cell is a segment."""
    return Today(
        keys=np.zeros(len(DAILY) + len(LASTING), np.uint64),
        feeds=np.zeros(segments, np.float32),
        suits=np.zeros(segments, np.float32),
        pulls=np.zeros((MAX_TIERS, cells or segments), np.float32),
        caps=np.zeros(4, np.float32),
        sums=np.zeros(2, np.int64),
        posts=np.zeros(segments, np.int64),
        stock=np.zeros(segments, np.float32),
        lift=np.zeros(segments, np.float32),
        moods=np.ones(4, np.float32),
    )


def make_work() -> Work:
    """Return the scratch of one thread.

    One array after the other, a line of the cache apart: arrays that begin at the same place of a
    page push each other out of the cache.
    """
    kinds = [np.dtype(_KINDS.get(name, np.float32)) for name in Work._fields]
    sizes = [(4 if name == "power" else 1) * BLOCK for name in Work._fields]
    bytes_ = [size * kind.itemsize for size, kind in zip(sizes, kinds, strict=True)]
    ends = np.cumsum([size + LINE for size in bytes_]) - LINE
    memory = aligned(int(ends[-1]), np.uint8)
    return Work._make(
        memory[end - size : end].view(kind)
        for end, size, kind in zip(ends, bytes_, kinds, strict=True)
    )
