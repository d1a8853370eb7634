"""Leaderboard: whom it lifts and whom it loses, what it costs, and when it never runs."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.behaviour.preset import PRESETS, Behaviour
from sim.run import Run
from strategies import Stop, Strategy, StrategyPlan
from strategies.audiences import Definition
from strategies.leaderboard import Leaderboard
from tests.free_lunch.ground import Ground
from tests.strategies.test_limits import ground

ON = {"board_first": 0.4, "board_near": 0.6, "board_far": 0.2}
TOLD_APART: dict[str, Definition] = {"north": "visits_28d > 2"}


def lived(here: Ground, *own: Strategy, budget: float | None = None) -> list[Run]:
    return [here.run(StrategyPlan(own, budget, audiences=TOLD_APART), s) for s in here.seeds]


def visits(runs: list[Run], audience: str) -> NDArray[np.int64]:
    """Return the visits of an audience by run."""
    return np.array([one.trajectory.among(audience).total("visits") for one in runs])


def test_no_preset_has_it() -> None:
    assert not any(Behaviour.preset(name).has("board") for name in PRESETS)


def test_it_lifts_those_near_and_loses_those_far() -> None:
    """The same worlds and the same board, felt and not: by who stands where, a visit a member."""
    felt, unfelt = (
        lived(ground("forum", **values), Leaderboard()) for values in (ON, dict.fromkeys(ON, 1e-9))
    )
    rates = {
        place: [
            visits(runs, f"leaderboard {place}").sum()
            / sum(r.trajectory.among(f"leaderboard {place}").members.sum() for r in runs)
            for runs in (felt, unfelt)
        ]
        for place in ("first", "near", "far")
    }
    assert rates["first"][0] > 1.05 * rates["first"][1]
    assert rates["near"][0] > 1.2 * rates["near"][1]
    assert rates["far"][0] < 0.95 * rates["far"][1]


def test_it_spreads_members_apart() -> None:
    """M28: it polarises: more comes of those who come most."""

    def spread(values: dict[str, float]) -> float:
        runs = lived(ground("forum", **values), Leaderboard(last_weeks=4))
        first = visits(runs, "leaderboard first") + visits(runs, "leaderboard near")
        return float(first.sum() / (first + visits(runs, "leaderboard far")).sum())

    assert spread(ON) > spread(dict.fromkeys(ON, 1e-9)) + 0.01


def test_so_many_have_a_place_of_those_who_took_part() -> None:
    for one in lived(ground("forum", **ON), Leaderboard(places=0.1)):
        first, near, far = (
            one.trajectory.among(f"leaderboard {place}").members_of_day[7:]
            for place in ("first", "near", "far")
        )
        took_part = (first + near + far)[::7]
        assert np.abs(first[::7] - 0.1 * took_part).max() <= 1
        assert np.abs(near[::7] - 0.1 * took_part).max() <= 1


def test_a_league_is_of_an_audience_alone() -> None:
    here = ground("forum", **ON)
    for one in lived(here, Leaderboard(audience="north")):
        there = one.trajectory.among("north").members_of_day
        ranked = sum(
            one.trajectory.among(f"leaderboard {place}").members_of_day
            for place in ("first", "near", "far")
        )
        assert np.all(ranked <= there + 1)


def test_places_are_paid_by_the_week_that_they_are_held() -> None:
    own = Leaderboard(prize=2.0, setup_cost=100.0, day_cost=1.0)
    for one in lived(ground("forum", **ON), own):
        held = one.trajectory.among("leaderboard first").members_of_day.sum()
        days = one.trajectory.calendar.days
        paid = one.deliveries[0].spent_cents / 100
        assert paid == pytest.approx(100 + days + 2.0 * held / 7, abs=0.05)


@pytest.mark.parametrize("budget", [150.0, 400.0, 1200.0])
def test_it_is_there_as_long_as_the_money_covers_all_places(budget: float) -> None:
    for one in lived(ground("forum", **ON), Leaderboard(prize=5.0), budget=budget):
        told = one.deliveries[0]
        assert told.spent_cents + told.beyond_cents <= 100 * budget
        assert told.days < one.trajectory.calendar.days


def test_where_nobody_minds_it_never_runs() -> None:
    for one in lived(ground("forum"), Leaderboard()):
        told = one.deliveries[0]
        assert (told.days, told.spent_cents, told.stop) == (0, 0, Stop("uncounted"))


def test_a_place_that_all_have_is_worth_nothing() -> None:
    """Or the longest board would be the best, whatever a place costs."""
    here = ground("forum", **ON)
    without, with_all = lived(here), lived(here, Leaderboard(places=1.0, prize=0.0))
    for one, other in zip(without, with_all, strict=True):
        assert np.array_equal(one.trajectory.daily("visits"), other.trajectory.daily("visits"))


@pytest.mark.parametrize("preset", ["forum", "shop"])
def test_no_length_does_more_than_was_published(preset: str) -> None:
    """M28: leaderboards bring 22.5 % more visits while they run; for nothing, none brings more."""
    here = ground(preset, board_first=0.3, board_near=0.5, board_far=0.1)
    base = sum(one.trajectory.total("visits") for one in lived(here))
    bare = {"prize": 0.0, "setup_cost": 0.0}
    for places in (0.2, 0.4, 0.6, 0.8):
        after = lived(here, Leaderboard.model_validate({"places": places, **bare}))
        assert sum(one.trajectory.total("visits") for one in after) < 1.27 * base
