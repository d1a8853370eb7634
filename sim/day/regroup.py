"""Members into the cells of the audiences that they are in this morning."""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import entry
from sim.compiled.layout import LEFT, MUTED
from sim.compiled.types import Member, Whole, Wholes


@entry
def move_all(
    members: Member,
    memories: Member,
    found: Wholes,
    places: Wholes,
    segments: Whole,
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
    places
        The place of each combination.
    segments
        Segments that there are.
    present, muted
        Members there by cell, and those of them who hear no messages.
    moves
        Where it has room: members there by the places of their combinations before and after.
    """
    # Of one member without memories it is the empty one.
    remembered, counted = memories.shape[0] == members.shape[0], moves.shape[0] > 0
    for row in range(members.shape[0]):
        m = members[row]
        before, place = np.int64(m.cell), places[found[row]]
        after = place * segments + np.int64(m.segment)
        if m.flags & LEFT == 0:
            present[before] -= 1
            present[after] += 1
            if remembered and memories[row].notes & MUTED != 0:
                muted[before] -= 1
                muted[after] += 1
            if counted:
                moves[before // segments, place] += 1
        m.cell = np.uint16(after)
