"""Many founders, a block of them at a time: records first, then whom they meet, then ties.

The same members, ties and counts as `sim.day.births` gives them one after the other.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.compiled.compile import entry
from sim.compiled.prefetch import prefetch
from sim.compiled.types import Columns, Days, Floats, Tallies, Theta, Whole, Wholes, Word
from sim.day.befriend import MET, NEEDED, befriend
from sim.day.births import enter_founder, has_lines

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
    """Write the records of the founders `first` to `last`, without ties."""
    for row in range(first, last):
        enter_founder(c, theta, graph, d, tl, seed, row)


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
