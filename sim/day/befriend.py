"""How a newcomer finds friends.

A newcomer ties to whoever invited it, then to a random end of a random tie (preferential
attachment, Barabasi and Albert 1999: V20) or, with probability `closure`, to a tie of a tie (M52,
Holme and Kim 2002), of whom a hub introduces one of its latest 61 to 75. With probability
`group_ties` it looks in its own group instead. A candidate who differs in segment or in an
attribute is refused with the probability of that attribute's homophily.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.compiled.compile import compiled, inlined
from sim.compiled.control import ORGANICS
from sim.compiled.draws import FOUNDER, TIE, U, key, mix, unit
from sim.compiled.layout import (
    CLOSURE,
    GROUP_TIES,
    HOMOPHILY,
    HOMOPHILY_FIRST,
    HOMOPHILY_SECOND,
    LEFT,
    MAKES,
    SLOTS,
)
from sim.compiled.types import Columns, Flag, Floats, Whole, Wholes, Word
from sim.day.groups import companion, grouped, is_organic
from sim.day.ties import in_first_line, is_tied, line_behind, slot, tie

GOLDEN = U(0x9E3779B97F4A7C15)

INTRODUCED: Final = 5
"""Lines of a member's latest ties among whom a newcomer is introduced: 61 to 75 ties.

Without a bound the cost of a newcomer would grow with the hubs, that is with the community.
"""

MET, THROUGH, TIES, NEEDED = range(4)
"""What was looked up for a try: whom it meets, or -1; where that is a tie of a tie, through whom,
and how many ties that one will have: only if it has, that is whom it meets. With the first try
stands how many are likely to be needed."""


@inlined
def founder(root: Word, row: Whole) -> Word:
    """Return a founder's identity, reckoned, not looked up; `root` is the key of all founders."""
    return mix(root ^ mix(U(row) + GOLDEN))


@inlined
def about_ties(identity: Word, seed: Word) -> Word:
    """Return a newcomer's hash of all draws about ties."""
    return mix(identity ^ key(seed, TIE, 0))


@inlined
def draw_of_try(base: Word, n: Whole) -> Word:
    """Return the draw of a newcomer's try `n`, from 0; `base` is its hash of all about ties."""
    return mix(base ^ mix(U(n + 1) + GOLDEN))


@inlined
def pick(x: Word, n: Whole) -> Whole:
    """Return a whole number below n from the high half of x."""
    return np.int64(((x >> U(32)) * U(n)) >> U(32))


@inlined
def _somebody(c: Columns, founders: Whole, row: Whole, organic: Flag, y: Word) -> Whole:
    """Return a random member who joined before `row`, or -1; an organic one if `organic`."""
    organics = c.control[ORGANICS]
    others = row - organics
    if row < founders:
        # The roster holds founders in order.
        return pick(y, row) if row > 0 else -1
    if organic or unit(mix(mix(y))) >= np.float32(others) / np.float32(row):
        return np.int64(c.roster[pick(y, organics)]) if organics > 0 else -1
    return np.int64(c.roster[c.roster.shape[0] - 1 - pick(y, others)])


@inlined
def placed_rank(root: Word, row: Whole, place: Whole, y: Word) -> Word:
    """Return a founder's rank among ties, with its place in a line in the last four bits."""
    return (mix(founder(root, row) ^ y) & ~U(15)) | U(15 - place)


@compiled
def highest(held: Wholes, count: Whole, root: Word, y: Word) -> tuple[Word, Whole]:
    """Return the highest rank of a line's first founders, and whose it is.

    All places are ranked, and the place stands in a rank's last four bits: without a branch the
    processor ranks eight at a time.
    """
    best = U(0)
    for k in range(SLOTS + 1):
        rank = placed_rank(root, np.int64(held[k]), k, y)
        best = max(best, rank if k < count else U(0))
    return best, np.int64(held[15 - np.int64(best & U(15))])


@inlined
def _first_ranked(
    c: Columns,
    founders: Whole,
    root: Word,
    row: Whole,
    line: Whole,
    count: Whole,
    organic: Flag,
    y: Word,
) -> tuple[Word, Whole]:
    """Return the highest rank of the first ties of a member's line, and whose it is, or -1."""
    if founders > 0:
        rank, other = highest(c.lines[row] if line < 0 else c.spill[line], count, root, y)
        return rank, other
    best = U(0)
    chosen: Whole = -1
    for k in range(count):
        other = slot(c, row, line, k)
        if organic and not is_organic(c, other):
            continue
        rank = mix(c.identity[other] ^ y)
        if chosen < 0 or rank > best:
            best = rank
            chosen = other
    return best, chosen


@inlined
def ranked_friend(
    c: Columns, founders: Whole, root: Word, row: Whole, organic: Flag, y: Word
) -> tuple[Word, Whole]:
    """Return the rank of a random tie of a member, and whose it is, or -1; organic if `organic`.

    The tie whose identity hashes highest: one tie more or less leaves the choice as it was,
    unless it is itself the choice. Of a hub only the latest ties are looked at.
    """
    best = U(0)
    chosen: Whole = -1
    lines = 0
    line: Whole = -1
    count = in_first_line(c.members[row].ties)
    while count > 0:
        rank, other = _first_ranked(c, founders, root, row, line, count, organic, y)
        if other >= 0 and (chosen < 0 or rank > best):
            best = rank
            chosen = other
        lines += 1
        line = line_behind(c, row, line)
        count = SLOTS if line >= 0 and lines < INTRODUCED else 0
    return best, chosen


@inlined
def _friend_of(
    c: Columns, founders: Whole, root: Word, row: Whole, organic: Flag, y: Word
) -> Whole:
    """Return a random tie of a member, or -1; an organic one if `organic`."""
    return ranked_friend(c, founders, root, row, organic, y)[1]


