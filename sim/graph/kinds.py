"""Whom a tie end may meet: homophily as shares of tie ends that stay with their own kind.

A tie end is restricted on attribute a with probability ``share[a]``; restricted ends meet only ends
that are restricted on the same attributes and come from members who agree on all of them. So with
independent attributes a tie joins one kind with probability s + (1 - s) * chance, which makes
Newman's r equal to s.

Which attributes restrict an end is drawn by systematic sampling: the shares are laid end to end
around a circle of length 1, and one uniform draw falls on some of them. So shares that add up to no
more than 1 never coincide, kinds stay as large as they can be, and there are at most two sets of
attributes for each attribute, and one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.graph.checked import Wholes

ONE = 1 << 32
"""A probability of 1, in the 32 bits of a draw."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Intervals of a 32-bit draw, and which group each member meets in each of them.

    Parameters
    ----------
    ends
        Where the intervals end, rising to 2^32, shape ``(intervals,)``.
    groups
        Number of a member's group, by interval, below `total`, shape ``(intervals, members)``.
    total
        Number of groups.
    strict
        Members with different numbers are never tied, shape ``(members,)``.
    """

    ends: NDArray[np.uint64]
    groups: NDArray[np.int32]
    total: int
    strict: NDArray[np.int32]


def restrict(shares: Sequence[float], attributes: Wholes) -> Restriction:
    """Return the restriction of tie ends by the kinds of their members.

    Parameters
    ----------
    shares
        Share of tie ends restricted on each attribute, 0 to 1.
    attributes
        Kinds as `checked_attributes` returns them, shape ``(members, A)``.
    """
    lengths = [round(share * ONE) for share in shares]
    begins = [sum(lengths[:a]) % ONE for a in range(len(lengths))]
    cuts = {0, *begins, *((b + n) % ONE for b, n in zip(begins, lengths, strict=True))}
    starts = sorted(cuts)
    rows = []
    known: dict[tuple[int, ...], NDArray[np.int32]] = {}
    total = 0
    for start in starts:
        chosen = tuple(
            a for a, (b, n) in enumerate(zip(begins, lengths, strict=True)) if (start - b) % ONE < n
        )
        if chosen not in known:
            codes, count = _codes(attributes[:, list(chosen)])
            known[chosen] = codes + np.int32(total)
            total += count
        rows.append(known[chosen])
    ends = np.array([*starts[1:], ONE], np.uint64)
    always = [a for a, share in enumerate(shares) if share == 1.0]
    strict = _codes(attributes[:, always])[0]
    return Restriction(ends, np.ascontiguousarray(np.stack(rows)), total, strict)


def _codes(columns: Wholes) -> tuple[NDArray[np.int32], int]:
    """Number the combinations of kinds; return each member's, and a bound of the numbers."""
    members = len(columns)
    codes = np.zeros(members, np.int64)
    count = 1
    for column in columns.T:
        kinds = int(column.max()) + 1
        codes = codes * kinds + column
        count *= kinds
        if count > 4 * members + 1024:
            present, codes = np.unique(codes, return_inverse=True)
            count = len(present)
    return codes.astype(np.int32), count
