"""A real graph as a start: ties read from a text file of names."""

from __future__ import annotations

import re
from array import array
from collections.abc import Hashable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.graph.edge_text import Layout, rows

MAX_MEMBERS: Final = 10_000_000

NOBODY: Final = frozenset({"", "nan", "none", "null", "\\n", "<na>"})
"""What stands, in small letters, where a table has no name."""

_WHOLE: Final = re.compile(r"[-+]?\d+(\.0+)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was read, to be told to whoever gave it.

    Parameters
    ----------
    rows
        Rows below the header.
    members, ties
        What is in them.
    duplicates, loops
        See `EdgeList`.
    headings
        The header; empty if there is none.
    used
        Headings or numbers (from 1) of the two columns with the names.
    left
        Headings or numbers of the columns that were left.
    comments
        Comments before the first row.
    nobody
        Rows dropped because a name is missing, see `NOBODY`.
    nobody_line
        Line of the first of them; 0 if there is none.
    single
        Rows of one name: members without a tie.
    floats
        Names like ``12.0`` that were read as ``12``, because all names are whole numbers.
    twins
        Names like ``12.0`` that stand beside ``12`` as another member.
    """

    rows: int = 0
    members: int = 0
    ties: int = 0
    duplicates: int = 0
    loops: int = 0
    headings: tuple[str, ...] = ()
    used: tuple[str, str] = ("1", "2")
    left: tuple[str, ...] = ()
    comments: int = 0
    nobody: int = 0
    nobody_line: int = 0
    single: int = 0
    floats: int = 0
    twins: int = 0


@dataclass(frozen=True, slots=True)
class EdgeList:
    """Ties between named members.

    Parameters
    ----------
    edges
        Ties as rows ``(a, b)``, a < b, each once, sorted, shape ``(E, 2)``; numbers of `names`.
    names
        The members, in the order in which they were met.
    values
        The attribute of each member that was asked for, as long as `names`; empty if none was.
    duplicates
        Ties that were given again, in either direction, and dropped.
    loops
        Ties of a member with itself that were dropped.
    reading
        How the file was read that they come from.
    """

    edges: NDArray[np.int32]
    names: tuple[Hashable, ...]
    values: tuple[Hashable, ...] = ()
    duplicates: int = 0
    loops: int = 0
    reading: Reading = Reading()


def edge_list(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    names: tuple[Hashable, ...],
    values: tuple[Hashable, ...] = (),
) -> EdgeList:
    """Return ties without loops and duplicates, which are counted.

    Parameters
    ----------
    first, second
        The two members of each tie, numbers of `names`, same shape.
    names, values
        See `EdgeList`.
    """
    proper = first != second
    low = np.minimum(first, second)[proper]
    high = np.maximum(first, second)[proper]
    pairs = np.unique(low << 32 | high)
    edges = np.stack([pairs >> 32, pairs & 0xFFFFFFFF], axis=1).astype(np.int32)
    return EdgeList(edges, names, values, len(low) - len(pairs), len(first) - len(low))


def read_edges(path: Path | str) -> EdgeList:
    """Read ties from a text file.

    Parameters
    ----------
    path
        A file of rows that name two members who are tied; UTF-8, also gzipped. Columns are
        separated by tabs, commas, semicolons or spaces, whichever the first row has, in this order.
        Blank lines are skipped, and comments: lines that begin with ``#`` or ``%`` before the first
        row (below it, such a name is a member's). A first row is taken for a header if it has
        two usual headings (``source`` and ``target``, ``follower`` and ``followee``, 关注者 and
        被关注者 ...) or all names but these are whole numbers; not if the two names of a file of
        two columns occur again. Further columns are left: any under usual headings, otherwise only
        numbers, times and the ``{...}`` of NetworkX. In a file of spaces a row of one name is a
        member without a tie. Rows in which a name is missing (`NOBODY`) are dropped, unless they
        are half of all or more. Where all names are whole numbers, ``12.0`` is ``12``.

    Returns
    -------
    EdgeList
        The names are text; `EdgeList.reading` says what was dropped and left.

    Raises
    ------
    InputError
        If the file cannot be read, is too large, holds no tie, or a row is not of the columns that
        the first one has; names the line.
    """
    path = Path(path)
    layout = Layout()
    numbers: dict[str, int] = {}
    first, second = array("q"), array("q")
    count = nobody = nobody_line = single = 0
    for line, *pair in rows(path, layout):
        count += 1
        named = [name for name in pair if name is not None]
        if any(name.casefold() in NOBODY for name in named):
            nobody, nobody_line = nobody + 1, nobody_line or line
            continue
        ends = [numbers.setdefault(name, len(numbers)) for name in named]
        if len(ends) == 1:
            single += 1
        else:
            first.append(ends[0])
            second.append(ends[1])
        if len(numbers) > MAX_MEMBERS:
            raise InputError(f"more than {MAX_MEMBERS:,} members", file=str(path))
    left, right = np.array(first, np.int64), np.array(second, np.int64)
    names, headings = tuple(numbers), layout.headings
    # Names of a header that stand in the first tie have the numbers 0 and 1.
    if not headings and _has_header(names, left, right, layout.usual):
        headings, count = names[:2], count - 1
        left, right, names = left[1:] - 2, right[1:] - 2, names[2:]
    if 2 * nobody >= max(count, 1):
        raise InputError(
            f"{nobody:,} of {count:,} rows lack a name, the first is this one; a tie is two names",
            file=str(path),
            line=nobody_line or None,
        )
    if len(left) == 0:
        raise InputError("no tie in the file", file=str(path))
    titles = headings or tuple(str(k + 1) for k in range(layout.width))
    reading = Reading(
        rows=count,
        headings=headings,
        used=(titles[layout.first], titles[layout.second]),
        left=tuple(t for k, t in enumerate(titles) if k not in (layout.first, layout.second)),
        comments=layout.comments,
        nobody=nobody,
        nobody_line=nobody_line,
        single=single,
    )
    return _whole(left, right, names, reading)


def _has_header(
    names: tuple[str, ...], first: NDArray[np.int64], second: NDArray[np.int64], usual: bool
) -> bool:
    """Return whether the first row is a header; its names have the numbers 0 and 1."""
    if len(names) < 2 or len(first) == 0 or first[0] != 0 or second[0] != 1:
        return False
    if (np.concatenate([first[1:], second[1:]]) < 2).any():
        return False
    if usual:
        return True
    numbered = [_WHOLE.fullmatch(name) is not None for name in names]
    return len(names) > 2 and not any(numbered[:2]) and all(numbered[2:])


def _whole(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    names: tuple[str, ...],
    reading: Reading,
) -> EdgeList:
    """Return the ties with ``12.0`` and ``12`` as one member where all names are numbers."""
    point = [name for name in names if "." in name and _WHOLE.fullmatch(name)]
    if not point:
        found = edge_list(first, second, names)
    elif all(map(_WHOLE.fullmatch, names)):
        numbers: dict[str, int] = {}
        new = np.array(
            [numbers.setdefault(name.partition(".")[0], len(numbers)) for name in names], np.int64
        )
        found = edge_list(new[first], new[second], tuple(numbers))
        reading = replace(reading, floats=len(point))
    else:
        found = edge_list(first, second, names)
        known = set(names)
        twins = sum(name.partition(".")[0] in known for name in point)
        reading = replace(reading, twins=twins)
    return replace(
        found,
        reading=replace(
            reading,
            members=len(found.names),
            ties=len(found.edges),
            duplicates=found.duplicates,
            loops=found.loops,
        ),
    )
