"""What a member comes by through money: points towards a level, and a paid membership."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.compiled.compile import inlined
from sim.compiled.layout import LEVEL_STEP, PAID_MONTHS
from sim.compiled.types import Columns, Effect, Flag, Whole

F = np.float32

MOST: Final = 1_000_000_000
"""Points towards levels beyond which spending adds none: they are kept in 31 bits."""


@inlined
def count_spending(c: Columns, row: Whole, paid: Whole, effect: Effect) -> None:
    """Count what was paid, in millionths of the list price, towards the next level.

    What is short of a point is carried, so that many small orders count as one large one.
    """
    if c.spent.shape[0] == 1 or effect[LEVEL_STEP] <= F(0.0):
        return
    step = np.int64(effect[LEVEL_STEP])
    spent = c.spent[row] + paid
    c.spent[row] = spent % step
    m = c.members[row]
    m.lifetime_points = np.int32(min(np.int64(m.lifetime_points) + spent // step, MOST))


@inlined
def is_paying(c: Columns, row: Whole) -> Flag:
    """Return whether a member is one of the paid membership."""
    return c.club.shape[0] > 1 and c.club[row, PAID_MONTHS] > 0
