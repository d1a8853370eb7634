"""Retention: who of a cohort is still active so many weeks on.

Three measures go by that name. *Bounded* retention asks who was active on one exact day,
*unbounded* (rolling) who was active on that day or later, *bracket* who was active at least once
within a bracket of days. ``retention_w4`` and the like are bracket retention with brackets of one
calendar week, ``retention_d7`` and the like are bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import numpy as np

from sim.metrics.base import Metric, Ratio, Recorded
from sim.trajectory import Trajectory

AGES: Final = (1, 2, 4, 8, 12)
"""Weeks after the week of first activity that have a measure."""

DAYS: Final = (1, 7, 30)
"""Days after the day of first activity that have one."""


def parts(trajectory: Trajectory, age: int) -> tuple[int, int]:
    """Members of the plan's cohorts who are active ``age`` weeks later, and all of them.

    Cohorts are pooled by size. Those count that began within the plan and whose week ``age`` the
    run finished: what was not observed is missing, not zero, and members who joined before the
    plan say nothing of it.

    Parameters
    ----------
    trajectory
        The record of a run.
    age
        Weeks after the week of first activity, at least 0.
    """
    cohorts = np.arange(max(trajectory.weeks_observed - age, 0))
    days_before = (trajectory.calendar.start - trajectory.triangle_start) // timedelta(days=1)
    own = cohorts[cohorts * 7 >= days_before]
    sizes = trajectory.triangle[own, own]
    return int(trajectory.triangle[own, own + age].sum()), int(sizes.sum())


def on_day(trajectory: Trajectory, days: int) -> tuple[int, int]:
    """Members who are active just so many days after their first active day, and all observed so.

    Parameters
    ----------
    trajectory
        The record of a run; those count whose first active day lies within the plan, and so many
        days before its last day or earlier.
    days
        One of `DAYS`.
    """
    back = trajectory.daily(f"back_after_{days}")[days:]
    return int(back.sum()), int(trajectory.newly_active[: len(back)].sum())


def horizon(start: date, age: int) -> int:
    """Days until the first whole calendar week of a plan has been observed ``age`` weeks later.

    Parameters
    ----------
    start
        First day of the plan; weeks begin on Monday.
    age
        Weeks, at least 0.
    """
    return -start.weekday() % 7 + 7 * (1 + age)


def _at(age: int) -> Ratio[[Recorded]]:
    return Ratio(lambda run: parts(run.trajectory, age))


def _on_day(days: int) -> Ratio[[Recorded]]:
    return Ratio(lambda run: on_day(run.trajectory, days))


def _needs(age: int) -> Callable[[date], int]:
    return lambda start: horizon(start, age)


def _needs_days(days: int) -> Callable[[date], int]:
    return lambda _start: days + 1


GROUP: Final = "Retention"

_DAILY: Final = tuple(
    Metric(
        f"retention_d{days}", f"Day-{days} retention", f"第{days}日留存率",
        f"active {days} {'day' if days == 1 else 'days'} after the day of first activity / first "
        "active on that day, pooled over days", "share",
        "first days in the plan whose day of return is in it too",
        "bounded retention by day", "higher", _on_day(days), _needs_days(days),
    )
    for days in DAYS
)  # fmt: skip

_WEEKLY: Final = tuple(
    Metric(
        f"retention_w{age}", f"Week-{age} retention", f"第{age}周留存率",
        f"active in calendar week {age} after the week of first activity / active in that "
        "first week, pooled over cohorts", "share",
        "calendar weeks that began in the plan and were observed at that age",
        "bracket retention by calendar week", "higher", _at(age), _needs(age),
    )
    for age in AGES
)  # fmt: skip

METRICS: Final = (*_DAILY, *_WEEKLY)
