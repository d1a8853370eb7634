"""The community of a history keeps the dates of its scenario."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

import scenarios
from calibration.history.record import weekly_means
from calibration.observation import fourth_week
from calibration.world import World, weeks_after
from sim.spec import Shock
from tests.calibration import made


def test_crises_keep_their_dates_when_the_history_begins_later() -> None:
    history = made.history(70)
    launch = made.START - timedelta(days=10)
    dates = [launch, made.START, made.START + timedelta(days=40)]
    shocks = ", ".join(f"{{date: {date}, severity: 0.5}}" for date in dates)
    scenario = scenarios.parse(
        f"name: Made\nstart: 2024-06-03\ncommunity:\n  preset: forum\n  launch: {launch}\n"
        f"  members: 10\n  shocks: [{shocks}]\n"
    )
    spec = World(scenario, history).past(scenario.behaviour)
    assert spec.launch == made.START
    assert spec.shocks == (Shock(0, 0.5), Shock(40, 0.5))


def test_a_forecast_begins_where_the_past_was_lived_to() -> None:
    """Its last weeks are those of the past, of the same seed; what comes changes none of them."""
    known = made.history(98)
    world, behaviour = World(made.scenario(), known), made.scenario().behaviour
    lived = world.observe(behaviour, 5)
    for per_day in (0.0, 40.0):
        ahead = world.forecast(behaviour, np.full(42, per_day), 5)
        np.testing.assert_array_equal(ahead.recent, weekly_means(lived.active)[-8:])
        assert len(ahead.active) == 6
    assert ahead.joined > 0
    assert 0 < ahead.stayed < ahead.joined


def test_the_fourth_week_is_of_those_alone_whose_week_was_seen() -> None:
    triangle = np.triu(np.arange(64).reshape(8, 8))
    assert fourth_week(triangle, 2, 8) == (18 + 27, 22 + 31)
    assert fourth_week(triangle, 2, 6) == (0, 0)
    assert fourth_week(triangle, 5, 8) == (0, 0)


def test_weeks_after_a_history_are_whole_calendar_weeks() -> None:
    """The history begins on a Wednesday and ends before one."""
    known = made.history(98)
    first, last = weeks_after(known, 35)
    monday = known.triangle_start + timedelta(weeks=first)
    assert monday - known.end == timedelta(days=5)
    assert known.triangle_start + timedelta(weeks=last) <= known.end + timedelta(days=35)
    assert last - first == 4
