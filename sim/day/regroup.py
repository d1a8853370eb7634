"""Members into the cells of the audiences that they are in, and what these ask of their records."""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import entry
from sim.compiled.layout import LEFT, MUTED
from sim.compiled.types import Member, Whole, Wholes

ROWS = 64
"""Members whose records are read together: they stay in the nearest cache."""

ALL = np.int32(-1)


@entry
def gather(words: Wholes, which: Wholes, shift: Wholes, mask: Wholes, out: Wholes) -> None:
    """Copy fields of all records into columns of their own, reading each record once.

    Parameters
    ----------
    words
        The records as int32, shape ``(rows, 16)``.
    which, shift, mask
        Of each field, int32, shape ``(fields,)``: the word that it lies in, and where in that.
    out
        The columns, int32, shape ``(fields, rows)``.
    """
    rows = words.shape[0]
    for first in range(0, rows, ROWS):
        last = min(first + ROWS, rows)
        for k in range(which.shape[0]):
            word, right, bits = which[k], np.int32(shift[k]), np.int32(mask[k])
            if bits == ALL:
                for row in range(first, last):
                    out[k, row] = words[row, word]
            else:
                for row in range(first, last):
                    out[k, row] = np.int32((words[row, word] >> right) & bits)


@entry
def count_each(values: Wholes, among: Wholes, lowest: Whole, counts: Wholes) -> None:
    """Count how many of some have each value, from the lowest on.

    Parameters
    ----------
    values
        Whole numbers, int32, shape ``(rows,)``.
    among
        Who is counted: 1, else 0; uint8, shape ``(rows,)``.
    lowest
        The lowest of all values.
    counts
        What is added to, int64, shape ``(values,)``.
    """
    for row in range(values.shape[0]):
        counts[values[row] - lowest] += among[row]


@entry
def move_all(
    members: Member,
    memories: Member,
    found: Wholes,
    cells: Wholes,
    flags: Wholes,
    kinds: Wholes,
    places: Wholes,
    segments: Whole,
    held: Wholes,
    present: Wholes,
    muted: Wholes,
    moves: Wholes,
) -> None:
    """Move members, and those who are there and hear messages with them.

    Parameters
    ----------
    members, memories
        The rows to move; one memory where nothing is remembered.
    found
        Their combinations, uint16.
    cells, flags, kinds
        Their cells until now, flags and segments, int32: most stay where they are, and their
        records need not be looked at.
    places
        The place of each combination.
    segments
        Segments that there are.
    held
        The place of the combination of each cell: to divide takes longer than to look.
    present, muted
        Members there by cell, and those of them who hear no messages.
    moves
        Where it has room: members there by the places of their combinations before and after.
    """
    # Of one member without memories it is the empty one.
    remembered, counted = memories.shape[0] == members.shape[0], moves.shape[0] > 0
    for row in range(members.shape[0]):
        before, place = np.int64(cells[row]), places[found[row]]
        after = place * segments + np.int64(kinds[row])
        here = flags[row] & np.int32(LEFT) == 0
        if counted and here:
            moves[held[before], place] += 1
        if before == after:
            continue
        members[row].cell = np.uint16(after)
        if not here:
            continue
        present[before] -= 1
        present[after] += 1
        if remembered and memories[row].notes & MUTED != 0:
            muted[before] -= 1
            muted[after] += 1
