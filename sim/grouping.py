"""Cells: a member's combination of audiences and segment, by which offers and counts go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.columns import make_tallies
from sim.compiled.layout import CELLS, LEFT, MUTED, PAID, REFERRED, Columns, Tallies
from sim.errors import InputError
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
    InputError
        If they are more than there is room for.
    """
    new = [bits for bits in np.unique(found).tolist() if bits not in combinations]
    if len(combinations) + len(new) > CELLS:
        raise InputError(
            f"the audiences overlap in more than {CELLS} ways; use fewer, or such as exclude each "
            "other",
            field="audiences",
        )
    return [*combinations, *new]


def cells_of(
    combinations: list[int],
    found: NDArray[np.uint16],
    segment: NDArray[np.uint8],
    segments: int,
) -> NDArray[np.int64]:
    """Return the cell of members by their combination and segment, shape ``(rows,)``."""
    place = np.zeros(max(combinations) + 1, np.int64)
    place[combinations] = np.arange(len(combinations))
    return np.asarray(place[found] * segments + segment, np.int64)


def count_moves(
    moves: NDArray[np.int64],
    combinations: list[int],
    facts: Facts,
    found: NDArray[np.uint16],
) -> None:
    """Count who of those who are there went from which combination to which, by their places.

    On a plan's first day everybody comes from nobody's.
    """
    place = np.zeros(max(combinations) + 1, np.int64)
    place[combinations] = np.arange(len(combinations))
    here = facts.here
    pairs = place[facts.held[here]] * CELLS + place[found[here]]
    moves += np.bincount(pairs, minlength=CELLS * CELLS).reshape(CELLS, CELLS)


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


def move(columns: Columns, tallies: Tallies, rows: slice, cells: NDArray[np.int64]) -> None:
    """Move members to other cells, and those who are there and hear messages with them."""
    members = columns.members[rows]
    here = (members["flags"] & LEFT) == 0
    counted = [(tallies.present, here)]
    if len(columns.memories) > 1:
        muted = (columns.memories["notes"][rows] & MUTED) != 0
        counted.append((tallies.muted, here & muted))
    for tally, who in counted:
        many = len(tally)
        tally -= np.bincount(members["cell"][who], minlength=many)
        tally += np.bincount(cells[who], minlength=many)
    members["cell"] = cells
