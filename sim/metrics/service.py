"""Service: what members ask of staff, and how long they wait."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.metrics.base import Metric, Ratio, Recorded, total


def _first_wait(run: Recorded) -> tuple[float, float]:
    waits = run.trajectory.waits
    tickets = np.stack(
        [run.trajectory.daily("questions"), run.trajectory.daily("complaints")], axis=1
    )
    answered = np.isfinite(waits)
    return (waits * tickets)[answered].sum(), tickets[answered].sum()


def _complaint_rate(run: Recorded) -> tuple[float, float]:
    return 1000 * run.trajectory.total("complaints"), run.trajectory.total("visits")


_PLAN: Final = "all days of the plan"
_COUNT: Final = "count of tickets"

GROUP: Final = "Service"

METRICS: Final = (
    Metric(
        "first_wait_hours", "Wait for a first answer", "首次响应时间",
        "mean over tickets: the wait of a day and class, weighted by its tickets", "hours",
        "days with an answer", "first response time", "lower", Ratio(_first_wait),
    ),
    Metric(
        "questions", "Questions", "咨询数", "questions to staff", "tickets", _PLAN, _COUNT,
        "neutral", total("questions"),
    ),
    Metric(
        "complaints", "Complaints", "投诉数", "complaints to staff", "tickets", _PLAN, _COUNT,
        "lower", total("complaints"),
    ),
    Metric(
        "complaint_rate", "Complaints per 1,000 visits", "每千次访问投诉",
        "1000 x complaints / visits", "tickets/1000 visits", _PLAN, "ratio of totals", "lower",
        Ratio(_complaint_rate),
    ),
)  # fmt: skip
