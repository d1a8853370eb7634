"""P5: how far invitations carry."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidence.patterns.worlds import changed, world
from evidence.reading import inviters
from sim.calendar import Calendar
from sim.community import Community
from sim.offers import Offers

FOUNDERS = 4000

INVITE_RATE = 0.006
"""Invitations a visit, unrewarded: some 5 % of active members a month, the most published (M39)."""

REWARDS = {
    "plain": 14.0, "forum": 9.0, "chat": 9.0, "brand": 42.0, "knowledge": 34.0, "shop": 24.0,
    "game": 44.0,
}  # fmt: skip
"""What inviter and invited get for each friend; where members come less often it takes more."""


def cascades(preset: str, reward: float, seed: int) -> tuple[NDArray[np.int64], ...]:
    """Return each founder's own friends, size of cascade (itself included) and depth."""
    spec = changed(
        world(preset, founders=FOUNDERS, days=365, arrivals=0.0), invite_rate=INVITE_RATE
    )
    offers = Offers(Calendar(spec.launch, spec.days), len(spec.segments))
    offers.pull("inviter_reward", reward)
    offers.pull("invited_reward", reward)
    offers.rules.unlock_after = 1
    one = Community(spec, seed)
    one.offer(offers, 0)
    one.live(spec.days)
    above = inviters(one)
    root, depth = np.arange(one.size), np.zeros(one.size, np.int64)
    for row in range(FOUNDERS, one.size):
        root[row], depth[row] = root[above[row]], depth[above[row]] + 1
    friends = np.bincount(above[above >= 0], minlength=one.size)[:FOUNDERS]
    deepest = np.zeros(FOUNDERS, np.int64)
    np.maximum.at(deepest, root, depth)
    return friends, np.bincount(root), deepest
