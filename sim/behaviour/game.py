"""Game: badges, leaderboards and leagues pull as long as they last, and fade when they end.

    pull = game_pull G

where G is the lever's strength while it is on, and then falls by exp(-1 / game_days) a day,

so that, other than a coupon's, the effect outlasts the campaign (M28).

Differs from the evidence: a game shifts all members alike, where M28's leaderboards polarise: they
add variance.

From the register (`python -m forerun.model_page` writes it):

    game_pull = 0 (on: 0.24) logit, 0 to 2; published, A: M28: badges +21.5 %, leaderboards +22.5 %
        in the campaign, and they persist
    game_days = 60 days, 1 to 1000; assumed, A: M28: persists after removal
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def pull(values: Mapping[str, float], strength: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the pull, logit; `strength` has days first, 0 to 1."""
    stock = np.zeros_like(strength)
    if values["game_pull"] == 0.0:
        return stock
    kept = math.exp(-1.0 / values["game_days"])
    before = np.zeros(strength.shape[1:])
    for day, now in enumerate(strength):
        before = stock[day] = np.maximum(now, before * kept)
    return values["game_pull"] * stock
