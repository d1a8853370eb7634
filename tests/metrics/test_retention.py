"""Bracket retention from the triangle: which cohorts count, and what was never observed."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import Calendar
from sim.metrics import METRICS, horizon_needed
from sim.metrics.base import ratio
from sim.metrics.retention import horizon, on_day, parts
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


def bracket(seen: Trajectory, age: int) -> float:
    """Return bracket retention; NaN when no cohort of the plan was observed at that age."""
    return ratio(*parts(seen, age))


def test_pools_cohorts_of_the_plan() -> None:
    # from 15 January: the cohorts of weeks 2 (6 of 30) and 3 (4 of 40); week 4 has no next week
    assert bracket(_seen(date(2024, 1, 15)), 1) == pytest.approx(10 / 70)


def test_a_cohort_that_began_before_the_plan_does_not_count() -> None:
    # week 2 began on 15 January, a day before the plan
    assert bracket(_seen(date(2024, 1, 16)), 1) == pytest.approx(4 / 40)


def test_unfinished_weeks_are_missing() -> None:
    assert bracket(_seen(date(2024, 1, 15), weeks_observed=4), 1) == pytest.approx(6 / 30)


def test_undefined_when_the_plan_is_too_short() -> None:
    # at age 3 only weeks 0 and 1 were observed, both before the plan
    assert np.isnan(bracket(_seen(date(2024, 1, 15)), 3))


def test_undefined_when_nobody_was_observed() -> None:
    assert np.isnan(bracket(_seen(date(2024, 1, 15)), 5))
    assert np.isnan(bracket(trajectory(date(2024, 1, 1), 3), 1))


def test_an_empty_plan_cohort_does_not_let_the_past_in() -> None:
    seen = _seen(date(2024, 1, 29))
    seen.triangle = np.array([[10, 5, 0], [0, 20, 4], [0, 0, 0]])
    seen.weeks_observed = 3
    assert np.isnan(bracket(seen, 1))


@pytest.mark.parametrize(
    ("start", "age", "days"),
    [
        (date(2024, 1, 1), 1, 14),  # a Monday: its own week and one more
        (date(2024, 1, 1), 4, 35),
        (date(2024, 1, 2), 4, 6 + 35),  # a Tuesday: the first whole week begins on the 8th
        (date(2024, 1, 7), 4, 1 + 35),  # a Sunday
    ],
)
def test_the_horizon_that_it_needs(start: date, age: int, days: int) -> None:
    assert horizon(start, age) == days
    assert horizon_needed(f"retention_w{age}", Calendar(start, days)) is None
    assert horizon_needed(f"retention_w{age}", Calendar(start, days - 1)) == days


@given(st.integers(0, 6), st.integers(1, 60), st.integers(0, 30), st.sampled_from((1, 2, 4, 8)))
def test_a_horizon_holds_it_exactly_when_a_cohort_is_observed(
    weekday: int, days: int, before: int, age: int
) -> None:
    start = date(2024, 1, 1) + timedelta(days=weekday)
    launch = start - timedelta(days=before)
    monday = launch - timedelta(days=launch.weekday())
    weeks = (start - monday).days + days
    seen = trajectory(
        start, days, triangle_start=monday, weeks_observed=weeks // 7,
        triangle=np.triu(np.ones((weeks // 7 + 1,) * 2, int)),
    )  # fmt: skip
    assert np.isnan(bracket(seen, age)) == (horizon(start, age) > days)


@pytest.mark.parametrize("days", [1, 7, 30])
def test_a_day_of_return_is_in_the_plan_or_nobody_counts(days: int) -> None:
    ones = [1] * 31
    seen = trajectory(
        date(2024, 1, 3), 31, newly_active=np.array(ones) * 4, **{f"back_after_{days}": ones}
    )
    name = f"retention_d{days}"
    # Who came back in the plan's first days began before it.
    assert on_day(seen, days) == (31 - days, 4 * (31 - days))
    assert METRICS[name].compute(HandMade(seen)) == 0.25
    assert METRICS[name].needs(date(2024, 1, 3)) == days + 1
    short = trajectory(date(2024, 1, 3), days, newly_active=np.ones(days, int))
    assert np.isnan(METRICS[name].compute(HandMade(short)))


@pytest.mark.parametrize(("name", "age"), [("retention_w1", 1), ("retention_w4", 4)])
def test_names_carry_the_age(name: str, age: int) -> None:
    seen = _seen(date(2024, 1, 1))
    assert METRICS[name].compute(HandMade(seen)) == bracket(seen, age)
