"""Cells: a member's combination of audiences and segment, by which offers and counts go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.columns import make_tallies
from sim.compiled.layout import CELLS, PAID, REFERRED, Columns, Tallies
from sim.errors import CrowdedError
from sim.facts import Facts
from sim.spec import CommunitySpec
from sim.trajectory import COUNT_INDEX

BY_CELL = ("counts", "population", "present", "muted")
"""Tallies by cell."""


def in_more_cells(old: Tallies, spec: CommunitySpec, cells: int) -> Tallies:
    """Return tallies with room for more cells behind those that they have."""
    made = make_tallies(spec, len(old.triangle), cells)
    for name in BY_CELL:
        before, after = getattr(old, name), getattr(made, name)
        if before.ndim == 1:
            after[: len(before)] = before
        else:
            after[:, : before.shape[1]] = before
    return old._replace(**{name: getattr(made, name) for name in BY_CELL})


def with_new(combinations: list[int], found: NDArray[np.uint16]) -> list[int]:
    """Return combinations and, behind them in order, those found that were not among them.

    Raises
    ------
    CrowdedError
        If they are more than there is room for.
    """
    occurs = np.zeros(1 << 16, np.bool_)
    occurs[found] = True
    there = np.flatnonzero(occurs).tolist()
    new = [bits for bits in there if bits not in combinations]
    if len(combinations) + len(new) > CELLS:
        raise CrowdedError(
            f"the audiences overlap in more than {CELLS} ways; use fewer, or such as exclude each "
            "other",
            field="audiences",
        )
    return [*combinations, *new]


def count_joiners(columns: Columns, tallies: Tallies, day: int, first: int, last: int) -> None:
    """Count today's joiners, the rows `first` to `last`, in their cells; they were in nobody's."""
    members = columns.members[first:last]
    many = tallies.counts.shape[1]
    of_kind = {"joined_referred": REFERRED, "joined_paid": PAID, "joined_organic": REFERRED | PAID}
    for name, bits in of_kind.items():
        won = (members["flags"] & bits) != 0
        who = members[~won if name == "joined_organic" else won]
        counts = tallies.counts[day, :, COUNT_INDEX[name]]
        counts -= np.bincount(who["segment"], minlength=many)
        counts += np.bincount(who["cell"], minlength=many)


def move(
    tallies: Tallies,
    facts: Facts,
    combinations: list[int],
    found: NDArray[np.uint16],
    moves: NDArray[np.int64],
) -> None:
    """Move members to the cells of their combinations, and count who went from which to which.

    Parameters
    ----------
    tallies
        Who is there by cell.
    facts
        The members.
    combinations
        Those that there are, by place.
    found
        Theirs, shape ``(rows,)``.
    moves
        What to count in, shape ``(CELLS, CELLS)``, or nothing. On a plan's first day everybody
        comes from nobody's combination.
    """
    from sim.day.regroup import move_all

    place = np.zeros(max(combinations) + 1, np.int64)
    place[combinations] = np.arange(len(combinations))
    memories, segments = facts.columns.memories, len(facts.spec.segments)
    if len(memories) > 1:
        memories = memories[facts.rows]
    move_all(
        facts.members, memories, found, facts.column("cell"), facts.column("flags"),
        facts.column("segment"), place, segments, np.arange(len(tallies.present)) // segments,
        tallies.present, tallies.muted, moves,
    )  # fmt: skip
