"""P4: how unequally posts are read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidence.patterns.worlds import world
from sim.community import Community
from sim.trajectory import COUNT_INDEX

POSTS = 200

SEEN_AND_SHOWN = [COUNT_INDEX["exposures"], COUNT_INDEX["supplied"]]


def readers(preset: str, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the readers of 200 posts and the mean readers of a post on their days.

    What a creator remembers of the reactions to a first post tells how many read it.
    """
    spec = world(preset, days=120, arrivals=200.0)
    one, values = Community(spec, seed), spec.behaviour.values
    known = np.zeros(0, bool)
    found, reach = [], []
    for day in range(spec.days):
        one.live(day + 1)
        rise = one.columns.memories["spur"][: one.size].astype(np.float64)
        known = np.pad(known, (0, one.size - len(known)))
        fresh = (rise > 0) & ~known
        known |= rise > 0
        exposures, items = one.tallies.counts[day - 1].sum(axis=0)[SEEN_AND_SHOWN]
        if day > 0 and items > 0:
            found.append(np.expm1(rise[fresh] / values["feedback_gain"]) / values["reaction_rate"])
            reach.append(np.full(fresh.sum(), exposures / items))
    return np.concatenate(found)[-POSTS:], np.concatenate(reach)[-POSTS:]
