"""Histories that the simulation itself made, so that the truth is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

import scenarios
from calibration.history.record import History
from calibration.world import World
from scenarios import Scenario
from sim.plan import NoPlan
from sim.run import run

TRUTH = {
    "visit_base": -3.2,
    "visit_spread": 1.4,
    "newcomer_pull": 2.5,
    "newcomer_days": 6.0,
    "habit_pull": 1.5,
    "habit_decay": 0.01,
    "cohort_slope": 0.0,
    "community_slope": 0.0,
    "write_rate": 0.5,
    "write_spread": 1.5,
    "weekend_pull": -0.5,
}

START = date(2024, 1, 3)  # a Wednesday


def scenario() -> Scenario:
    """Return a scenario without a desk, without anything but its preset."""
    text = (
        "name: Made\nstart: 2024-06-03\ncommunity:\n  preset: forum\n  activity: visit\n"
        "  launch: 2024-01-03\n  arrivals: {organic_per_day: 5}\n"
    )
    return scenarios.parse(text)


def history(days: int = 182, per_day: int = 6, seed: int = 7) -> History:
    """Return what a community with the true behaviour would have shown."""
    joiners = np.full(days, per_day)
    shell = History(
        "made.csv",
        pl.DataFrame(
            {
                "date": [START + timedelta(days=k) for k in range(days)],
                "active_members": joiners,
                "new_members": joiners,
            }
        ),
        np.zeros((1, 1), np.int64),
        None,
    )
    behaviour = scenario().behaviour.updated(TRUTH, "assumed", "truth")
    spec = World(scenario(), shell).past(behaviour)
    trajectory = run(spec, NoPlan(), seed).trajectory
    weeks = trajectory.weeks_observed
    daily = shell.daily.with_columns(
        active_members=pl.Series(trajectory.daily("active")),
        contributions=pl.Series(trajectory.daily("posts")),
    )
    return History("made.csv", daily, trajectory.triangle[:weeks, :weeks].copy(), None)
