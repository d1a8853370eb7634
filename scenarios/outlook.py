"""Joiners to come, given by the user: a table by day or by week that stands before any forecast."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from scenarios.arrivals import Arrivals, forecast, table
from scenarios.arrivals_error import error
from sim.errors import InputError
from sim.ranges import SCENARIO
from sim.visible import excerpt

STEPS: Final = {1: "a row a day", 7: "a row a week"}
"""Days from one row to the next."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Members expected to join on each day.

    Attributes
    ----------
    first
        Date of the first mean.
    means
        Joiners a day, float64, shape ``(days,)``, one a day without a gap.
    """

    first: date
    means: NDArray[np.float64]

    def over(self, start: date, days: int) -> NDArray[np.float64]:
        """Return the means of ``days`` from ``start`` on; NaN on days that are not in the table."""
        found = np.full(days, np.nan)
        shift = (self.first - start).days
        low, high = max(shift, 0), min(shift + len(self.means), days)
        if low < high:
            found[low:high] = self.means[low - shift : high - shift]
        return found


def read(path: Path) -> Outlook:
    """Read a CSV with at least the columns ``date`` and ``new_members``, a row a day or a week.

    A week's number is of the seven days that begin on its date, spread over them evenly. A single
    row is a day's.

    Raises
    ------
    InputError
        If it is not such a file; with the line.
    """
    name = str(path)
    dates: list[date] = []
    means: list[float] = []
    for line, day, text in table(path):
        if len(dates) >= 1:
            step = (dates[1] - dates[0] if len(dates) > 1 else day - dates[0]).days
            if step not in STEPS or (day - dates[-1]).days != step:
                raise InputError(
                    f"{day} stands after {dates[-1]}; give a row a day, or a row a week, in order",
                    file=name,
                    line=line,
                    field="date",
                )
        dates.append(day)
        means.append(_mean(text, name, line))
    step = (dates[1] - dates[0]).days if len(dates) > 1 else 1
    return Outlook(dates[0], np.repeat(np.array(means) / step, step))


def coming(
    past: NDArray[np.int64],
    start: date,
    days: int,
    *,
    organic_per_day: float | None,
    outlook: Outlook | None,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the joiners that are expected, and on which days the user gave them.

    Parameters
    ----------
    past
        Joiners a day up to the day before ``start``, shape ``(days,)``; maybe none.
    start
        First day wanted.
    days
        Days wanted.
    organic_per_day
        Mean on days that the outlook does not have; None: the forecast of the past, or no one.
    outlook
        What the user expects by date.

    Returns
    -------
    means
        Joiners a day, float64, shape ``(days,)``.
    given
        Bool, the same shape: True where the user gave it, so that nothing was forecast.
    """
    given = np.full(days, organic_per_day is not None)
    means = (
        forecast(past, start, days)
        if organic_per_day is None
        else np.full(days, float(organic_per_day))
    )
    if outlook is not None:
        known = outlook.over(start, days)
        given |= ~np.isnan(known)
        means = np.where(np.isnan(known), means, known)
    return means, given


def from_launch(
    launch: date,
    days: int,
    *,
    history: Arrivals | None,
    known_until: date,
    organic_per_day: float | None,
    outlook: Outlook | None,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return joiners a day from the launch on, and which of them are history.

    Parameters
    ----------
    launch
        First day of the community.
    days
        Days wanted.
    history
        Exact counts, if there are any; they begin on the launch day.
    known_until
        Counts on and after this date are not looked at.
    organic_per_day, outlook
        As in `coming`, of days that are not history.

    Returns
    -------
    organic
        Float64, shape ``(days,)``.
    known
        Bool, the same shape: True where `organic` is an exact count.
    """
    past = np.zeros(0, np.int64)
    if history is not None:
        past = history.counts[: max((known_until - launch).days, 0)]
    seen = min(len(past), days)
    means, _ = coming(
        past,
        launch + timedelta(days=len(past)),
        days - seen,
        organic_per_day=organic_per_day,
        outlook=outlook,
    )
    return np.concatenate([past[:seen], means]), np.arange(days) < seen


class Told(TypedDict):
    """What is known and said of joiners, as `from_launch` takes it."""

    history: Arrivals | None
    known_until: date
    organic_per_day: float | None
    outlook: Outlook | None


def arriving(
    launch: date, days: int, **told: Unpack[Told]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64] | None]:
    """Return joiners a day as `from_launch` does, and how far they may be off, as `errors`."""
    return *from_launch(launch, days, **told), errors(launch, days, **told)


def errors(
    launch: date,
    days: int,
    *,
    history: Arrivals | None,
    known_until: date,
    organic_per_day: float | None,
    outlook: Outlook | None,
) -> NDArray[np.float64] | None:
    """Return how far the joiners of each day may be off, as `from_launch` gives them.

    Standard deviation of a logarithm (`scenarios.arrivals_error`), float64, shape ``(days,)``: 0 on
    days that are history and on those that the user gave, one value on those that are forecast.
    None where there are none of these. Parameters as in `from_launch`.
    """
    if history is None or organic_per_day is not None:
        return None
    past = history.counts[: max((known_until - launch).days, 0)]
    start, ahead = launch + timedelta(days=len(past)), days - len(past)
    if ahead <= 0 or not past.any():
        return None
    told = np.isnan(outlook.over(start, ahead)) if outlook is not None else np.ones(ahead, np.bool_)
    if not told.any():
        return None
    return np.concatenate([np.zeros(len(past)), np.where(told, error(past, start, ahead), 0.0)])


def _mean(text: str, name: str, line: int) -> float:
    allowed = SCENARIO["organic"]
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not allowed.hold(value):
        raise InputError(
            f"{excerpt(text)} is not a number of joiners; numbers from 0 to {allowed.high:,} are "
            "allowed",
            file=name,
            line=line,
            field="new_members",
        )
    return value
