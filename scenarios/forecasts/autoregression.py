"""The forecast by the changes from week to week: how much of one the next weeks take back."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts.levels import HALF

ORDER: Final = 3
"""Changes back that a change is told from."""

FIRST: Final = 8
"""Weeks from which it forecasts, as the other methods do."""

THOUGHT: Final = 4.0
"""Weeks, with changes that have nothing to do with each other, that stand beside those known."""

HALF_LIFE: Final = 104.0
"""Weeks after which what was seen counts half."""

_MOST: Final = 0.95
"""Largest partial autocorrelation: changes that die out."""

_TINY: Final = 1e-12


def autoregression(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast by ARIMA(3,1,0) of logarithms, from eight weeks on (`scenarios.forecasts`).

    Weeks that jump up mostly fall back, and how far is read off a history by the Yule-Walker
    equations (Brockwell and Davis 1991, 8.1), so that changes always die out. One order for all
    histories: to choose it by AICc was no better on eight histories and worse on the young. In the
    place of AutoARIMA in the mean of four simple forecasts that came sixth of the M4 competition
    (Petropoulos and Svetunkov 2020).
    """
    logs = np.log(np.maximum(weekly, 0.0) + HALF)
    change = np.diff(logs)
    found = np.full((len(weekly) + 1, weeks), np.nan)
    fade, seen = 0.5 ** (1 / HALF_LIFE), 0.0
    products = np.zeros(ORDER + 1)
    for end in range(2, len(weekly) + 1):
        back = min(ORDER + 1, end - 1)
        products, seen = fade * products, fade * seen + 1.0
        products[:back] += change[end - 2] * change[end - 1 - back : end - 1][::-1]
        if end < FIRST:
            continue
        part = _answers(products / (products[0] + _TINY) * seen / (seen + THOUGHT))
        known = change[end - 1 - ORDER : end - 1].tolist()
        for _ in range(weeks):
            known.append(float(part @ known[: -ORDER - 1 : -1]))
        path = logs[end - 1] + np.cumsum(known[ORDER:])
        found[end] = np.maximum(np.exp(path) - HALF, 0.0)
    return found


def _answers(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Parts of the last changes in the next one, the latest first (Levinson and Durbin)."""
    part, left = np.zeros(0), 1.0
    for order in range(1, ORDER + 1):
        own = correlation[order] - float(part @ correlation[1:order][::-1])
        own = float(np.clip(own / left, -_MOST, _MOST))
        part = np.append(part - own * part[::-1], own)
        left *= 1.0 - own**2
    return part
