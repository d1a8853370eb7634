"""When an alert fires, from the record: a pure function, so that nothing has to be remembered.

What it does on a day hangs on earlier days alone: asked on any morning, or when all is over, it
tells the same of the days before.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.trajectory import Trajectory
from strategies.alerts.alert import Alert
from strategies.alerts.watched import WATCHED, Days

LEAST_PAST: Final = 7
"""Days that its own past must have before it is held against it."""


def firings(alert: Alert, seen: Trajectory, until: int) -> tuple[int, ...]:
    """Return the days in whose morning an alert fires, up to `until` and with it.

    Parameters
    ----------
    alert
        The rule.
    seen
        The record; its days from `until` on are not looked at.
    until
        Day of the plan, from 0.
    """
    watched = WATCHED[alert.metric]
    least = 0 if watched.of_days else alert.least_cases
    beyond, back, away = _states(alert, *watched.parts(seen), least)
    fired: list[int] = []
    on = False
    for day in range(1, min(until, len(beyond) - 1) + 1):
        rested = not fired or day - fired[-1] >= alert.rest_days
        on = on and not back[day]
        if rested and (away[day] and alert.repeats if on else beyond[day]):
            fired.append(day)
            on = True
    return tuple(fired)


def acts_on(alert: Alert, fired: tuple[int, ...], days: int) -> NDArray[np.bool_]:
    """Return the days on which its action runs, and as many beyond a plan's as it may.

    Parameters
    ----------
    alert
        The rule.
    fired
        When it fired.
    days
        Of the plan.

    Returns
    -------
    numpy.ndarray
        Shape ``(days + delay_days + run_days,)``.
    """
    found = np.zeros(days + alert.delay_days + alert.run_days, np.bool_)
    for day in fired:
        first = day + alert.delay_days
        found[first : first + alert.run_days] = True
    return found


def _states(alert: Alert, upper: Days, lower: Days, least: int) -> tuple[NDArray[np.bool_], ...]:
    """Return in which mornings it is beyond the threshold, back behind the hysteresis, or not.

    Neither back nor away is what is not known. Each of shape ``(days + 1,)``: in the morning of a
    day, the days before it have been seen.
    """
    days, window = len(upper), alert.window_days
    first = np.maximum(np.arange(days + 1) - window, 0)
    value = _ratio(upper, lower, first, np.arange(days + 1))
    below = _running(lower)
    value[below - below[first] < least] = np.nan
    value[:window] = np.nan
    limit = np.full(days + 1, alert.threshold)
    off = np.zeros(days + 1)
    if alert.past_days is not None:
        start = np.maximum(first - alert.past_days, 0)
        base = _ratio(upper, lower, start, first)
        base[first - start < LEAST_PAST] = np.nan
        limit = alert.threshold * base
        if alert.sigmas > 0:
            # Of two means, of the window and of its past, by the same days' spread.
            error = np.sqrt(1 / window + 1 / np.maximum(first - start, 1))
            off = alert.sigmas * error * _deviation(upper, lower, start, first)
    sign = -1.0 if alert.below is not None else 1.0
    with np.errstate(invalid="ignore"):
        beyond = sign * (value - limit) > 0
        if alert.past_days is not None:
            beyond &= sign * (value - base) > off
        behind = sign * (value - limit * (1.0 - sign * alert.hysteresis))
        return beyond, behind <= 0, behind > 0


def _running(values: Days) -> Days:
    return np.concatenate([[0.0], np.cumsum(values)])


def _ratio(upper: Days, lower: Days, start: NDArray[np.int64], end: NDArray[np.int64]) -> Days:
    """Return the ratio of sums over each of some spans of days; nan where there is nothing."""
    above, below = _running(upper), _running(lower)
    divisor = below[end] - below[start]
    some = divisor > 0
    found = np.full(len(end), np.nan)
    found[some] = (above[end] - above[start])[some] / divisor[some]
    return found


def _deviation(upper: Days, lower: Days, start: NDArray[np.int64], end: NDArray[np.int64]) -> Days:
    """Return the standard deviation of a day's value over each of some spans of days."""
    some = lower > 0
    daily = np.divide(upper, lower, out=np.zeros(len(upper)), where=some)
    mean = _ratio(daily * some, some.astype(np.float64), start, end)
    square = _ratio(daily**2 * some, some.astype(np.float64), start, end)
    return np.sqrt(np.maximum(square - mean**2, 0.0))
