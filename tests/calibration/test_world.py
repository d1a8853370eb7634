"""The community of a history keeps the dates of its scenario."""

from __future__ import annotations

from datetime import timedelta

import scenarios
from calibration.world import World
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
