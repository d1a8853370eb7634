"""Members into the cells of the audiences that they are in, and what these ask of their records."""

from __future__ import annotations

import numpy as np

from sim.compiled.compile import entry
from sim.compiled.deeds import DEED_WEEKS
from sim.compiled.layout import LEFT, MUTED, PAID, REFERRED
from sim.compiled.prefetch import prefetch
from sim.compiled.types import Flag, Float64, Member, Whole, Wholes

ROWS = 64
"""Members whose records are read together: they stay in the nearest cache."""

U = np.uint64
"""Places of whole numbers that cannot be negative: else each look asks whether they are, which
takes a third of the time."""

LAST_BIN = np.float64(65535)

AHEAD = 12
"""Members whose records are asked for ahead."""


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
            word, right, bits = U(which[k]), np.int32(shift[k]), np.int32(mask[k])
            for row in range(U(first), U(last)):
                out[U(k), row] = (words[row, word] >> right) & bits


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
    for row in range(U(values.shape[0])):
        counts[U(values[row] - lowest)] += among[row]


@entry
def book_joiners(members: Member, referred: Wholes, paid: Wholes, organic: Wholes) -> None:
    """Book joiners in their cells; they were booked in nobody's.

    Parameters
    ----------
    members
        Their records.
    referred, paid, organic
        Today's joiners of each kind by cell; the first cells are the segments of those who are in
        no audience.
    """
    for row in range(members.shape[0]):
        flags, segment, cell = members[row].flags, members[row].segment, members[row].cell
        if flags & REFERRED != 0:
            referred[segment] -= 1
            referred[cell] += 1
        if flags & PAID != 0:
            paid[segment] -= 1
            paid[cell] += 1
        if flags & (REFERRED | PAID) == 0:
            organic[segment] -= 1
            organic[cell] += 1


@entry
def bin_each(
    values: Wholes, among: Wholes, lowest: Float64, scale: Float64, bins: Wholes, counts: Wholes
) -> None:
    """Put numbers into bins, the higher the number the higher the bin; count some of them by bin.

    Parameters
    ----------
    values
        Numbers, whole or not; of what is no number the bin is the lowest. Shape ``(rows,)``.
    among
        Who is counted: 1, else 0; uint8, same shape.
    lowest, scale
        Where the lowest bin begins, and bins a unit.
    bins
        The bin of each, written; uint16, same shape.
    counts
        What is added to, int64, shape ``(65536,)``.
    """
    for row in range(U(values.shape[0])):
        place = (np.float64(values[row]) - lowest) * scale
        bin = np.uint16(min(place, LAST_BIN)) if place > 0.0 else np.uint16(0)
        bins[row] = bin
        counts[U(bin)] += among[row]


@entry
def add_shares(values: Wholes, among: Wholes, lowest: Whole, shares: Wholes, found: Wholes) -> None:
    """Add to what has been found of some what stands in a table for a whole number of each.

    Parameters
    ----------
    values, among, lowest
        As in `count_each`.
    shares
        What stands for each value from the lowest on, float64.
    found
        What is added to, float64, shape ``(rows,)``.
    """
    # Without a branch, which is foreseen no better than who has left.
    for row in range(U(values.shape[0])):
        found[row] += shares[U(values[row] - lowest)] * np.float64(among[row])


@entry
def add_weeks(
    deeds: Wholes,
    week: Whole,
    bucket: Whole,
    latest: Whole,
    first: Whole,
    last: Whole,
    done: Wholes,
) -> None:
    """Add what members did in some of the latest weeks, each row of deeds looked at once.

    Parameters
    ----------
    deeds
        Rows of deeds (`sim.compiled.deeds`).
    week, bucket
        The columns of the week of the last deed, and of the first of the four weeks kept.
    latest
        The week that is under way.
    first, last
        Weeks ago that count, 0 the latest.
    done
        What is added to, int64, shape ``(rows,)``.
    """
    for row in range(U(deeds.shape[0])):
        gap = latest - np.int64(deeds[row, U(week)])
        total = np.int64(0)
        for k in range(DEED_WEEKS):
            ago = gap + k
            total += deeds[row, U(bucket + k)] * np.int64((ago >= first) & (ago <= last))
        done[row] += total


@entry
def find_moved(found: Wholes, cells: Wholes, held: Wholes, moved: Wholes) -> Whole:
    """Find who is in another combination of audiences than until now; return how many are.

    Parameters
    ----------
    found
        The combination of each, uint16, shape ``(rows,)``.
    cells
        Their cells until now, int32.
    held
        The combination of each cell: to divide takes longer than to look.
    moved
        Their rows, written from the start on, uint32, shape ``(rows,)``.
    """
    many = U(0)
    for row in range(U(found.shape[0])):
        moved[many] = np.uint32(row)
        many += U(found[row] != held[U(cells[row])])
    return np.int64(many)


@entry
def move_all(
    members: Member,
    memories: Member,
    remembered: Flag,
    rows: Wholes,
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
        All records.
    remembered
        Whether memories are to be looked at: somebody hears no messages.
    rows, found, places
        Who moves, to which combinations, and the place of each combination.
    segments
        Segments that there are.
    present, muted
        Members there by cell, and those of them who hear no messages.
    moves
        Where it has room: members there by the places of their combinations before and after,
        as if all had stayed.
    """
    counted = moves.shape[0] > 0
    for k in range(rows.shape[0]):
        if k + AHEAD < rows.shape[0]:
            prefetch(members, np.int64(rows[k + AHEAD]))
        row = np.int64(rows[k])
        before = np.int64(members[row].cell)
        to = np.int64(places[found[k]])
        after = to * segments + np.int64(members[row].segment)
        members[row].cell = np.uint16(after)
        if members[row].flags & LEFT != 0:
            continue
        present[before] -= 1
        present[after] += 1
        if counted:
            place = before // segments
            moves[place, place] -= 1
            moves[place, to] += 1
        if remembered and memories[row].notes & MUTED != 0:
            muted[before] -= 1
            muted[after] += 1
