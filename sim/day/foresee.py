"""Whom founders who are about to join will meet, asked of memory before they do.

A founder's friends are random members, whose records lie anywhere: to look them up costs more than
all else that joining takes. What decides whom it meets is known beforehand but for the ties that
the founders just before it make, so records are fetched while those join. Nothing that can be
computed hangs on it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.compiled.compile import compiled
from sim.compiled.control import MEMBERS
from sim.compiled.draws import FOUNDER, TIE, U, key, mix
from sim.compiled.prefetch import prefetch
from sim.compiled.types import Columns, Flag, Floats, Whole, Word
from sim.day.befriend import GOLDEN, by_itself, closes, pick, tie_made_by, ties_wanted

FAR: Final = 24
NEAR: Final = 12
"""Founders ahead for whom random members are fetched, and then ties that those made."""

MANY: Final = 50_000
"""Founders below whom all records are near anyway."""


@compiled
def foresee(c: Columns, graph: Floats, seed: Word, founders: Whole, row: Whole, far: Flag) -> None:
    """Fetch whom the founder of a row will meet: random members, or ties that those made."""
    root = key(seed, FOUNDER, 0)
    base = mix(mix(root ^ mix(U(row) + GOLDEN)) ^ key(seed, TIE, 0))
    wanted = ties_wanted(graph, base)
    # One more than it wants, if any: some refuse.
    for counter in range(1, wanted + 2 if wanted > 0 else 1):
        x = mix(base ^ mix(U(counter) + GOLDEN))
        if counter > 1 and closes(graph, x):
            continue
        y = mix(x ^ GOLDEN)
        member = pick(y, row)
        if not far:
            # Who has not joined yet has no lines to follow.
            if by_itself(y) or member >= c.control[MEMBERS]:
                continue
            member = tie_made_by(c, graph, seed, founders, root, member, False, mix(y))
            if member < 0:
                continue
        prefetch(c.members, np.int64(member))
        prefetch(c.lines, np.int64(member))
