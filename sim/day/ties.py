"""Ties: lines of fifteen neighbours, kept, read and added.

A member's first line is a row of `lines`; when it is full, its contents move to a spill line behind
it, so that adding a tie costs the same for a hub as for anybody.
"""

from __future__ import annotations

import numpy as np

from sim.compiled.bits import unsigned
from sim.compiled.compile import compiled, entry, inlined
from sim.compiled.control import MEMBERS, SPILLED
from sim.compiled.draws import U
from sim.compiled.layout import SLOTS
from sim.compiled.types import Columns, Flag, Float32, Whole, Wholes


@inlined
def in_first_line(ties: Whole) -> Whole:
    """Return how many of a member's ties stand in its first line."""
    if ties == 0:
        return 0
    return (ties - 1) % SLOTS + 1


@inlined
def slot(c: Columns, row: Whole, line: Whole, k: Whole) -> Whole:
    """Return the tie at a place of one of a member's lines; line -1 is the first."""
    return np.int64(c.lines[row, k]) if line < 0 else np.int64(c.spill[line, k])


@inlined
def line_behind(c: Columns, row: Whole, line: Whole) -> Whole:
    """Return the line behind one of a member's lines, -1 for none."""
    return np.int64(c.lines[row, SLOTS]) if line < 0 else np.int64(c.spill[line, SLOTS])


@inlined
def is_tied(c: Columns, row: Whole, other: Whole) -> Flag:
    """Return whether two members are tied."""
    here = in_first_line(c.members[row].ties)
    for k in range(here):
        if c.lines[row, k] == other:
            return True
    line = c.lines[row, SLOTS]
    while line >= 0:
        for k in range(SLOTS):
            if c.spill[line, k] == other:
                return True
        line = c.spill[line, SLOTS]
    return False


@inlined
def _insert(c: Columns, row: Whole, other: Whole) -> None:
    ties = c.members[row].ties
    here = in_first_line(ties)
    if here == SLOTS:
        line = c.control[SPILLED]
        c.control[SPILLED] = line + 1
        for k in range(SLOTS + 1):
            c.spill[line, k] = c.lines[row, k]
        c.lines[row, SLOTS] = np.int32(line)
        here = 0
    c.lines[row, here] = np.int32(other)
    c.members[row].ties = ties + np.int32(1)


@inlined
def tie(c: Columns, a: Whole, b: Whole) -> None:
    """Tie two members."""
    _insert(c, a, b)
    _insert(c, b, a)


@inlined
def _is_in(who: Wholes, row: Whole) -> Whole:
    """Return 1 for a member whose bit is set in `who`, else 0."""
    place = unsigned(row)
    return np.int64((who[place >> 6] >> U(place & 63)) & U(1))


@inlined
def count_in(c: Columns, who: Wholes, row: Whole) -> Whole:
    """Return how many of a member's ties have their bit set in `who`."""
    count: Whole = 0
    here = in_first_line(c.members[row].ties)
    for k in range(here):
        count += _is_in(who, c.lines[row, k])
    line = c.lines[row, SLOTS] if here > 0 else -1
    while line >= 0:
        for k in range(SLOTS):
            count += _is_in(who, c.spill[line, k])
        line = c.spill[line, SLOTS]
    return count


@inlined
def share_here(c: Columns, row: Whole) -> Float32:
    """Return the share of a member's ties who were here yesterday, 0 to 1."""
    ties = c.members[row].ties
    if ties == 0:
        return np.float32(0.0)
    if c.friends_here.shape[0] > 1:
        return np.float32(c.friends_here[row]) / np.float32(ties)
    return np.float32(count_in(c, c.here_yesterday, row)) / np.float32(ties)


@inlined
def _push(c: Columns, row: Whole) -> None:
    line: Whole = -1
    count = in_first_line(c.members[row].ties)
    while count > 0:
        for k in range(count):
            c.friends_here[slot(c, row, line, k)] += np.int32(1)
        line = line_behind(c, row, line)
        count = SLOTS if line >= 0 else 0


@compiled
def push_peers(c: Columns) -> None:
    """Count each member's ties here yesterday from those who were: the same counts, pushed."""
    members = c.control[MEMBERS]
    for row in range(members):
        c.friends_here[row] = np.int32(0)
    for row in range(members):
        if (c.here_yesterday[row >> 6] >> U(row & 63)) & U(1):
            _push(c, row)


@entry
def tie_all(c: Columns, edges: Wholes, first: Whole) -> Whole:
    """Tie the pairs of rows from `first` on; return where the spill lines ran out, or the end."""
    for n in range(first, edges.shape[0]):
        if c.control[SPILLED] + 2 > c.spill.shape[0]:
            return n
        tie(c, np.int64(edges[n, 0]), np.int64(edges[n, 1]))
    return edges.shape[0]
