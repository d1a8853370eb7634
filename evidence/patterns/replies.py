"""P13: what an answer to the first post does."""

from __future__ import annotations

import numpy as np

from evidence.patterns.worlds import won_organically, world
from sim.community import Community
from sim.compiled.layout import ANSWERED

WINDOW, SOON = 30, 7


def second_post(preset: str, seed: int) -> tuple[float, float, int]:
    """Return the share of newcomers who post again within 30 days: unanswered, answered; how many.

    Newcomers are those who wrote in their first week.
    """
    spec = world(preset, days=150, arrivals=300.0)
    one = Community(spec, seed)
    size = 1000 + 2 * int(spec.organic.sum())
    first, again, by_then = (np.full(size, -1) for _ in range(3))
    for day in range(spec.days):
        one.live(day + 1)
        posts = one.members["posts"]
        here = slice(0, len(posts))
        repeats = (first[here] >= 0) & (again[here] < 0) & (posts > by_then[here])
        begins = (posts > 0) & (first[here] < 0)
        again[here][repeats] = day
        first[here][begins] = day
        by_then[here][begins] = posts[begins]
    members, here = one.members, slice(0, one.size)
    chosen = won_organically(members) & (first[here] >= 0)
    chosen &= (first[here] <= members["join_day"] + SOON) & (first[here] < spec.days - WINDOW)
    returned = (again[here] > 0) & (again[here] <= first[here] + WINDOW)
    answered = one.columns.memories["notes"][: one.size] & ANSWERED > 0
    shares = (returned[chosen & ~answered].mean(), returned[chosen & answered].mean())
    return float(shares[0]), float(shares[1]), int(chosen.sum())
