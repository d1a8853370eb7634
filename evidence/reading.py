"""What an experiment reads off a community."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.community import Community
from sim.compiled.layout import SLOTS


def inviters(community: Community) -> NDArray[np.int64]:
    """Return the row of each member's inviter, -1 for none, shape ``(members,)``."""
    return community.columns.inviter[: community.size].astype(np.int64)


def ties(community: Community) -> NDArray[np.int64]:
    """Return every tie in both directions as rows ``(a, b)``, shape ``(2 ties, 2)``."""
    columns, size = community.columns, community.size
    count = community.members["ties"].astype(np.int64)
    first = np.where(count > 0, (count - 1) % SLOTS + 1, 0)
    rows, slots = np.nonzero(np.arange(SLOTS) < first[:, None])
    found = [np.stack([rows, columns.lines[rows, slots]], axis=1)]
    owner = np.arange(size)
    line = columns.lines[:size, SLOTS]
    while (line >= 0).any():
        owner, line = owner[line >= 0], line[line >= 0]
        pairs = np.stack(np.broadcast_arrays(owner[:, None], columns.spill[line, :SLOTS]), axis=-1)
        found.append(pairs.reshape(-1, 2))
        line = columns.spill[line, SLOTS]
    return np.concatenate(found).astype(np.int64)
