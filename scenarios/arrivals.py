"""Who joins of themselves: exact counts from a history, a forecast after it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.forecasts import LEAST
from scenarios.forecasts.levels import HALF
from scenarios.forecasts.mix import Rolling
from scenarios.yaml_text import read_text
from sim.errors import InputError
from sim.visible import excerpt, headings

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

AGREE: Final = 2.0
"""As a ratio: seasons of two years that are farther apart are not taken for the same season."""


MIXED_WEEKS: Final = 13
"""Weeks ahead, a quarter, up to which the mix of simple forecasts has its say; what it makes of the
last of them holds from there on, so that no trend of it goes on for ever."""

KNOWN_WEEKS: Final = 260
"""Last weeks, five years, that the mix looks at."""


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
    name, first = str(path), None
    counts: list[int] = []
    for line, day, text in table(path):
        first = day if first is None else first
        expected = first + timedelta(days=len(counts))
        if day != expected:
            raise InputError(
                f"{day} stands where {expected} should; give one row a day, in order",
                file=name,
                line=line,
                field="date",
            )
        counts.append(_count(text, name, line))
    assert first is not None
    return Arrivals(first, np.array(counts, np.int64))


def check_begins(history: Arrivals, launch: date, start: date) -> None:
    """Refuse a history that does not begin on the launch day, or begins after the plan.

    Raises
    ------
    InputError
        With the scenario's field.
    """
    if launch != history.first:
        raise InputError(
            f"{launch} is not the first day of the history, {history.first}; "
            "leave it out, or give the history from the launch on",
            field="community.launch",
        )
    if history.first > start:
        raise InputError(
            f"the plan starts on {start}, before the history begins on {history.first}",
            field="start",
        )


def forecast(counts: NDArray[np.int64], start: date, horizon: int) -> NDArray[np.float64]:
    """Expect the joiners of the days after a history.

    The geometric mean of what level and season make of the last days (`usual`) and, from eight
    weeks on, of the mix of simple forecasts of weekly joiners by their earlier errors
    (`scenarios.forecasts.mix`), whose trends are damped. Of joiners that fall or stop a level of
    four weeks knows too late; the mix alone errs more where they jump. Of the joiners of each of
    the next 13 weeks, from up to forty days of each of fourteen histories, the error is 0.96 and
    0.98 times that of level and season alone (the half that it was chosen on, and the other), in
    the first year 0.94 and 0.98; of 52 weeks 0.98 and 0.97; above 1.05 on none. Of two cohorts
    whose joining ends it is 0.2 and 0.8.

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
    weeks = -(-horizon // 7)
    found = usual(counts, start, 7 * max(weeks, 0))
    known = min(len(counts) // 7, KNOWN_WEEKS)
    if weeks > 0 and known >= LEAST:
        weekly = counts[-7 * known :].reshape(known, 7).sum(axis=1).astype(np.float64)
        mixed = Rolling.of(weekly, min(weeks, MIXED_WEEKS)).mean[-1]
        plain = found.reshape(weeks, 7).sum(axis=1)[: len(mixed)]
        ratio = np.sqrt((mixed + HALF) / (plain + HALF))
        found = found * np.repeat(np.pad(ratio, (0, weeks - len(ratio)), mode="edge"), 7)
    return found[: max(horizon, 0)]


def usual(counts: NDArray[np.int64], start: date, horizon: int) -> NDArray[np.float64]:
    """Expect joiners by the last days' level and, where it is known, by the season.

    The level is the mean of the last 28 days. The season, from two years of history on, is the same
    day a year earlier (364 days, so that weekdays match; a centred mean over 29 days) times the
    growth of the last 91 days over the same days a year before; with it, their mean. Either is
    multiplied by its weekday's index, which needs eight weeks of history. On the six years of the
    travel-questions history the mean of both errs by 18 % (weekly, 13 weeks ahead), the level by
    19 % and the season by 22 %; 26 weeks ahead by 20, 23 and 25 %.

    A level that shifted a year ago looks like a season. So where three years are known, last year's
    season is held to within twice the same of the year before, though no farther down or up than
    their geometric mean. Of seven communities of four to twenty-three years it takes the error 26
    weeks ahead from 45 to 43 % of all joiners on average (five better, two worse).
    """
    days = len(counts)
    if days == 0 or horizon <= 0:
        return np.zeros(max(horizon, 0))
    history = counts.astype(np.float64)
    weekday = (start.weekday() + np.arange(horizon)) % 7
    index = _weekday_index(history, start)[weekday]
    level = np.full(horizon, history[-LEVEL_DAYS:].mean())
    last, earlier = (_season(history, horizon, years) for years in (1, 2))
    if last is None:
        return np.asarray(level * index)
    if earlier is not None:
        middle = np.sqrt(last * earlier)
        low, high = np.minimum(earlier / AGREE, middle), np.maximum(earlier * AGREE, middle)
        last = np.clip(last, low, high)
    return np.asarray((level + last) / 2 * index)


def _season(history: NDArray[np.float64], horizon: int, years: int) -> NDArray[np.float64] | None:
    """Return the days to come as those of some years ago, grown; None where too little is known."""
    days, back = len(history), years * YEAR
    before = history[-back - TREND_DAYS : -back].mean() if days >= back + YEAR else 0.0
    if before == 0.0:
        return None
    growth = history[-TREND_DAYS:].mean() / before
    padded = np.pad(history, SMOOTH_DAYS // 2, mode="reflect")
    smooth = np.convolve(padded, np.full(SMOOTH_DAYS, 1 / SMOOTH_DAYS), mode="valid")
    return np.asarray(smooth[days - back + np.arange(horizon) % YEAR] * growth)


def _weekday_index(history: NDArray[np.float64], start: date) -> NDArray[np.float64]:
    recent = history[-(min(len(history), YEAR) // 7 * 7) :]
    if len(recent) < 8 * 7 or not recent.any():
        return np.ones(7)
    # The weeks end with the day before `start`, so each row begins on start's weekday.
    means = recent.reshape(-1, 7).mean(axis=0)
    return np.asarray(np.roll(means / means.mean(), start.weekday()))


def table(path: Path) -> Iterator[tuple[int, date, str]]:
    """Yield line, date and joiners of each row of a CSV with the columns of daily figures.

    Raises
    ------
    InputError
        If a row has not as many cells as the first line, a date is none, or there are no rows.
    """
    name = str(path)
    rows = csv.reader(io.StringIO(read_text(path, MAX_BYTES), newline=""))
    try:
        yield from _cells(rows, name)
    except csv.Error as error:
        raise InputError(f"is not CSV: {error}", file=name, line=rows.line_num) from None


def _cells(rows: _csv.Reader, name: str) -> Iterator[tuple[int, date, str]]:
    header = [column.strip() for column in next(rows, [])]
    for column in ("date", "new_members"):
        if column not in header:
            found = headings(header)
            raise InputError(
                f"has no column {column!r} (its first line holds {found}); "
                "it needs at least date,new_members",
                file=name,
                line=1,
            )
    day_at, count_at, empty = header.index("date"), header.index("new_members"), True
    for row in rows:
        if not row:
            continue
        line, empty = rows.line_num, False
        if len(row) != len(header):
            raise InputError(
                f"has {len(row)} columns where the first line names {len(header)}",
                file=name,
                line=line,
            )
        yield line, _day(row[day_at].strip(), name, line), row[count_at].strip()
    if empty:
        raise InputError("holds no days; give one row a day", file=name)


def _day(text: str, name: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"{excerpt(text)} is not a date such as 2016-07-04", file=name, line=line, field="date"
        ) from None


def _count(text: str, name: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InputError(
            f"{excerpt(text)} is not a count; whole numbers from 0 are allowed",
            file=name,
            line=line,
            field="new_members",
        )
    return int(text)
