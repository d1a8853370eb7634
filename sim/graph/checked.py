"""What a caller hands over as ties, kinds and rows, looked at before compiled code gets it.

Compiled code does not check the rows that it is led to: a wrong one would end the process. Each
function returns what it was given in the form that the rest of `sim.graph` expects.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import InputError

MOST: Final = 2**31 - 1
"""Members that int32 can number."""

Wholes = NDArray[np.integer[Any]]


def checked_edges(edges: ArrayLike, members: int, field: str = "edges") -> NDArray[np.int32]:
    """Return ties that are known to be sound.

    Parameters
    ----------
    edges
        Ties, whole numbers of shape ``(E, 2)``, in any order.
    members
        Number of members, 0 or more.
    field
        Name of the ties for the message.

    Returns
    -------
    NDArray[np.int32]
        The same rows in the same order; the very array if it has this form already.

    Raises
    ------
    InputError
        If the ties are no whole numbers of this shape, one ends outside 0 to ``members - 1``, joins
        a member to itself, or is there twice, in either direction.

    Notes
    -----
    Ties that rise, as those of `sim.graph` do, are looked through once; others are sorted: 0.03 and
    0.4 s for five million.
    """
    members = checked_members(members)
    found = _wholes(edges, field)
    if found.ndim != 2 or found.shape[1] != 2:
        raise InputError(
            f"of shape {found.shape}; allowed is (ties, 2), two members a row", field=field
        )
    if len(found) == 0:
        return np.zeros((0, 2), np.int32)
    _refuse_outside(found, members, field)
    sound = np.ascontiguousarray(found, np.int32)
    first, second = sound[:, 0], sound[:, 1]
    if (loops := first == second).any():
        row = int(loops.argmax())
        raise InputError(
            f"row {row} ties member {first[row]} to itself; a tie joins two members", field=field
        )
    pairs = np.minimum(first, second).astype(np.int64) << 32 | np.maximum(first, second)
    if not (pairs[1:] > pairs[:-1]).all():
        pairs.sort()
        if (again := pairs[1:] == pairs[:-1]).any():
            pair = int(pairs[int(again.argmax())])
            raise InputError(
                f"members {pair >> 32} and {pair & 0xFFFFFFFF} are tied more than once; allowed is "
                "once, in either direction",
                field=field,
            )
    return sound


def checked_members(members: int, field: str = "members") -> int:
    """Return a number of members.

    Raises
    ------
    InputError
        If it is no whole number of 0 or more.
    """
    if isinstance(members, bool) or not isinstance(members, int | np.integer):
        raise InputError(f"{members!r} is no whole number", field=field)
    if not 0 <= members <= MOST:
        raise InputError(f"{members:,} is not from 0 to {MOST:,}", field=field)
    return int(members)


def checked_rows(rows: ArrayLike, members: int, field: str = "rows") -> NDArray[np.int64]:
    """Return rows of members, shape ``(rows,)``.

    Raises
    ------
    InputError
        If they are no whole numbers from 0 to ``members - 1`` in one dimension.
    """
    found = _one_dimension(_wholes(rows, field), field)
    _refuse_outside(found, members, field)
    return found.astype(np.int64)


def checked_counts(counts: ArrayLike, field: str = "ties") -> NDArray[np.int64]:
    """Return a count of each member, shape ``(members,)``.

    Raises
    ------
    InputError
        If they are no whole numbers of 0 or more in one dimension.
    """
    return checked_rows(counts, MOST, field)


def checked_kinds(kinds: ArrayLike, field: str = "kinds") -> Wholes:
    """Return the kind of each member as a small number, 0 or more, shape ``(members,)``.

    Kinds may be any whole numbers, such as codes of regions: only their equality matters.

    Raises
    ------
    InputError
        If they are no whole numbers in one dimension.
    """
    found = _one_dimension(_wholes(kinds, field), field)
    if found.dtype == np.uint8:
        return found
    if len(found) == 0 or (found.min() >= 0 and found.max() <= 255):
        return found.astype(np.uint8)
    return np.unique(found, return_inverse=True)[1].astype(np.int32)


def checked_attributes(attributes: ArrayLike, field: str = "attributes") -> Wholes:
    """Return kinds as `checked_kinds` does, of shape ``(members, A)``.

    Raises
    ------
    InputError
        If they are no whole numbers of this shape.
    """
    found = _wholes(attributes, field)
    if found.ndim != 2:
        raise InputError(
            f"of shape {found.shape}; allowed is (members, attributes), one row a member",
            field=field,
        )
    if found.dtype == np.uint8 or found.size == 0:
        return found.astype(np.uint8, copy=False)
    return np.stack([checked_kinds(column, field) for column in found.T], axis=1)


def checked_segments(
    segments: ArrayLike, members: int, count: int, field: str = "segments"
) -> NDArray[np.uint8]:
    """Return the segment of each member, shape ``(members,)``.

    Parameters
    ----------
    segments
        A whole number for each member.
    members
        Number of members.
    count
        Number of segments, at most 256.
    field
        Name of the segments for the message.

    Raises
    ------
    InputError
        If there is not one for each member, or one is outside 0 to ``count - 1``.
    """
    found = _one_dimension(_wholes(segments, field), field)
    if len(found) != members:
        raise InputError(
            f"{len(found):,} numbers for {members:,} members; allowed is one a member", field=field
        )
    _refuse_outside(found, count, field, "segments")
    return np.ascontiguousarray(found, np.uint8)


def _wholes(given: ArrayLike, field: str) -> Wholes:
    """Return an array of whole numbers; one that is empty may be of any numbers."""
    try:
        found = np.asarray(given)
    except ValueError as error:
        raise InputError("rows of different lengths", field=field) from error
    if found.dtype.kind in "iu":
        return found
    if found.size == 0:
        return found.astype(np.int64)
    raise InputError(f"of type {found.dtype}; allowed are whole numbers", field=field)


def _one_dimension(found: Wholes, field: str) -> Wholes:
    if found.ndim != 1:
        raise InputError(
            f"of shape {found.shape}; allowed is one dimension, one number a member", field=field
        )
    return found


def _refuse_outside(found: Wholes, count: int, field: str, what: str = "members") -> None:
    """Raise `InputError` unless all numbers are from 0 to ``count - 1``."""
    if found.size == 0:
        return
    low, high = int(found.min()), int(found.max())
    if low >= 0 and high < count:
        return
    flat = int(found.argmin() if low < 0 else found.argmax())
    row = flat // found.shape[1] if found.ndim == 2 else flat
    allowed = f"{what} are 0 to {count - 1}" if count else f"there are no {what}"
    raise InputError(f"row {row} has {low if low < 0 else high}; {allowed}", field=field)
