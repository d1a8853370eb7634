"""The repurchase interval: how long customers take to order again, those who have not included.

    interval = customer-days / reorders

A customer-day is a day of the plan on which a member had ordered on an earlier day and had not yet
left; a reorder is such a day with an order. Orders of one day are one reorder, and an order in a
team counts for who opened the team.

Censoring. An interval that is still open when the plan ends, or when the member leaves, counts with
the days that it has lasted, and one that began before the plan with its days within. So nobody
drops out for not having ordered again: the mean of closed intervals alone gets shorter the shorter
one looks, and is the shorter the fewer order again at all. Where a customer orders with probability
p on a day, the interval is 1 / p, in whatever horizon. Who left and came back counts the days away,
if an interval began before.

It is undefined where nobody ordered again, where the plan is shorter than four weeks, and where
orders are not kept by member: a scenario keeps them that names it among its measures.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Final

from sim.metrics.base import LAST_DAYS, Metric, Ratio, Recorded


def four_weeks(_start: date) -> int:
    """Return the horizon that it needs, in days."""
    return LAST_DAYS


def _interval(run: Recorded) -> tuple[float, float]:
    days, again = run.trajectory.customer_days, run.trajectory.total("reorders")
    # As of any ratio, worlds add up: one in which nobody ordered again has days all the same.
    return (math.nan, math.nan) if days is None else (days, again)


GROUP: Final = "Commerce"

METRICS: Final = (
    Metric(
        "repurchase_interval", "Repurchase interval", "复购周期",
        "days on which members had ordered before / of those, days with an order", "days",
        f"all days of a plan of {LAST_DAYS} days and more; open intervals count with their days",
        "exposure over events, right-censored (M63)", "lower", Ratio(_interval),
        needs=four_weeks, of_deeds=True,
    ),
)  # fmt: skip
