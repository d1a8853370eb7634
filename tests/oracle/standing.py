"""What signs of standing and tokens do on a day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from tests.oracle.arithmetic import exp, log

if TYPE_CHECKING:
    from tests.oracle.community import Oracle
    from tests.oracle.effect import Effect

F = np.float32


def sign(model: Oracle, effect: Effect) -> np.float32:
    """Return the pull of a sign of standing on one who wears it, logit."""
    return model.theta["symbol_pull"] * effect.symbol * model.rarity


def tokens(model: Oracle, effect: Effect) -> np.float32:
    """Return the pull of the day's tokens, which yesterday's visits say who shares."""
    visits = 0
    if model.day > 0:
        segments = range(len(model.spec.segments))
        visits = sum(model.counts[model.day - 1, j, "visits"] for j in segments)
    worth = effect.token / F(max(visits, 1))
    felt = worth / (F(1.0) + worth * F(0.10) / model.theta["reward_most"])
    return model.theta["token_pull"] * log(F(1.0) + felt)


def stands_on_the_board(b: dict[str, float], lever: dict[str, float]) -> float:
    """Return what a board of ranks does to those who are where its levers say."""
    lifts = b["board_first"] * min(lever["board_first"], 1.0)
    lifts = lifts + b["board_near"] * min(lever["board_near"], 1.0)
    return lifts - b["board_far"] * min(lever["board_far"], 1.0)


def rarity(model: Oracle) -> np.float32:
    """Return what is left of that by the share of members who wear one."""
    cells = Counter((m.audiences, m.segment) for m in model.roll if not m.left)
    levels = range(len(model.rules.level_thresholds) + 1)
    wearers = 0
    for (audiences, segment), size in cells.items():
        rows = model.effects_on(audiences)[model.offer_day()]
        if any(rows[level][segment].symbol > 0 for level in levels):
            wearers += size
    share = F(wearers) / F(max(cells.total(), 1))
    return exp(-model.theta["symbol_inflation"] * share)
