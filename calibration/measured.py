"""What a history shows without a simulation: the weekend and the season."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.history import History
from sim.behaviour.register import PARAMETER

WEEKEND_WEEKS: Final = 8
SEASON_WEEKS: Final = 117
"""Weeks of history from which the weekend and the season are measured: eight, two years and a
quarter. Shorter histories keep the preset's values."""

RECENT_YEARS: Final = 4
"""Only so many of the latest years count: the habits of a week and a year change with time."""

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
    if history.step == 1 and history.weeks >= WEEKEND_WEEKS:
        found["weekend_pull"] = weekend(history.active.astype(np.float64), history.start)
    if history.weeks >= SEASON_WEEKS:
        (cosine, sine), error = expected_season(_cycles_of(history))
        amplitude = math.hypot(cosine, sine)
        peak = math.atan2(sine, cosine) % (2 * math.pi)
        turn = min(error / max(amplitude, 1e-9), math.pi)
        found["season_pull"] = Measured(amplitude, error)
        found["season_peak"] = Measured(peak * _TO_DAYS, turn * _TO_DAYS)
    return {
        name: Measured(_bounded(name, measured.value), measured.error)
        for name, measured in found.items()
    }


def _cycles_of(history: History) -> NDArray[np.float64]:
    if history.triangle is not None:
        return seasons(history.triangle, history.start)
    first = history.end - timedelta(weeks=history.weeks)
    return seasons_of_actives(history.by_week(), history.joined, first)


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
    whole = active[lead : lead + (len(active) - lead) // 7 * 7].reshape(-1, 7)[-52 * RECENT_YEARS :]
    ratio = np.log(whole[:, 5:].mean(axis=1) + 0.5) - np.log(whole[:, :5].mean(axis=1) + 0.5)
    return Measured(float(ratio.mean()), float(ratio.std(ddof=1) / math.sqrt(len(ratio))))


def seasons(triangle: NDArray[np.integer | np.floating], first: date) -> NDArray[np.float64]:
    """Yearly cycles of the log of established members, the earliest year first.

    From a regression over the latest years, of 52 weeks each, on the cosine and sine of the day of
    the year and a trend with a knot a year; then, for each year, on the cosine and sine alone, of
    what the trend leaves. Established members are those who joined a quarter ago or earlier:
    newcomers follow the season of arrivals, which a simulation has from the arrivals themselves.

    Parameters
    ----------
    triangle
        Members active by week of first activity and calendar week, `SEASON_WEEKS` or more.
    first
        Date of the first day of the history; week 0 is its week.

    Returns
    -------
    NDArray
        Coefficients of cosine and sine, shape ``(years, 2)``, two to `RECENT_YEARS` years.
    """
    cohort, week = np.indices(triangle.shape)
    established = np.where(week - cohort >= ESTABLISHED_WEEKS, triangle, 0).sum(axis=0)
    return _cycles(np.log(established + 0.5), first.timetuple().tm_yday - first.weekday())


def seasons_of_actives(
    weekly: NDArray[np.floating], joiners: NDArray[np.integer], first: date
) -> NDArray[np.float64]:
    """Yearly cycles of the log of active members, where figures do not know the established ones.

    As `seasons`, with the log of the joiners of the quarter as one more regressor: what actives
    have of the season of arrivals is not taken for one of visits.

    Parameters
    ----------
    weekly
        Actives of each week, `SEASON_WEEKS` or more: members, or means a day.
    joiners
        Joiners of each day; the last one is the last of the last week.
    first
        First day of week 0.
    """
    upto = np.concatenate([[0], np.cumsum(joiners)])
    ends = len(joiners) - 7 * np.arange(len(weekly))[::-1]
    quarter = upto[ends] - upto[np.maximum(ends - 7 * ESTABLISHED_WEEKS, 0)]
    return _cycles(np.log(weekly + 0.5), first.timetuple().tm_yday, np.log(quarter + 0.5))


def _cycles(
    log: NDArray[np.float64], first: int, beside: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Yearly cycles of a series by week from a day of the year on, beside what else it follows."""
    weeks = len(log)
    years = min((weeks - ESTABLISHED_WEEKS) // 52, RECENT_YEARS)
    used = np.arange(weeks - 52 * years, weeks)
    angle = (first + 7.0 * used + 3.0) / _TO_DAYS
    since = np.arange(len(used)) / 52.0
    columns = [np.ones(len(used)), *(np.clip(since - year, 0.0, None) for year in range(years))]
    if beside is not None:
        columns.append(beside[used])
    trend = np.column_stack(columns)
    wave = np.column_stack([np.cos(angle), np.sin(angle)])
    y = log[used]
    beta = np.linalg.lstsq(np.hstack([wave, trend]), y, rcond=None)[0]
    left = y - trend @ beta[2:]
    yearly = [slice(52 * year, 52 * (year + 1)) for year in range(years)]
    return np.array([np.linalg.lstsq(wave[one], left[one], rcond=None)[0] for one in yearly])


def expected_season(cycles: NDArray[np.float64]) -> tuple[tuple[float, float], float]:
    """What cycle to expect of a coming year: the mean one, shrunk as far as years differ.

    Years with the same season give their mean; years that have nothing in common give none: the
    factor is ``a^2 / (a^2 + 2 t^2)`` with a the mean's amplitude, less what chance adds to it, and
    t the standard deviation between years.

    Parameters
    ----------
    cycles
        Coefficients of cosine and sine by year, shape ``(years, 2)``, at least two years.

    Returns
    -------
    coefficients, error
        Cosine and sine, and the standard error of each.
    """
    years = len(cycles)
    mean = cycles.mean(axis=0)
    between = float(((cycles - mean) ** 2).sum() / (2 * (years - 1)))
    square = max(float(mean @ mean) - 2 * between / years, 0.0)
    kept = square / max(square + 2 * between, 1e-12)
    return (kept * float(mean[0]), kept * float(mean[1])), math.sqrt(between / years)
