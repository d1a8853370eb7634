"""Exponential smoothing (Hyndman and others 2008), all parameters and all weeks in one pass.

The state space models ETS(A,N,N), (A,A,N), (A,Ad,N) and the same with multiplicative errors. With
the same parameters both kinds of errors have the same states and differ in their likelihood alone;
so one pass over the weeks keeps the states of a grid of parameters, and at every week the
likelihood of what was known by then says which of them forecasts.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts.levels import HALF

ALPHA: Final = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99)
"""Smoothing of the level."""

BETA: Final = (0.005, 0.03, 0.1, 0.2, 0.4)
"""Smoothing of the trend, as a part of the level's."""

PHI: Final = (0.8, 0.9, 0.95, 0.98, 1.0)
"""Damping of the trend; 0.8 to 0.98 as is usual, 1 for none."""

FIRST: Final = 8
"""First weeks, through which a line gives the first state: as few as any forecast is made from."""

FAR: Final = 5.0
"""Added to logarithms, so that they are positive."""

MOST: Final = 25.0
"""Largest logarithm that is forecast."""

_FREE: Final = {"level": 3, "trend": 5, "damped": 6}
"""Parameters that a model estimates: smoothing, first state, variance."""


def grid() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return level and trend smoothing and damping of each combination; damping 0 has no trend."""
    plain = [(a, 0.0, 0.0) for a in ALPHA]
    sloped = [(a, a * b, phi) for a in ALPHA for b in BETA for phi in PHI]
    alpha, beta, phi = np.array(plain + sloped).T
    return alpha, beta, phi


def ets(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast by the model of least AICc, from eight weeks on (`scenarios.forecasts`)."""
    alpha, beta, phi = grid()
    free = np.where(phi == 0, _FREE["level"], np.where(phi < 1, _FREE["damped"], _FREE["trend"]))
    found = np.full((len(weekly) + 1, weeks), np.nan)
    if len(weekly) < FIRST:
        return found
    slope, start = np.polyfit(np.arange(1, FIRST + 1), weekly[:FIRST], 1)
    level = np.where(phi > 0, start, weekly[:FIRST].mean())
    trend = np.where(phi > 0, slope, 0.0)
    ahead = np.cumsum(phi[:, None] ** np.arange(1, weeks + 1), axis=1)
    squares, relative, logs = (np.zeros(len(alpha)) for _ in range(3))
    whole = np.ones(len(alpha), np.bool_)
    for week, value in enumerate(weekly, 1):
        expected = level + phi * trend
        error = value - expected
        level = expected + alpha * error
        trend = phi * trend + beta * error
        squares += error**2
        # Multiplicative errors have no meaning where nobody is expected, or nobody came.
        whole &= (expected > 0) & (value > 0)
        safe = np.where(whole, expected, 1.0)
        relative += (error / safe) ** 2
        logs += np.log(safe)
        if week < FIRST:
            continue
        spare = np.maximum(week - free - 1, 0.5)
        penalty = 2 * free * week / spare
        added = week * np.log(squares + 1e-9) + penalty
        times = week * np.log(relative + 1e-9) + 2 * logs + penalty
        best = int(np.argmin(np.minimum(added, np.where(whole, times, np.inf))))
        found[week] = np.maximum(level[best] + trend[best] * ahead[best], 0.0)
    return found


def ets_log(weekly: NDArray[np.float64], weeks: int) -> NDArray[np.float64]:
    """Forecast by the same of the logarithms: trends that are shares (`scenarios.forecasts`).

    Launches die away by shares, and communities grow by them. Half a member is added, so that a
    silent week has a logarithm.
    """
    # Multiplicative errors of a logarithm would hang on where its zero is: so it is put far below.
    logs = ets(np.log(np.maximum(weekly, 0.0) + HALF) + FAR, weeks) - FAR
    return np.maximum(np.exp(np.minimum(logs, MOST)) - HALF, 0.0)


def simple(weekly: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return level and smoothing of simple exponential smoothing at every week.

    The smoothing is the one of `ALPHA` that had the least squared errors by then, from the first
    week as the first level.

    Returns
    -------
    level, alpha
        Each shape ``(weeks + 1,)``, NaN in the first.
    """
    alpha = np.array(ALPHA)
    state, squares = np.full(len(alpha), weekly[0] if len(weekly) else 0.0), np.zeros(len(alpha))
    level, chosen = (np.full(len(weekly) + 1, np.nan) for _ in range(2))
    for week, value in enumerate(weekly, 1):
        error = value - state
        squares += error**2
        state = state + alpha * error
        best = int(np.argmin(squares))
        level[week], chosen[week] = state[best], alpha[best]
    return level, chosen