@inlined
def ties_wanted(graph: Floats, base: Word) -> Whole:
    """Return how many ties a newcomer makes; `base` is its hash of all draws about ties."""
    whole = np.int64(graph[MAKES])
    return whole + 1 if unit(base) < graph[MAKES] - np.float32(whole) else whole


@inlined
def tie_made_by(
    c: Columns,
    graph: Floats,
    seed: Word,
    founders: Whole,
    root: Word,
    row: Whole,
    organic: Flag,
    y: Word,
) -> Whole:
    """Return one of the ties that a member made on joining, its oldest ones, or -1.

    A random member, and with even odds itself or one of the ties that it made, is a random end of a
    random tie. A random tie of a random member is not: those tied to somebody with few would weigh
    more (V20).
    """
    line = oldest_line(c, row)
    held = SLOTS if line >= 0 else in_first_line(c.members[row].ties)
    identity = founder(root, row) if row < founders else c.identity[row]
    wanted = ties_wanted(graph, about_ties(identity, seed))
    return one_of(c, founders, root, row, line, min(wanted, held), organic, y)


@inlined
def oldest_line(c: Columns, row: Whole) -> Whole:
    """Return the line of a member's oldest ties; -1 is the first."""
    line: Whole = -1
    while line_behind(c, row, line) >= 0:
        line = line_behind(c, row, line)
    return line


@inlined
def one_of(
    c: Columns,
    founders: Whole,
    root: Word,
    row: Whole,
    line: Whole,
    made: Whole,
    organic: Flag,
    y: Word,
) -> Whole:
    """Return one of the first `made` ties of a member's line, or -1."""
    if made == 0:
        return -1
    return _first_ranked(c, founders, root, row, line, made, organic, y)[1]


@inlined
def closes(graph: Floats, x: Word) -> Flag:
    """Return whether a tie is sought among those of ties."""
    return unit(x) < graph[CLOSURE]


@inlined
def by_itself(y: Word) -> Flag:
    """Return whether a random member is met for itself, not for a tie that it made."""
    return unit(mix(mix(y) ^ GOLDEN)) < np.float32(0.5)


@inlined
def _refuses(c: Columns, graph: Floats, row: Whole, other: Whole, x: Word) -> Flag:
    """Return whether two members are too different for a tie."""
    z = mix(x)
    if c.members[other].segment != c.members[row].segment and unit(z) < graph[HOMOPHILY]:
        return True
    if c.attributes.shape[0] == 1:
        return False
    differ = c.attributes[row] ^ c.attributes[other]
    z = mix(z ^ GOLDEN)
    if differ & 15 and unit(z) < graph[HOMOPHILY_FIRST]:
        return True
    z = mix(z ^ GOLDEN)
    return bool(differ >> 4) and unit(z) < graph[HOMOPHILY_SECOND]


@inlined
def _candidate(
    c: Columns,
    graph: Floats,
    seed: Word,
    founders: Whole,
    root: Word,
    row: Whole,
    organic: Flag,
    made: Whole,
    x: Word,
    known: Wholes,
    n: Whole,
) -> Whole:
    """Return whom the newcomer meets at its try `n`, or -1."""
    triangle = closes(graph, x)
    looked_up = n < known.shape[0] and known[n, MET] >= 0
    if looked_up and not triangle:
        return np.int64(known[n, MET])
    y = mix(x ^ GOLDEN)
    if made > 0 and triangle:
        friend = _friend_of(c, founders, root, row, organic, y)
        if looked_up and friend == known[n, THROUGH] and c.members[friend].ties == known[n, TIES]:
            return np.int64(known[n, MET])
        other = _friend_of(c, founders, root, friend, organic, mix(y)) if friend >= 0 else -1
        return other if other >= 0 else friend
    if grouped(c) and unit(mix(y ^ GOLDEN)) < graph[GROUP_TIES]:
        return companion(c, row, organic, y)
    member = _somebody(c, founders, row, organic, y)
    if member < 0 or by_itself(y):
        return member
    other = tie_made_by(c, graph, seed, founders, root, member, organic, mix(y))
    return other if other >= 0 else member


@compiled
def befriend(
    c: Columns,
    graph: Floats,
    seed: Word,
    founders: Whole,
    row: Whole,
    inviter: Whole,
    known: Wholes,
) -> None:
    """Tie a newcomer; `graph` is the array of `sim.compiled.layout.GRAPH`.

    `known` holds what `sim.day.foresee` has looked up for its first tries, and may be empty.

    An organic newcomer looks for organic friends: so members whom a plan wins do not change whom
    the others meet, and two plans keep the ties that they have in common. Members whom a plan won
    look among all.
    """
    base = about_ties(c.identity[row], seed)
    wanted = ties_wanted(graph, base)
    made = 0
    if inviter >= 0:
        tie(c, row, inviter)
        made = 1
    if row == 0:
        return
    root = key(seed, FOUNDER, 0)
    # Whoever a founder meets is one.
    founders = founders if row < founders else 0
    # Nothing to tell apart where everybody is organic, and much to read.
    organic = is_organic(c, row) and c.control[ORGANICS] < row
    for n in range(8 * wanted):
        if made >= wanted:
            break
        x = draw_of_try(base, n)
        candidate = _candidate(c, graph, seed, founders, root, row, organic, made, x, known, n)
        if candidate < 0 or candidate == row or (c.members[candidate].flags & LEFT) != 0:
            continue
        if _refuses(c, graph, row, candidate, x) or is_tied(c, row, candidate):
            continue
        tie(c, row, candidate)
        made += 1
