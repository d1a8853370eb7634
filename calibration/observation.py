"""What a fit compares: what a history and a run both show, read the same way off either."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from calibration.history import History
from calibration.history.measure import WINDOW_DAYS, top_share
from calibration.history.record import LEAST, monday, weekly_means
from calibration.measured import SEASON_WEEKS, seasons, seasons_of_actives
from sim.trajectory import ORDERS, Trajectory


def window_days(history: History) -> int:
    """Return how many of the last days are observed one by one.

    A year where a triangle shows the weeks before; without one they have nothing but these.
    """
    return history.days if history.triangle is None else min(WINDOW_DAYS, history.days)


def actives(trajectory: Trajectory, step: int) -> NDArray[np.float64]:
    """Return the members active on each day of a plan, or in each week of it from its first day.

    Parameters
    ----------
    trajectory
        The run.
    step
        1, or 7 for distinct members of weeks; shape ``(days // step,)``.
    """
    seen = trajectory.daily("active") if step == 1 else trajectory.weekly_active[6::7]
    return seen.astype(np.float64)


def by_week(active: NDArray[np.floating | np.integer], step: int) -> NDArray[np.float64]:
    """Return one figure of actives a week: the week's own, or the mean of its days.

    Parameters
    ----------
    active
        By day or by week, from the first day of a week on.
    step
        1, or 7 where it is by week.
    """
    return active.astype(np.float64) if step == 7 else weekly_means(active)


def weekly(history: History) -> NDArray[np.float64]:
    """Return one figure of actives for each week of seven days back from a history's end."""
    return by_week(history.active[history.days % 7 // history.step :], history.step)


def since(
    triangle: NDArray[np.floating | np.integer], history: History
) -> NDArray[np.floating | np.integer]:
    """Return a run's triangle from a history's first week on: who joined before is in its row."""
    before = (history.triangle_start - monday(history.launch)).days // 7
    if not before:
        return triangle
    found = triangle[before:, before:].copy()
    found[0] += triangle[:before, before:].sum(axis=0)
    return found


def fourth_week(
    triangle: NDArray[np.floating | np.integer], first: int, last: int
) -> tuple[float, float]:
    """Return how many joined in some weeks, and how many of them came four weeks later.

    Parameters
    ----------
    triangle
        As `calibration.history.History.triangle`.
    first, last
        Weeks that are looked at, the last one left out; of joiners those whose fourth week is one.
    """
    cohorts = np.arange(first, max(last - 4, first))
    return float(triangle[cohorts, cohorts].sum()), float(triangle[cohorts, cohorts + 4].sum())


@dataclass(frozen=True, slots=True)
class Observation:
    """What a history and a run both show.

    Attributes
    ----------
    first
        The first day; its week is week 0.
    triangle
        Members active by week of first activity and calendar week, shape ``(weeks, weeks)``; None
        where the history has none.
    window
        The first of the days observed one by one, see `window_days`.
    step
        Days from one figure of ``active`` to the next: 1, or 7.
    active
        Members active on each of these days, or in each of these weeks.
    contributions
        Contributions on the last of these days in all, at most `WINDOW_DAYS`; NaN where not known.
    top1_share
        Part of the contributions made by the most active 1 % of contributors; NaN where not known.
    joiners
        Joiners on each day of the history, which a run of it has too.
    orders
        Orders on each of the days observed; None where they are not known, or of fewer than
        `LEAST` buyers.
    cohorts_from
        As `calibration.history.History.cohorts_from`.
    """

    first: date
    triangle: NDArray[np.float64] | None
    window: date
    step: int
    active: NDArray[np.float64]
    contributions: float
    top1_share: float
    joiners: NDArray[np.int64]
    orders: NDArray[np.float64] | None = None
    cohorts_from: int = 0

    @classmethod
    def of_history(cls, history: History) -> Observation:
        """Read a history; the concentration is the latest window's."""
        window, triangle = window_days(history), history.triangle
        contributions = math.nan
        if "contributions" in history.daily.columns:
            contributions = float(history.counts("contributions")[-WINDOW_DAYS:].sum())
        top1 = None
        if history.windows is not None and not history.windows.is_empty():
            top1 = history.windows["top1_share"][-1]
        return cls(
            first=history.start,
            triangle=None if triangle is None else triangle.astype(np.float64),
            window=history.end - timedelta(days=window),
            step=history.step,
            active=history.active[-(window // history.step) :].astype(np.float64),
            contributions=contributions,
            top1_share=math.nan if top1 is None else float(top1),
            orders=_orders(history, window),
            cohorts_from=history.cohorts_from,
            joiners=history.joined,
        )

    @classmethod
    def of_trajectory(cls, trajectory: Trajectory, history: History) -> Observation:
        """Read a run of a history's joiners, whose plan days are the window, as that history is."""
        weeks = trajectory.weeks_observed
        posts = trajectory.daily("posts")[-WINDOW_DAYS:]
        triangle = None
        if history.triangle is not None:
            triangle = since(trajectory.triangle[:weeks, :weeks], history).astype(np.float64)
        return cls(
            first=history.start,
            triangle=triangle,
            window=trajectory.calendar.start,
            step=history.step,
            active=actives(trajectory, history.step),
            contributions=float(posts.sum()),
            top1_share=top_share(trajectory.posts_by_member, 0.01),
            orders=trajectory.daily(ORDERS).astype(np.float64),
            cohorts_from=history.cohorts_from,
            joiners=history.joined,
        )

    @property
    def last_year(self) -> NDArray[np.float64]:
        """The figures of ``active`` over which the contributions are counted."""
        return self.active[-(WINDOW_DAYS // self.step) :]

    def by_week(self) -> NDArray[np.float64]:
        """Actives of each week, as `calibration.history.History.by_week`, shape ``(weeks,)``."""
        if self.triangle is not None:
            return np.asarray(self.triangle.sum(axis=0))
        days = len(self.active) * self.step
        return by_week(self.active[days % 7 :], self.step)

    def seasons(self) -> NDArray[np.float64] | None:
        """Yearly cycles of visits, see `calibration.measured`; None of too short a history."""
        weekly = self.by_week()
        if len(weekly) < SEASON_WEEKS:
            return None
        if self.triangle is not None:
            return seasons(self.triangle, self.first)
        days = len(self.active) * self.step
        return seasons_of_actives(weekly, self.joiners, self.window + timedelta(days=days % 7))

    @classmethod
    def mean(cls, observations: Sequence[Observation]) -> Observation:
        """Return the mean over seeds."""
        triangles = [each.triangle for each in observations if each.triangle is not None]
        orders = [each.orders for each in observations if each.orders is not None]
        return replace(
            observations[0],
            triangle=np.mean(triangles, axis=0) if triangles else None,
            active=np.mean([each.active for each in observations], axis=0),
            contributions=float(np.mean([each.contributions for each in observations])),
            top1_share=float(np.mean([each.top1_share for each in observations])),
            orders=np.mean(orders, axis=0) if orders else None,
        )


def _orders(history: History, days: int) -> NDArray[np.float64] | None:
    if history.buyers() < LEAST:
        return None
    return history.counts("event_purchase")[-days:].astype(np.float64)
