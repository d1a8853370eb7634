"""What a history shows without a simulation: the weekend and the season."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.history import History
from sim.behaviour.register import PARAMETER

WEEKEND_WEEKS: Final = 8
SEASON_WEEKS: Final = 117
"""Weeks of history from which the weekend and the season are measured: eight, two years and a
quarter. Shorter histories keep the preset's values."""

RECENT_WEEKS: Final = 208
"""Only so many of the latest weeks count: the habits of a week and a year change with time."""

ESTABLISHED_WEEKS: Final = 13
"""Age from which a member counts as established."""

_YEAR = 365.25
_TO_DAYS = _YEAR / (2 * math.pi)


@dataclass(frozen=True, slots=True)
class Measured:
    """A value read off a history.

    Parameters
    ----------
    value
        In the parameter's unit.
    error
        Standard error, same unit.
    """

    value: float
    error: float


def measure(history: History) -> dict[str, Measured]:
    """Measure what the weekend and the season do to the log of active members.

    Where members come on few days of all, the logit of a visit moves as that log; so these are
    first values of the pulls, and the fit corrects them where members come often.

    Parameters
    ----------
    history
        The history before the holdout.

    Returns
    -------
    dict
        ``weekend_pull``, ``season_pull`` and ``season_peak``, as far as the history is long enough.
    """
    found = {}
    if history.weeks >= WEEKEND_WEEKS:
        active = history.counts("active_members").astype(np.float64)
        found["weekend_pull"] = weekend(active, history.start)
    if history.weeks >= SEASON_WEEKS:
        cosine, sine, error = season(history.triangle, history.start)
        amplitude = max(math.hypot(cosine, sine), 1e-9)
        # Shrunk by its own noise, so that a history without a season gives none.
        kept = max(0.0, 1.0 - (error / amplitude) ** 2) * amplitude
        peak = math.atan2(sine, cosine) % (2 * math.pi)
        found["season_pull"] = Measured(kept, error)
        found["season_peak"] = Measured(peak * _TO_DAYS, min(error / amplitude, math.pi) * _TO_DAYS)
    return {
        name: Measured(_bounded(name, measured.value), measured.error)
        for name, measured in found.items()
    }


def _bounded(name: str, value: float) -> float:
    parameter = PARAMETER[name]
    return min(max(value, parameter.low), parameter.high)


def weekend(active: NDArray[np.float64], first: date) -> Measured:
    """Mean log ratio of a weekend day's active members to a weekday's, over the latest weeks.

    Parameters
    ----------
    active
        Active members a day, at least two whole weeks from a Monday.
    first
        Date of the first day.
    """
    lead = -first.weekday() % 7
    whole = active[lead : lead + (len(active) - lead) // 7 * 7].reshape(-1, 7)[-RECENT_WEEKS:]
    ratio = np.log(whole[:, 5:].mean(axis=1) + 0.5) - np.log(whole[:, :5].mean(axis=1) + 0.5)
    return Measured(float(ratio.mean()), float(ratio.std(ddof=1) / math.sqrt(len(ratio))))


def season(triangle: NDArray[np.integer | np.floating], first: date) -> tuple[float, float, float]:
    """Yearly cycle of the log of established members: cosine, sine, and their standard error.

    A regression over the latest weeks on the cosine and sine of the day of the year and a trend
    with a knot a year. Established members are those who joined a quarter ago or earlier: newcomers
    follow the season of arrivals, which a simulation has from the arrivals themselves.

    Parameters
    ----------
    triangle
        Members active by week of first activity and calendar week, `SEASON_WEEKS` or more.
    first
        Date of the first day of the history; week 0 is its week.
    """
    weeks = len(triangle)
    cohort, week = np.indices(triangle.shape)
    established = np.where(week - cohort >= ESTABLISHED_WEEKS, triangle, 0).sum(axis=0)
    used = np.arange(max(weeks - RECENT_WEEKS, ESTABLISHED_WEEKS), weeks)
    middle = 7.0 * used + 3.0 - first.weekday()
    angle = (first.timetuple().tm_yday + middle) / _TO_DAYS
    since = np.arange(len(used)) / 52.18
    trend = [np.clip(since - year, 0.0, None) for year in range(math.ceil(since[-1]))]
    design = np.column_stack([np.cos(angle), np.sin(angle), np.ones(len(used)), *trend])
    y = np.log(established[used] + 0.5)
    inverse = np.linalg.pinv(design.T @ design)
    beta = inverse @ (design.T @ y)
    residual = y - design @ beta
    square = max(float(residual @ residual), 1e-12)
    variance = square / max(len(y) - design.shape[1], 1)
    # Residuals of neighbouring weeks go together: their first autocorrelation widens the error.
    r = min(max(float(residual[1:] @ residual[:-1]) / square, 0.0), 0.9)
    error = math.sqrt((inverse[0, 0] + inverse[1, 1]) / 2 * variance * (1 + r) / (1 - r))
    return float(beta[0]), float(beta[1]), error
