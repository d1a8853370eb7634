"""Ties: lines of fifteen neighbours, and how a newcomer finds friends.

A member's first line is a row of `lines`; when it is full, its contents move to a spill line behind
it, so that adding a tie costs the same for a hub as for anybody. A newcomer ties to whoever
invited it, then to a tie of a random member (preferential attachment: a random end of a random
tie) or, with probability `closure`, to a tie of a tie (M52, Holme and Kim 2002); a candidate of
another segment is refused with probability `homophily`.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import compiled, inlined
from sim.kernel.draws import TIE, U, key, mix, unit
from sim.kernel.layout import LEFT, ORGANICS, PAID, REFERRED, SLOTS, SPILLED
from sim.kernel.types import Columns, Flag, Float32, Floats, Whole, Word

_GOLDEN = U(0x9E3779B97F4A7C15)


@inlined
def in_first_line(ties: Whole) -> Whole:
    """Return how many of a member's ties stand in its first line."""
    if ties == 0:
        return 0
    return (ties - 1) % SLOTS + 1


@inlined
def tie_at(c: Columns, row: Whole, k: Word) -> Whole:
    """Return tie number k of a member, 0 <= k < ties."""
    here = in_first_line(c.members[row].ties)
    if k < here:
        return c.lines[row, k]
    k -= here
    line = c.lines[row, SLOTS]
    while k >= SLOTS:
        line = c.spill[line, SLOTS]
        k -= SLOTS
    return c.spill[line, k]


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
def share_here(c: Columns, row: Whole) -> Float32:
    """Return the share of a member's ties who were here yesterday, 0 to 1."""
    ties = c.members[row].ties
    if ties == 0:
        return np.float32(0.0)
    count: Whole = 0
    here = in_first_line(ties)
    for k in range(here):
        other = c.lines[row, k]
        count += np.int64((c.here_yesterday[other >> 6] >> U(other & 63)) & U(1))
    line = c.lines[row, SLOTS]
    while line >= 0:
        for k in range(SLOTS):
            other = c.spill[line, k]
            count += np.int64((c.here_yesterday[other >> 6] >> U(other & 63)) & U(1))
        line = c.spill[line, SLOTS]
    return np.float32(count) / np.float32(ties)


@inlined
def _pick(x: Word, n: Whole) -> Whole:
    """Return a whole number below n from the high half of x."""
    return np.int64(((x >> U(32)) * U(n)) >> U(32))


@inlined
def _somebody(c: Columns, row: Whole, organic: Flag, y: Word) -> Whole:
    """Return a random member who joined before `row`, or -1; an organic one if `organic`."""
    organics = c.control[ORGANICS]
    others = row - organics
    if organic or unit(mix(mix(y))) >= np.float32(others) / np.float32(row):
        return np.int64(c.roster[_pick(y, organics)]) if organics > 0 else -1
    return np.int64(c.roster[c.roster.shape[0] - 1 - _pick(y, others)])


@inlined
def _friend_of(c: Columns, row: Whole, organic: Flag, y: Word) -> Whole:
    """Return a random tie of a member, or -1; an organic one if `organic`.

    The tie whose identity hashes highest: one tie more or less leaves the choice as it was,
    unless it is itself the choice.
    """
    best = U(0)
    chosen: Whole = -1
    ties = c.members[row].ties
    for k in range(ties):
        other = np.int64(tie_at(c, row, k))
        if organic and (c.members[other].flags & (REFERRED | PAID)) != 0:
            continue
        rank = mix(c.identity[other] ^ y)
        if chosen < 0 or rank > best:
            best = rank
            chosen = other
    return chosen


@compiled
def befriend(c: Columns, graph: Floats, seed: Word, row: Whole, inviter: Whole) -> None:
    """Tie a newcomer; `graph` is (ties a newcomer makes, closure, homophily).

    An organic newcomer looks for organic friends: so members whom a plan wins do not change whom
    the others meet, and two plans keep the ties that they have in common. Members whom a plan won
    look among all.
    """
    base = mix(c.identity[row] ^ key(seed, TIE, 0))
    wanted = np.int64(graph[0])
    if unit(base) < graph[0] - np.float32(wanted):
        wanted += 1
    made = 0
    if inviter >= 0:
        tie(c, row, inviter)
        made = 1
    if row == 0:
        return
    organic = (c.members[row].flags & (REFERRED | PAID)) == 0
    tries = 8 * wanted
    counter = U(1)
    while made < wanted and tries > 0:
        tries -= 1
        x = mix(base ^ mix(counter + _GOLDEN))
        y = mix(x ^ _GOLDEN)
        counter += U(1)
        if made > 0 and unit(x) < graph[1]:
            friend = _friend_of(c, row, organic, y)
        else:
            friend = _somebody(c, row, organic, y)
        if friend < 0:
            continue
        candidate = _friend_of(c, friend, organic, mix(y))
        if candidate < 0:
            candidate = friend
        if candidate == row or (c.members[candidate].flags & LEFT) != 0:
            continue
        other_segment = c.members[candidate].segment != c.members[row].segment
        if other_segment and unit(mix(x)) < graph[2]:
            continue
        if is_tied(c, row, candidate):
            continue
        tie(c, row, candidate)
        made += 1
