"""Many founders, a block of them at a time: records first, then whom they meet, then ties.

The same members, ties and counts as `sim.day.births` gives them one after the other.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.compiled.compile import entry
from sim.compiled.draws import FOUNDER, key
from sim.compiled.prefetch import prefetch
from sim.compiled.types import Columns, Days, Floats, Tallies, Theta, Whole, Wholes, Word
from sim.day.befriend import MET, NEEDED, befriend, founder
from sim.day.births import begin_memory, has_lines, join
from sim.day.remember import remembers
from sim.day.tally import JOINED_ORGANIC

_NEAR: Final = 6
"""Founders ahead whose friends' records are fetched."""


@entry
def enter_founders(
    c: Columns,
    theta: Theta,
    graph: Floats,
    d: Days,
    tl: Tallies,
    seed: Word,
    first: Whole,
    last: Whole,
) -> None:
    """Write and count the founders `first` to `last`, without ties."""
    root = key(seed, FOUNDER, 0)
    for row in range(first, last):
        join(c, theta, graph, d, tl, seed, 0, row, founder(root, row), np.uint8(0), -1)
        if remembers(c):
            begin_memory(c, theta, tl, seed, 0, row, True)
        c.roster[row] = np.int32(row)
        tl.counts[0, c.members[row].cell, JOINED_ORGANIC] += 1


@entry
def tie_founders(
    c: Columns, graph: Floats, seed: Word, first: Whole, last: Whole, tied: Whole, met: Wholes
) -> Whole:
    """Tie the founders `first` to `last`; return where the spill lines ran out, or `last`.

    `met` is what `foresee` found for the founders from `tied` on.
    """
    for row in range(first, last):
        if not has_lines(c, graph):
            return row
        if row + _NEAR < last:
            for n in range(met[row + _NEAR - tied, 0, NEEDED]):
                other = np.int64(met[row + _NEAR - tied, n, MET])
                if other >= 0:
                    prefetch(c.members, other)
                    prefetch(c.lines, other)
        befriend(c, graph, seed, last, row, -1, met[row - tied])
    return last
