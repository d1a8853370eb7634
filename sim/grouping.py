"""Cells: a member's combination of audiences and segment, by which offers and counts go."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.audience import Moved
from sim.columns import make_tallies
from sim.compiled.layout import CELLS, Columns, Tallies
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


def with_effects(
    effects: NDArray[np.float32], new: NDArray[np.float32], known: int, segments: int
) -> NDArray[np.float32]:
    """Return the effects of offers with those for new combinations behind the known ones.

    Room is made by doubling, since each copy is of all days. Cells that are nobody's have the
    effects of nobody's audience, so that no bound over all cells is moved by them.

    Parameters
    ----------
    effects, new
        Effects (`sim.response.effects_table`) of the known combinations and of the new ones.
    known
        Combinations until now.
    segments
        Segments that there are.
    """
    first, last = known * segments, known * segments + new.shape[2]
    if last > effects.shape[2]:
        days, tiers, _, columns = effects.shape
        room = max(last, min(2 * first, CELLS * segments)) // segments
        grown = np.empty((days, tiers, room, segments, columns), np.float32)
        grown[:, :, :known] = effects[:, :, :first].reshape(days, tiers, known, segments, columns)
        grown[:, :, known:] = effects[:, :, None, :segments]
        effects = grown.reshape(days, tiers, -1, columns)
    effects[:, :, first:last] = new
    return effects


def with_new(combinations: list[int], found: NDArray[np.uint16]) -> list[int]:
    """Return combinations and, behind them in order, those found that were not among them.

    Raises
    ------
    CrowdedError
        If they are more than there is room for.
    """
    there = np.unique(found).tolist()
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
    from sim.day.regroup import book_joiners

    kinds = ("joined_referred", "joined_paid", "joined_organic")
    counts = [tallies.counts[day, :, COUNT_INDEX[name]] for name in kinds]
    book_joiners(columns.members[first:last], *counts)


def move(
    tallies: Tallies,
    facts: Facts,
    combinations: list[int],
    moved: Iterable[Moved],
    moves: NDArray[np.int64],
) -> list[int]:
    """Move members to the cells of their combinations, and count who went from which to which.

    Parameters
    ----------
    tallies
        Who is there by cell.
    facts
        The members who were looked at.
    combinations
        Those that there are, by place.
    moved
        Who of them is in another than until now, part by part.
    moves
        What to count in, those who stay too, shape ``(CELLS, CELLS)``, or nothing. On a plan's
        first day everybody comes from nobody's combination.

    Returns
    -------
    list of int
        The combinations, with those that are new.

    Raises
    ------
    CrowdedError
        If they are more than there is room for.
    """
    from sim.day.regroup import move_all

    memories, segments = facts.columns.memories, len(facts.spec.segments)
    # Most records need not be looked at where all hear messages.
    remembered = len(memories) > 1 and bool(tallies.muted.any())
    if remembered:
        memories = memories[facts.rows]
    if len(moves):
        staying = tallies.present.reshape(-1, segments).sum(axis=1)
        np.fill_diagonal(moves, moves.diagonal() + staying)

    def put(place: NDArray[np.int16], rows: NDArray[np.uint32], found: NDArray[np.uint16]) -> None:
        move_all(
            facts.members, memories, remembered, rows, found, place, segments, tallies.present,
            tallies.muted, moves,
        )  # fmt: skip

    place, waiting = _places(combinations), list[Moved]()
    for rows, found in moved:
        if place.take(found, mode="clip").min() < 0:
            waiting.append((rows, found))
        else:
            # At once: their records are in the cache.
            put(place, rows, found)
    if waiting:
        combinations = with_new(combinations, np.concatenate([found for _, found in waiting]))
        place = _places(combinations)
        for rows, found in waiting:
            put(place, rows, found)
    return combinations


def _places(combinations: list[int]) -> NDArray[np.int16]:
    """Return the place of each combination by its bits; -1, as at the end, of those without one."""
    place = np.full(max(combinations) + 2, -1, np.int16)
    place[combinations] = np.arange(len(combinations))
    return place
