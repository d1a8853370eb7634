"""Game: badges, leaderboards and leagues pull as long as they last, and fade when they end.

    pull = game_pull max(G, L),    L(t + 1) = G + (L - G) exp(-1 / game_days)

where G is the lever's strength today and L what has become a custom, 0 at first, which forms and
fades at one pace: so that, other than a coupon's, the effect outlasts the campaign (M28), by as
much as the campaign was long, and a game of a day leaves next to nothing.

Differs from the evidence: that a custom forms as fast as it fades is assumed, and a game shifts all
members alike; leaderboards, which polarise (M28), are another mechanism (`board`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.behaviour.mechanism import Mechanism, Parameter

MECHANISM: Final = Mechanism(
    "game",
    title="games that persist",
    title_zh="游戏化",
    switches=("game_pull",),
    needs="a plan's `game` lever",
    parameters=(
        Parameter(
            "game_pull", 0.0, unit="logit", low=0.0, high=2.0, typical=0.24, grade="published",
            evidence="A",
            source="M28: badges +21.5 %, leaderboards +22.5 % in the campaign, and they persist",
            meaning="pull of a game layer, such as a leaderboard", meaning_zh="游戏化的作用",
        ),
        Parameter(
            "game_days", 60.0, unit="days", low=1.0, high=1000.0, grade="assumed", evidence="A",
            source="M28: persists after removal",
            meaning="days in which a custom forms to 63 % and falls to 37 %",
            meaning_zh="游戏化持续天数",
        ),
    ),
)  # fmt: skip


def pull(values: Mapping[str, float], strength: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the pull, logit; `strength` has days first, 0 to 1."""
    stock = np.zeros_like(strength)
    if values["game_pull"] == 0.0:
        return stock
    kept = math.exp(-1.0 / values["game_days"])
    custom = np.zeros(strength.shape[1:])
    for day, now in enumerate(strength):
        stock[day] = np.maximum(now, custom)
        custom = now + (custom - now) * kept
    return values["game_pull"] * stock
