"""One member's ties, read from outside the day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled.layout import SLOTS, Columns


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
