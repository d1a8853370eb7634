"""Whom founders will meet, looked up before they tie.

A founder's friends are random members, whose records lie anywhere: to wait for them costs more than
all else that founding takes. A random member, and one of the ties that it made, is known as soon as
that member has made its own; only a tie of a tie hangs on what founders just before do, and of that
there is a good guess, whose record is then near. So whole blocks of founders are looked up at once,
by as many threads as there are.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.compiled.compile import entry, inlined
from sim.compiled.draws import FOUNDER, SEGMENT, key, mix, uniform, unit
from sim.compiled.layout import HOMOPHILY, SLOTS
from sim.compiled.prefetch import prefetch
from sim.compiled.types import Columns, Days, Floats, Whole, Wholes, Word, Words, Work
from sim.day.befriend import (
    GOLDEN,
    INTRODUCED,
    MET,
    NEEDED,
    THROUGH,
    TIES,
    about_ties,
    by_itself,
    closes,
    draw_of_try,
    founder,
    highest,
    oldest_line,
    one_of,
    pick,
    placed_rank,
    ranked_friend,
    ties_wanted,
)
from sim.day.drawn import segment_drawn

TRIES: Final = 8
"""Tries of a founder that are looked up at most."""

_REFUSED: Final = 2
"""Tries looked up beyond the ties that a founder wants."""

_BATCH: Final = 16
"""Founders whose lines are on their way at a time."""

_FOLLOW: Final = -2
"""A try still to be looked up is this, less the member of whose ties it is one."""


@inlined
def _tries(wanted: Whole, row: Whole) -> Whole:
    """Return how many tries of a founder are looked up: some refuse."""
    return min(wanted + _REFUSED, TRIES) if wanted > 0 and row > 0 else 0


@inlined
def _pick_members(
    c: Columns, graph: Floats, tied: Whole, row: Whole, tries: Whole, draws: Words, met: Wholes
) -> None:
    """Pick the random members of a founder's tries, and fetch the lines of those to be followed."""
    for n in range(TRIES):
        met[n, MET] = np.int32(-1)
        met[n, THROUGH] = np.int32(-1)
    for n in range(tries):
        x = draws[n]
        if n > 0 and closes(graph, x):
            continue
        y = mix(x ^ GOLDEN)
        member = pick(y, row)
        if by_itself(y):
            met[n, MET] = np.int32(member)
        elif member < tied:
            met[n, MET] = np.int32(_FOLLOW - member)
            prefetch(c.lines, np.int64(member))


@inlined
def _follow(
    c: Columns, graph: Floats, seed: Word, tied: Whole, root: Word, member: Whole, y: Word
) -> Whole:
    """Return one of the ties that a member made, itself if none, or -1 if that may yet change."""
    wanted = ties_wanted(graph, about_ties(founder(root, member), seed))
    line = oldest_line(c, member)
    if wanted > SLOTS or (wanted > 0 and line < 0 and c.lines[member, wanted - 1] < 0):
        return -1
    other = one_of(c, tied, root, member, line, wanted, False, mix(y))
    return other if other >= 0 else member


@inlined
def _segment(d: Days, seed: Word, root: Word, row: Whole) -> Whole:
    """Return a founder's segment without looking at its record."""
    return segment_drawn(d, uniform(founder(root, row), key(seed, SEGMENT, 0)))


@inlined
def _guess(
    c: Columns,
    root: Word,
    tied: Whole,
    row: Whole,
    mine: Wholes,
    held: Whole,
    y: Word,
    found: Wholes,
) -> None:
    """Look up a tie of one of the ties that a founder will hold by then."""
    if held == 0:
        return
    friend = highest(mine, held, root, y)[1]
    if friend >= tied:
        return
    rank, other = ranked_friend(c, tied, root, friend, False, mix(y))
    # By then the founder is a tie of its friend, too.
    ties = np.int64(c.members[friend].ties)
    if placed_rank(root, row, ties % SLOTS, mix(y)) > rank:
        other = row
    found[MET] = np.int32(other)
    if ties < SLOTS * (INTRODUCED - 1) or ties % SLOTS > 0:
        found[THROUGH] = np.int32(friend)
        found[TIES] = np.int32(ties + 1)


@inlined
def _guess_triangles(
    c: Columns, graph: Floats, d: Days, seed: Word, root: Word, tied: Whole,
    row: Whole, wanted: Whole, draws: Words, met: Wholes, mine: Wholes,
) -> None:  # fmt: skip
    """Guess whom a founder's tries meet that look among the ties of its ties."""
    held: Whole = 0
    met[0, NEEDED] = np.int32(0)
    for n in range(_tries(wanted, row)):
        if held == wanted:
            break
        met[0, NEEDED] = np.int32(n + 1)
        x = draws[n]
        if n > 0 and closes(graph, x):
            _guess(c, root, tied, row, mine, held, mix(x ^ GOLDEN), met[n])
        other = np.int64(met[n, MET])
        if other < 0 or other == row:
            continue
        if not (
            unit(mix(x)) < graph[HOMOPHILY]
            and _segment(d, seed, root, other) != _segment(d, seed, root, row)
        ):
            mine[held] = np.int32(other)
            held += 1


@entry
def foresee(
    c: Columns,
    graph: Floats,
    d: Days,
    w: Work,
    seed: Word,
    tied: Whole,
    first: Whole,
    last: Whole,
    met: Wholes,
) -> None:
    """Look up whom the founders `first` to `last` meet; those below `tied` have their ties.

    `met` has a row for each founder from `tied` on, and a place for each of its tries: whom it
    meets, or a guess where it seeks a tie of a tie, or -1, and when the guess holds (see `MET`).
    """
    root = key(seed, FOUNDER, 0)
    wants, mine = w.queued, w.items
    for start in range(first, last, _BATCH):
        count = min(_BATCH, last - start)
        for k in range(count):
            row = start + k
            base = about_ties(founder(root, row), seed)
            wanted = ties_wanted(graph, base)
            wants[k] = np.uint32(wanted)
            draws = w.words[k * TRIES : (k + 1) * TRIES]
            for n in range(TRIES):
                draws[n] = draw_of_try(base, n)
            _pick_members(c, graph, tied, row, _tries(wanted, row), draws, met[row - tied])
        for k in range(count):
            tries = met[start + k - tied]
            last_triangle = _tries(np.int64(wants[k]), start + k)
            while last_triangle > 0 and not closes(graph, w.words[k * TRIES + last_triangle - 1]):
                last_triangle -= 1
            for n in range(TRIES):
                if tries[n, MET] <= _FOLLOW:
                    y = mix(w.words[k * TRIES + n] ^ GOLDEN)
                    member = _FOLLOW - np.int64(tries[n, MET])
                    tries[n, MET] = np.int32(_follow(c, graph, seed, tied, root, member, y))
                if 0 <= tries[n, MET] < tied and n + 1 < last_triangle:
                    prefetch(c.members, np.int64(tries[n, MET]))
                    prefetch(c.lines, np.int64(tries[n, MET]))
        for k in range(count):
            _guess_triangles(
                c, graph, d, seed, root, tied, start + k, np.int64(wants[k]),
                w.words[k * TRIES : (k + 1) * TRIES], met[start + k - tied], mine,
            )  # fmt: skip
