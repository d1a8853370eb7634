"""A community's history as figures: counts by day or week, cohort triangle, trailing windows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from calibration.history.midlife import SEEN_WEEKS, TOLD_WEEKS, nobody, usual
from calibration.history.reading import Reading
from sim.errors import InputError

if TYPE_CHECKING:
    import polars as pl


LEAST: Final = 5
"""Members of whom a figure may be told: a smaller group's says what each of them did."""

WEEK_OVER_DAY: Final = 4.0
"""Members active in a week for each one of a day, where figures know days alone: 3 to 7 in thirteen
real logs, 4.3 in their median."""


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weekly_means(daily: NDArray[np.floating | np.integer]) -> NDArray[np.float64]:
    """Return means of whole weeks from the first day, shape ``(days // 7,)``."""
    weeks = len(daily) // 7
    return np.asarray(daily[: 7 * weeks].reshape(weeks, 7).mean(axis=1), np.float64)


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
        event of a log; counts are int64. ``revenue`` (float64) where purchases have values. Of
        weekly figures the week's sums, spread over its days, and no ``active_members``.
    triangle
        Members active by week of first activity (row) and calendar week (column), int64, shape
        ``(weeks, weeks)``, laid out as `sim.trajectory.Trajectory.triangle`: weeks begin on Monday,
        week 0 is the first day's. Only weeks that ended are in it; cells before the diagonal mean
        not observed. None where the figures have none: then nobody knows who came again. Of a log
        that begins in mid-life the members who had joined before are in the rows before
        `cohorts_from`.
    windows
        Concentration and retention as they were known on the first of each month, columns as in
        `calibration.history.measure.WINDOW_COLUMNS`; None where the figures have none.
    reading
        What the reader found and what it made of it; None where nothing was read.
    purchases
        What each member bought by day, as in `calibration.history.buying.buying`; None where a
        history has no purchases of members.
    weekly
        Of weekly figures the members active in each week of seven days from `start` on, int64,
        shape ``(days / 7,)``; None of daily ones.
    earlier
        Members who joined on each of the days before `start`, int64, shape ``(days before,)``: a
        guess where figures or a log begin in the middle of a community's life, and else none.
    hours
        How events fall into the hours of the local day, per thousand, 24 numbers; None where that
        is not known (`calibration.history.hourly`).
    """

    source: str
    daily: pl.DataFrame
    triangle: NDArray[np.int64] | None
    windows: pl.DataFrame | None
    reading: Reading | None = None
    purchases: pl.DataFrame | None = field(default=None, repr=False)
    weekly: NDArray[np.int64] | None = None
    earlier: NDArray[np.int64] = field(default_factory=nobody)
    hours: tuple[int, ...] | None = None

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
    def launch(self) -> date:
        """The first day on which anybody joined."""
        return self.start - timedelta(days=len(self.earlier))

    @property
    def joiners(self) -> NDArray[np.int64]:
        """Members who joined on each day from `launch` on, int64."""
        return np.concatenate([self.earlier, self.joined])

    @property
    def joined(self) -> NDArray[np.int64]:
        """Members who joined on each day, int64, shape ``(days,)``.

        Those of ``new_members``; but of a log that begins in mid-life many who are seen first had
        joined before (`calibration.history.midlife.usual`).
        """
        seen = self.counts("new_members")
        return usual(seen) if self.cohorts_from else seen

    @property
    def cohorts_from(self) -> int:
        """The first week of the triangle whose new faces are those who joined in it."""
        return SEEN_WEEKS if len(self.earlier) and self.triangle is not None else 0

    @property
    def step(self) -> int:
        """Days from one figure of actives to the next: 1, or 7 of weekly figures."""
        return 1 if self.weekly is None else 7

    @property
    def active(self) -> NDArray[np.int64]:
        """Members active on each day, or in each week, shape ``(days / step,)``."""
        return self.counts("active_members") if self.weekly is None else self.weekly

    @property
    def triangle_start(self) -> date:
        """The Monday of week 0."""
        return monday(self.start)

    @property
    def weeks(self) -> int:
        """Number of weeks in `by_week`."""
        return self.days // 7 if self.triangle is None else len(self.triangle)

    def buyers(self, days: int | None = None) -> int:
        """Return how many members bought anything, ever or in the last days.

        Of figures, which know no members, the purchases: so many at most.
        """
        table = self.purchases
        if table is None:
            known = "event_purchase" in self.daily.columns
            return int(self.counts("event_purchase")[-(days or 0) :].sum()) if known else 0
        since = self.start if days is None else self.end - timedelta(days=days)
        return table.filter((table["orders"] > 0) & (table["day"] >= since))["member"].n_unique()

    def fewest_buyers(self, weeks: int) -> int:
        """Return how many members bought in that one of the last weeks in which fewest did."""
        table = self.purchases
        if table is None:
            return int(self.counts("event_purchase")[-7 * weeks :].reshape(weeks, 7).sum(1).min())
        ago = (self.end - table["day"]).dt.total_days() - 1
        late = table.with_columns(week=ago // 7).filter((table["orders"] > 0) & (ago < 7 * weeks))
        each = late.select("week", "member").unique()["week"].value_counts()["count"].to_list()
        return 0 if len(each) < weeks else min(each)

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

    def by_week(self) -> NDArray[np.float64]:
        """Actives of each week that ended: distinct members, or of daily figures means a day.

        Calendar weeks where there is a triangle (the first day's week is the first), the figures'
        own where they are weekly, and else weeks of seven days back from the end.
        """
        if self.triangle is not None:
            return np.asarray(self.triangle.sum(axis=0), np.float64)
        if self.weekly is not None:
            return self.weekly.astype(np.float64)
        return weekly_means(self.active[self.days % 7 :])

    def in_a_week(self, weeks: int) -> float:
        """Return about how many members are active in one of the last weeks, in the mean."""
        level = float(self.by_week()[-weeks:].mean()) if self.weeks else 0.0
        of_days = self.triangle is None and self.weekly is None
        return WEEK_OVER_DAY * level if of_days else level

    def until(self, cut: date) -> History:
        """Return what was known when the day ``cut`` began; of weekly figures, whole weeks.

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
        days = min((cut - self.start).days, self.days) // self.step * self.step
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
            triangle=None if self.triangle is None else self.triangle[:weeks, :weeks].copy(),
            windows=windows,
            # Whether a log begins in mid-life was not known so early.
            earlier=nobody() if self.cohorts_from and weeks < TOLD_WEEKS else self.earlier,
            purchases=bought,
            weekly=None if self.weekly is None else self.weekly[: days // 7],
        )
