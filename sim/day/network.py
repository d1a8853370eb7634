"""Ties read from outside the day: one member's neighbours, all edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled.layout import MEMBERS, SLOTS, Columns


def ties_of(columns: Columns, row: int) -> NDArray[np.int64]:
    """Return the rows of a member's ties."""
    ties = int(columns.members["ties"][row])
    here = (ties - 1) % SLOTS + 1 if ties else 0
    found = [columns.lines[row, :here]]
    line = int(columns.lines[row, SLOTS])
    while line >= 0:
        found.append(columns.spill[line, :SLOTS])
        line = int(columns.spill[line, SLOTS])
    return np.concatenate(found).astype(np.int64)


def edges(columns: Columns) -> NDArray[np.int64]:
    """Return every tie once, as rows ``(a, b)`` with a < b, sorted, shape ``(ties, 2)``."""
    members = int(columns.control[MEMBERS])
    pairs = [(row, int(other)) for row in range(members) for other in ties_of(columns, row)]
    array = np.array([pair for pair in pairs if pair[0] < pair[1]], np.int64).reshape(-1, 2)
    return array[np.lexsort((array[:, 1], array[:, 0]))]
