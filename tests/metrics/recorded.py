"""Runs made by hand, so that every measure has a value that a reader can work out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from sim.calendar import Calendar
from sim.ledger import Ledger
from sim.trajectory import COUNT_INDEX, COUNTS, GMV, Trajectory


def trajectory(start: date, days: int, **fields: object) -> Trajectory:
    """Return a trajectory in which nothing happens but what ``fields`` give.

    A field that is a count is a list of one number a day; all others are the trajectory's own.
    """
    counts = np.zeros((days, 1, len(COUNTS)), np.int64)
    if GMV in fields:
        # One cent of a basket of 1.00 is ten thousand millionths of it.
        fields["sold_millionths"] = 10_000 * np.asarray(fields.pop(GMV))
    for name in [name for name in fields if name in COUNT_INDEX]:
        counts[:, 0, COUNT_INDEX[name]] = fields.pop(name)  # type: ignore[call-overload]
    none = np.zeros(days, np.int64)
    values: dict[str, object] = {
        "calendar": Calendar(start, days),
        "segments": ("general",),
        "counts": counts,
        "weekly_active": none,
        "monthly_active": none,
        "newly_active": none,
        "resurrected": none,
        "churned": none,
        "active28": none,
        "triangle": np.zeros((0, 0), np.int64),
        "triangle_start": start - timedelta(days=start.weekday()),
        "weeks_observed": 0,
        "members": none,
        "waits": np.full((days, 2), np.nan),
        "wages_cents": none,
        "survey": np.zeros(11, np.int64),
        "posts_by_member": np.zeros(0, np.int64),
        "tiers": np.zeros(8, np.int64),
        "outstanding_points": 0,
        "opening_points": 0,
        "outstanding_rewards_cents": 0,
        "basket": 1.0,
    }
    return Trajectory(**{**values, **fields})  # type: ignore[arg-type]


@dataclass
class HandMade:
    """A run made by hand."""

    trajectory: Trajectory = field(default_factory=lambda: trajectory(date(2024, 1, 1), 3))
    ledger: Ledger = field(default_factory=lambda: Ledger(3))
