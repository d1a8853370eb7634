"""Retention: who of a cohort is still active so many weeks on.

Three measures go by that name. *Bounded* retention asks who was active on one exact day,
*unbounded* (rolling) who was active on that day or later, *bracket* who was active at least once
within a bracket of days. A run records cohorts by calendar week, so these are bracket retention
with brackets of one week from Monday to Sunday.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import numpy as np

from sim.metrics.base import Metric, Recorded
from sim.trajectory import Trajectory

AGES: Final = (1, 2, 4, 8, 12)
"""Weeks after the week of first activity that have a measure."""


def bracket(trajectory: Trajectory, age: int) -> float:
    """Bracket retention: share of first-week actives who are active ``age`` weeks later.

    Cohorts are pooled by size, and only those count whose week ``age`` the run finished: what was
    not observed is missing, not zero. Cohorts are those that began within the plan; when none of
    them was observed at that age, those of the whole life of the community.

    Parameters
    ----------
    trajectory
        The record of a run.
    age
        Weeks after the week of first activity, at least 0.

    Returns
    -------
    float
        A share from 0 to 1; NaN when no cohort was observed at that age.
    """
    cohorts = np.arange(max(trajectory.weeks_observed - age, 0))
    sizes = trajectory.triangle[cohorts, cohorts]
    active = trajectory.triangle[cohorts, cohorts + age]
    days_before = (trajectory.calendar.start - trajectory.triangle_start) // timedelta(days=1)
    own = cohorts * 7 >= days_before
    kept = own if sizes[own].any() else np.ones_like(own)
    joiners = int(sizes[kept].sum())
    return int(active[kept].sum()) / joiners if joiners else float("nan")


def _at(age: int) -> Callable[[Recorded], float]:
    return lambda run: bracket(run.trajectory, age)


METRICS: Final = tuple(
    Metric(
        f"retention_w{age}", f"Week-{age} retention", f"第{age}周留存率",
        f"active in calendar week {age} after the week of first activity / active in that "
        "first week, pooled over cohorts", "share",
        "cohorts that began in the plan and were observed at that age; if there is none, all "
        "cohorts", "bracket retention by calendar week", "higher", _at(age),
    )
    for age in AGES
)  # fmt: skip
