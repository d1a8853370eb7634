"""How far a forecast may be off: by how far its like were off before."""

from __future__ import annotations

from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts.levels import HALF
from scenarios.forecasts.mix import HALF_LIFE, Rolling

LEVELS: Final = (0.5, 0.8, 0.9)
"""Probabilities that bands are meant to hold."""

SPREAD: Final = 0.3
"""Standard deviation, of a logarithm four weeks ahead, that is thought of histories before any of
their errors is known: near what eight had from half a year on."""

YOUNG: Final = 13.0
"""Weeks known at which it is twice as large; the excess goes by their square, downward. Of
forecasts that were made when 8 to 13 weeks were known the eight had 0.5 to 0.6."""

GROWS: Final = 0.4
"""Power of the weeks ahead by which it grows."""

THOUGHT: Final = 6.0
"""Weight of that beside the errors, each of which counts 1 a week ahead and less by the root of how
many weeks ahead it is of, as forecasts of neighbouring weeks err alike."""

_GRID: Final = np.abs([NormalDist().inv_cdf((k + 0.5) / 40) for k in range(40)])


def bands(
    rolling: Rolling, path: NDArray[np.float64], days: int
) -> dict[float, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return low and high of every week ahead, by the probability of `LEVELS`.

    As far to either side, in logarithms, as that part of the earlier forecasts lay off, so many
    weeks ahead; older errors count less, and where few are known those of a normal distribution
    stand beside them (a weighted split-conformal interval with a prior). No band is narrower than
    chance makes counts: a Poisson variable's.

    Parameters
    ----------
    rolling
        The simple forecasts and what came.
    path
        The forecast, shape ``(weeks,)``.
    days
        Counts that a week's figure is the mean of: 7 where it is of days, 1 of weeks.
    """
    known, weeks = len(rolling.weekly), len(path)
    low, high = ({p: np.zeros(weeks) for p in LEVELS} for _ in range(2))
    thought = SPREAD * (1.0 + (YOUNG / known) ** 2)
    for ahead in range(weeks):
        made = np.arange(max(known - ahead, 0))
        made = made[~np.isnan(rolling.mean[made, ahead])]
        off = _off(rolling.mean[made, ahead], rolling.weekly[made + ahead])
        weight = 0.5 ** ((known - ahead - 1 - made) / HALF_LIFE) / (ahead + 1) ** 0.5
        guessed = thought * ((ahead + 1) / 4) ** GROWS * _GRID
        off = np.concatenate([off, guessed])
        weight = np.concatenate([weight, np.full(len(_GRID), THOUGHT / len(_GRID))])
        order = np.argsort(off)
        upto = np.cumsum(weight[order])
        chance = (max(float(path[ahead]), HALF / days) / days) ** 0.5 / (path[ahead] + HALF)
        for p in LEVELS:
            place = min(int(np.searchsorted(upto, p * upto[-1])), len(off) - 1)
            reach = max(float(off[order[place]]), NormalDist().inv_cdf((1 + p) / 2) * chance)
            low[p][ahead] = max((path[ahead] + HALF) * np.exp(-reach) - HALF, 0.0)
            high[p][ahead] = (path[ahead] + HALF) * np.exp(reach) - HALF
    return {p: (low[p], high[p]) for p in LEVELS}


def _off(forecast: NDArray[np.float64], came: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.abs(np.log((came + HALF) / (forecast + HALF)))
