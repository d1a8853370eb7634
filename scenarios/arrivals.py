"""Who joins of themselves: exact counts from a history, a forecast after it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.yaml_text import read_text
from sim.errors import InputError

if TYPE_CHECKING:
    import _csv

MAX_BYTES: Final = 16 << 20
"""A table of daily figures may be so long: a century of days and some columns."""

YEAR: Final = 364
"""Days after which both the season and the weekday come round."""

LEVEL_DAYS: Final = 28
"""Days whose mean is the level of a history without seasons, as in the naive forecast."""

TREND_DAYS: Final = 91
"""Days compared with the same days a year before."""

SMOOTH_DAYS: Final = 29
"""Width of the centred mean that takes the noise out of last year's days."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Members who joined on each day of a history.

    Attributes
    ----------
    first
        Date of the first count.
    counts
        Members who joined, int64, shape ``(days,)``, one a day without a gap.
    """

    first: date
    counts: NDArray[np.int64]

    @property
    def end(self) -> date:
        """Date after the last count."""
        return self.first + timedelta(days=len(self.counts))


def read(path: Path) -> Arrivals:
    """Read a CSV of daily figures with at least the columns ``date`` and ``new_members``.

    Parameters
    ----------
    path
        The file; one row a day, in order, without a gap.

    Raises
    ------
    InputError
        If it is not such a file; with the line.
    """
    name = str(path)
    rows = csv.reader(io.StringIO(read_text(path, MAX_BYTES), newline=""))
    try:
        return _arrivals(rows, name)
    except csv.Error as error:
        raise InputError(f"is not CSV: {error}", file=name, line=rows.line_num) from None


def expected(
    launch: date,
    days: int,
    *,
    history: Arrivals | None,
    known_until: date,
    organic_per_day: float | None,
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
    organic_per_day
        Mean on days that are not history; None: the forecast of the history, or no one.

    Returns
    -------
    organic
        Float64, shape ``(days,)``.
    known
        Bool, the same shape: True where `organic` is an exact count.
    """
    organic = np.full(days, organic_per_day or 0.0)
    known = np.zeros(days, np.bool_)
    if history is not None:
        seen = min(max((known_until - launch).days, 0), len(history.counts))
        past = history.counts[:seen]
        used = min(seen, days)
        organic[:used], known[:used] = past[:used], True
        if organic_per_day is None:
            organic[used:] = forecast(past, launch + timedelta(days=seen), days - used)
    return organic, known


def forecast(counts: NDArray[np.int64], start: date, horizon: int) -> NDArray[np.float64]:
    """Expect the joiners of the days after a history.

    Two forecasts, and their mean where both can be made. One is the level: the mean of the last
    28 days. The other, from two years of history on, is the season: the same day a year earlier
    (364 days, so that weekdays match; a centred mean over 29 days) times the growth of the last
    91 days over the same days a year before. Either is multiplied by its weekday's index, which
    needs eight weeks of history. On the six years of the travel-questions history the mean of
    both errs by 18 % (weekly, 13 weeks ahead), the level by 19 % and the season by 22 %; 26 weeks
    ahead by 20, 23 and 25 %.

    Parameters
    ----------
    counts
        Joiners a day, shape ``(days,)``, the last one on the day before `start`.
    start
        First day wanted.
    horizon
        Days wanted.

    Returns
    -------
    numpy.ndarray
        Mean joiners a day, float64, shape ``(horizon,)``, not negative; zero without a history.
    """
    days = len(counts)
    if days == 0 or horizon <= 0:
        return np.zeros(max(horizon, 0))
    history = counts.astype(np.float64)
    weekday = (start.weekday() + np.arange(horizon)) % 7
    index = _weekday_index(history, start)[weekday]
    level = np.full(horizon, history[-LEVEL_DAYS:].mean())
    before = history[-YEAR - TREND_DAYS : -YEAR].mean() if days >= 2 * YEAR else 0.0
    if before == 0.0:
        return np.asarray(level * index)
    growth = history[-TREND_DAYS:].mean() / before
    padded = np.pad(history, SMOOTH_DAYS // 2, mode="reflect")
    smooth = np.convolve(padded, np.full(SMOOTH_DAYS, 1 / SMOOTH_DAYS), mode="valid")
    season = smooth[days - YEAR + np.arange(horizon) % YEAR] * growth
    return np.asarray((level + season) / 2 * index)


def _weekday_index(history: NDArray[np.float64], start: date) -> NDArray[np.float64]:
    recent = history[-(min(len(history), YEAR) // 7 * 7) :]
    if len(recent) < 8 * 7 or not recent.any():
        return np.ones(7)
    # The weeks end with the day before `start`, so each row begins on start's weekday.
    means = recent.reshape(-1, 7).mean(axis=0)
    return np.asarray(np.roll(means / means.mean(), start.weekday()))


def _arrivals(rows: _csv.Reader, name: str) -> Arrivals:
    header = [column.strip() for column in next(rows, [])]
    for column in ("date", "new_members"):
        if column not in header:
            found = ", ".join(header) or "nothing"
            raise InputError(
                f"has no column {column!r} (its first line holds {found}); "
                "it needs at least date,new_members",
                file=name,
                line=1,
            )
    day_at, count_at = header.index("date"), header.index("new_members")
    first: date | None = None
    counts: list[int] = []
    for row in rows:
        if not row:
            continue
        line = rows.line_num
        if len(row) != len(header):
            raise InputError(
                f"has {len(row)} columns where the first line names {len(header)}",
                file=name,
                line=line,
            )
        day = _day(row[day_at].strip(), name, line)
        first = day if first is None else first
        expected = first + timedelta(days=len(counts))
        if day != expected:
            raise InputError(
                f"{day} stands where {expected} should; give one row a day, in order",
                file=name,
                line=line,
                field="date",
            )
        counts.append(_count(row[count_at].strip(), name, line))
    if first is None:
        raise InputError("holds no days; give one row a day", file=name)
    return Arrivals(first, np.array(counts, np.int64))


def _day(text: str, name: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{text!r} is not a date such as 2016-07-04", file=name, line=line, field="date"
        ) from None


def _count(text: str, name: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InputError(
            f"{text!r} is not a count; whole numbers from 0 are allowed",
            file=name,
            line=line,
            field="new_members",
        )
    return int(text)
