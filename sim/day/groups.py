"""Groups with a cap, as chat groups have: who enters which, who leaves it, whom one meets there.

A newcomer enters the inviter's group if it has a place, else the open group of its own segment;
when that is full, a new one opens. Whoever leaves the community gives the place up; whoever comes
back enters like a newcomer, the morning after.
"""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import compiled, inlined
from sim.compiled.control import GROUPS, MEMBERS
from sim.compiled.draws import U, mix
from sim.compiled.layout import LEFT, PAID, REFERRED
from sim.compiled.ration import sort
from sim.compiled.types import Columns, Flag, Whole, Word


@inlined
def is_organic(c: Columns, row: Whole) -> Flag:
    """Return whether neither a plan nor a member won this member."""
    return (c.members[row].flags & (REFERRED | PAID)) == 0


@inlined
def grouped(c: Columns) -> Flag:
    """Return whether this community has groups."""
    return c.group.shape[0] > 1


@inlined
def _has_place(c: Columns, group: Whole) -> Flag:
    return group >= 0 and c.group_size[group] < c.group_rows.shape[1]


@inlined
def room_for_groups(c: Columns, count: Whole) -> Flag:
    """Return whether so many more groups could be opened."""
    return not grouped(c) or c.control[GROUPS] + count <= c.group_size.shape[0]


@inlined
def enter(c: Columns, row: Whole, inviter: Whole) -> None:
    """Let a member into a group."""
    group: Whole = np.int64(c.group[inviter]) if inviter >= 0 else -1
    if not _has_place(c, group):
        segment = c.members[row].segment
        group = np.int64(c.open_group[segment])
        if not _has_place(c, group):
            group = c.control[GROUPS]
            c.control[GROUPS] = group + 1
            c.open_group[segment] = np.int32(group)
    c.group_rows[group, c.group_size[group]] = np.int32(row)
    c.group_size[group] += np.int32(1)
    c.group[row] = np.int32(group)


@inlined
def exit_group(c: Columns, row: Whole) -> None:
    """Give up the place of a member who leaves."""
    group = np.int64(c.group[row])
    if group < 0:
        return
    last = np.int64(c.group_size[group]) - 1
    for place in range(last + 1):
        if c.group_rows[group, place] == row:
            c.group_rows[group, place] = c.group_rows[group, last]
    c.group_size[group] = np.int32(last)
    c.group[row] = np.int32(-1)


@inlined
def companion(c: Columns, row: Whole, organic: Flag, y: Word) -> Whole:
    """Return a random other member of the same group, or -1; an organic one if `organic`.

    The one whose identity hashes highest, so that the order of a group does not matter.
    """
    best = U(0)
    chosen: Whole = -1
    group = np.int64(c.group[row])
    if group < 0:
        return -1
    for place in range(c.group_size[group]):
        other = np.int64(c.group_rows[group, place])
        if other == row or (organic and not is_organic(c, other)):
            continue
        rank = mix(c.identity[other] ^ y)
        if chosen < 0 or rank > best:
            best = rank
            chosen = other
    return chosen


@compiled
def line_up_returners(c: Columns) -> Whole:
    """Queue those who came back yesterday by their identity; return how many."""
    count: Whole = 0
    for word in range((c.control[MEMBERS] + 63) >> 6):
        bits = c.returned[word]
        if bits == U(0):
            continue
        c.returned[word] = U(0)
        for bit in range(64):
            row = 64 * word + bit
            here = (bits >> U(bit)) & U(1) != U(0)
            if here and (c.members[row].flags & LEFT) == 0:
                c.queue[count] = np.int32(row)
                c.priority[count] = c.identity[row]
                count += 1
    sort(c, count)
    return count
