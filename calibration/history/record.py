"""A community's history as figures: daily counts, the cohort triangle, trailing windows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from calibration.history.reading import Reading
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a community's past, up to and without `end`.

    Attributes
    ----------
    source
        Name of the file it was read from.
    daily
        One row a day without gaps: ``date, active_members, new_members`` and, where known,
        ``registrations, posts, comments, bounties, contributions`` and one column for every other
        event of a log; counts are int64. ``revenue`` (float64) where purchases have values.
    triangle
        Members active by week of first activity (row) and calendar week (column), int64, shape
        ``(weeks, weeks)``, laid out as `sim.trajectory.Trajectory.triangle`: weeks begin on Monday,
        week 0 is the first day's. Only weeks that ended are in it; cells before the diagonal mean
        not observed.
    windows
        Concentration and retention as they were known on the first of each month, columns as in
        `calibration.history.measure.WINDOW_COLUMNS`; None where the figures have none.
    reading
        What the reader found and what it made of it; None where nothing was read.
    purchases
        What each member bought by day, as in `calibration.history.buying.buying`; None where a
        history has no purchases of members.
    """

    source: str
    daily: pl.DataFrame
    triangle: NDArray[np.int64]
    windows: pl.DataFrame | None
    reading: Reading | None = None
    purchases: pl.DataFrame | None = field(default=None, repr=False)

    @property
    def start(self) -> date:
        """The first day."""
        first: date = self.daily["date"][0]
        return first

    @property
    def days(self) -> int:
        """Number of days."""
        return self.daily.height

    @property
    def end(self) -> date:
        """The date after the last day."""
        return self.start + timedelta(days=self.days)

    @property
    def triangle_start(self) -> date:
        """The Monday of week 0."""
        return monday(self.start)

    @property
    def weeks(self) -> int:
        """Number of calendar weeks that ended, the first day's week included."""
        return len(self.triangle)

    def counts(self, name: str) -> NDArray[np.int64]:
        """Return one daily column, int64, shape ``(days,)``.

        Raises
        ------
        InputError
            If the history does not have it.
        """
        if name not in self.daily.columns:
            have = ", ".join(self.daily.columns[1:])
            raise InputError(f"no daily figures of {name!r}; there are {have}", file=self.source)
        column: NDArray[np.int64] = self.daily[name].to_numpy()
        return column

    def weekly_active(self) -> NDArray[np.int64]:
        """Distinct members active in each calendar week that ended, shape ``(weeks,)``."""
        totals: NDArray[np.int64] = self.triangle.sum(axis=0)
        return totals

    def until(self, cut: date) -> History:
        """Return what was known when the day ``cut`` began.

        Raises
        ------
        InputError
            If ``cut`` is not after the first day.
        """
        if cut <= self.start:
            raise InputError(
                f"nothing is known before {cut}; the history begins on {self.start}",
                file=self.source,
            )
        days = min((cut - self.start).days, self.days)
        end = self.start + timedelta(days=days)
        weeks = min((end - self.triangle_start).days // 7, self.weeks)
        windows = self.windows
        if windows is not None:
            windows = windows.filter(windows["until"] <= end)
        bought = self.purchases
        if bought is not None:
            bought = bought.filter(bought["day"] < end)
        return replace(
            self,
            daily=self.daily.head(days),
            triangle=self.triangle[:weeks, :weeks].copy(),
            windows=windows,
            purchases=bought,
        )
