"""Bracket retention from the triangle: which cohorts count, and what was never observed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.metrics import METRICS
from sim.metrics.retention import bracket
from sim.trajectory import Trajectory
from tests.metrics.recorded import HandMade, trajectory

TRIANGLE = np.array(
    [
        [10, 5, 4, 3, 2],
        [0, 20, 8, 6, 1],
        [0, 0, 30, 6, 3],
        [0, 0, 0, 40, 4],
        [0, 0, 0, 0, 50],
    ]
)


def _seen(start: date, weeks_observed: int = 5) -> Trajectory:
    return trajectory(
        start,
        7,
        triangle=TRIANGLE,
        triangle_start=date(2024, 1, 1),
        weeks_observed=weeks_observed,
    )


def test_pools_cohorts_of_the_plan() -> None:
    # from 15 January: the cohorts of weeks 2 (6 of 30) and 3 (4 of 40); week 4 has no next week
    assert bracket(_seen(date(2024, 1, 15)), 1) == pytest.approx(10 / 70)


def test_a_cohort_that_began_before_the_plan_does_not_count() -> None:
    # week 2 began on 15 January, a day before the plan
    assert bracket(_seen(date(2024, 1, 16)), 1) == pytest.approx(4 / 40)


def test_unfinished_weeks_are_missing() -> None:
    assert bracket(_seen(date(2024, 1, 15), weeks_observed=4), 1) == pytest.approx(6 / 30)


def test_all_cohorts_when_the_plan_is_too_short() -> None:
    # at age 3 only weeks 0 and 1 were observed, both before the plan
    assert bracket(_seen(date(2024, 1, 15)), 3) == pytest.approx((3 + 1) / 30)


def test_undefined_when_nobody_was_observed() -> None:
    assert np.isnan(bracket(_seen(date(2024, 1, 15)), 5))
    assert np.isnan(bracket(trajectory(date(2024, 1, 1), 3), 1))


def test_an_empty_plan_cohort_does_not_hide_the_past() -> None:
    seen = _seen(date(2024, 1, 29))
    seen.triangle = np.array([[10, 5, 0], [0, 20, 4], [0, 0, 0]])
    seen.weeks_observed = 3
    assert bracket(seen, 1) == pytest.approx(9 / 30)


@pytest.mark.parametrize(("name", "age"), [("retention_w1", 1), ("retention_w4", 4)])
def test_names_carry_the_age(name: str, age: int) -> None:
    seen = _seen(date(2024, 1, 1))
    assert METRICS[name].compute(HandMade(seen)) == bracket(seen, age)
