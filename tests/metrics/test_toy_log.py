"""Every activity, content and retention measure of a log of 14 visits, worked out by hand.

Days 0 to 13 from Monday 1 January 2024; a letter is a member, a star a post:

    day 0   a* b       day 1   a     day 2  c*    day 4  a*** b
    day 7   a b* d     day 8   d     day 10 a*    day 13 c d e
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.metrics import METRICS
from tests.metrics.recorded import HandMade, trajectory

LOG = [
    (0, "a", 1), (0, "b", 0), (1, "a", 0), (2, "c", 1), (4, "a", 3), (4, "b", 0),
    (7, "a", 0), (7, "b", 1), (7, "d", 0), (8, "d", 0), (10, "a", 1),
    (13, "c", 0), (13, "d", 0), (13, "e", 0),
]  # fmt: skip
DAYS = 14


def _distinct(day: int, window: int) -> int:
    return len({who for when, who, _ in LOG if day - window < when <= day})


@pytest.fixture(scope="module")
def run() -> HandMade:
    by_day = [[(who, posts) for when, who, posts in LOG if when == day] for day in range(DAYS)]
    active = [len(events) for events in by_day]
    # week of first activity by week: a, b, c begin in week 0 and all return; d, e begin in week 1
    triangle = np.array([[3, 3], [0, 2]])
    return HandMade(
        trajectory(
            date(2024, 1, 1),
            DAYS,
            visits=active,
            active=active,
            posts=[sum(posts for _, posts in events) for events in by_day],
            writers=[sum(posts > 0 for _, posts in events) for events in by_day],
            weekly_active=np.array([_distinct(day, 7) for day in range(DAYS)]),
            monthly_active=np.array([_distinct(day, 30) for day in range(DAYS)]),
            newly_active=np.array([2, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]),
            back_after_1=[0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
            back_after_7=[0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0],
            members=np.array([2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5]),
            posts_by_member=np.array([5, 1, 1]),
            triangle=triangle,
            weeks_observed=2,
        )
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("daily_active", 14 / 14),
        ("weekly_active", 44 / 14),  # the series is in the next test
        ("monthly_active", (2 + 2 + 3 * 5 + 4 * 6 + 5) / 14),
        ("stickiness", 14 / (2 + 2 + 15 + 24 + 5)),
        ("activity_rate", 14 / 48),
        ("visits", 14),
        ("members", 5),
        ("posts", 7),
        ("posts_per_active", 0.5),
        ("writers", 3),
        ("writer_share", 5 / 14),
        ("top1_share", 5 / 7),
        # ascending 1 1 5: (2 (1 + 2 + 15) / 7 - 3 - 1) / 3
        ("gini_posts", (36 / 7 - 4) / 3),
        ("retention_d1", 2 / 4),  # a and d of a, b, c, d; e began on the last day
        ("retention_d7", 2 / 3),  # a and b of a, b, c
        ("retention_w1", 1.0),
    ],
)
def test_value(run: HandMade, name: str, value: float) -> None:
    assert METRICS[name].compute(run) == pytest.approx(value, rel=1e-12)


def test_weekly_actives_by_hand(run: HandMade) -> None:
    assert run.trajectory.weekly_active.tolist() == [2, 2, 3, 3, 3, 3, 3, 4, 4, 3, 3, 3, 3, 5]


def test_not_observed_is_missing(run: HandMade) -> None:
    assert np.isnan(METRICS["retention_w2"].compute(run))
    assert np.isnan(METRICS["retention_d30"].compute(run))
