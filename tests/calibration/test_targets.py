"""Targets: read the same way off a history and off a run of the same days."""

from __future__ import annotations

import dataclasses
import math
from datetime import date, timedelta

import numpy as np
import pytest

from calibration.history.measure import top_share
from calibration.measured import expected_season, measure, seasons, seasons_of_actives, weekend
from calibration.observation import Observation
from calibration.targets import Target, Targets
from calibration.world import World
from tests.calibration import made
from tests.calibration.logs import history_of


def test_a_run_reads_as_the_history_that_it_made() -> None:
    history = made.history()
    targets = Targets.of(history)
    behaviour = made.scenario().behaviour.updated(made.TRUTH, "assumed", "truth")
    same = World(made.scenario(), history).observe(behaviour, 7)
    vector = targets.vector(same)
    np.testing.assert_array_equal(vector, targets.values)
    assert targets.loss(vector) == 0.0
    other = targets.vector(World(made.scenario(), history).observe(behaviour, 8))
    assert 0.0 < targets.loss(other) < 40.0


def test_targets_of_a_hand_made_history() -> None:
    # Ten a week join on Mondays; half of them come once more, a week later.
    weeks = 10
    new = np.tile([10, 0, 0, 0, 0, 0, 0], weeks)
    active = new + np.tile([0, 5, 0, 0, 0, 0, 0], weeks) * (np.arange(7 * weeks) >= 7)
    triangle = 10 * np.eye(weeks, dtype=int) + 5 * np.eye(weeks, k=1, dtype=int)
    history = history_of(active, new, triangle, date(2024, 1, 1), contributions=2 * active)
    found = {target.name: target.value for target in Targets.of(history).targets}
    assert found["weekly_active 6-9"] == pytest.approx(math.log(15.5))
    assert found["retention early 1-1"] == pytest.approx(math.sqrt(0.5))
    assert found["retention early 2-4"] == 0.0
    assert found["posts per active day"] == pytest.approx(math.log(2.0), abs=0.005)
    assert "top1_share" not in found


def test_unobserved_ages_are_no_targets() -> None:
    history = made.history(70)
    names = {t.name for t in Targets.of(history).targets}
    assert "retention early 5-12" in names
    assert "retention early 13-25" not in names


def test_mean_of_observations_is_over_counts() -> None:
    world = World(made.scenario(), made.history(70))
    both = [world.observe(made.scenario().behaviour, seed) for seed in (1, 2)]
    mean = Observation.mean(both)
    np.testing.assert_allclose(mean.active, (both[0].active + both[1].active) / 2)


def test_top_share_rounds_the_number_of_contributors_up() -> None:
    assert top_share(np.array([5, 1, 1, 1, 0, 0]), 0.01) == 5 / 8
    assert top_share(np.arange(1, 201), 0.01) == (200 + 199) / np.arange(1, 201).sum()
    assert math.isnan(top_share(np.zeros(3, int), 0.01))


def test_weekend_is_a_log_ratio() -> None:
    active = np.tile([40.0, 40, 40, 40, 40, 20, 20], 20)
    found = weekend(active, date(2024, 1, 1))
    assert found.value == pytest.approx(math.log(20.5 / 40.5))
    assert found.error == pytest.approx(0.0, abs=1e-9)
    shifted = weekend(active[3:], date(2024, 1, 4))
    assert shifted.value == pytest.approx(found.value)


def _seasonal(amplitudes: list[float], peak_day: float) -> np.ndarray:
    """A triangle in which only the first cohort is active, 2000 members of it on average."""
    weeks = 13 + 52 * len(amplitudes)
    middle = 7.0 * np.arange(weeks) + 3
    wave = np.cos(2 * math.pi * (1 + middle - peak_day) / 365.25)
    size = np.concatenate([np.zeros(13), np.repeat(amplitudes, 52)])
    triangle = np.zeros((weeks, weeks))
    triangle[0] = 2000 * np.exp(size * wave)
    return triangle


def test_a_season_that_returns_is_expected_and_one_that_does_not_is_not() -> None:
    first = date(2018, 1, 1)
    (cosine, sine), error = expected_season(seasons(_seasonal([0.3] * 4, 200.0), first))
    assert math.hypot(cosine, sine) == pytest.approx(0.3, rel=0.03)
    assert math.atan2(sine, cosine) % (2 * math.pi) * 365.25 / (2 * math.pi) == pytest.approx(
        200.0, abs=3.0
    )
    assert error < 0.01
    (cosine, sine), _ = expected_season(np.array([[0.3, 0], [-0.3, 0], [0.3, 0], [-0.3, 0.0]]))
    assert (cosine, sine) == (0.0, 0.0)
    (cosine, _), _ = expected_season(np.array([[0.3, 0.0], [0.1, 0.0], [0.2, 0], [0.0, 0.0]]))
    assert 0.0 < cosine < 0.15


@pytest.mark.parametrize("arrivals", [0.0, 0.8])
def test_a_season_of_visits_is_read_off_actives_and_not_off_arrivals(arrivals: float) -> None:
    """Figures by week: the season that joiners of the quarter have is theirs alone."""
    first, weeks = date(2020, 3, 2), 13 + 3 * 52
    day = 62 + np.arange(7 * weeks)
    joiners = np.round(40 * np.exp(arrivals * np.cos(2 * math.pi * (day - 20) / 365.25)))
    upto = np.cumsum(np.concatenate([np.full(91, 40.0), joiners]))
    quarter = upto[91:] - upto[:-91]
    middle = day[3::7]
    wave = 0.3 * np.cos(2 * math.pi * (middle - 200) / 365.25)
    weekly = 0.5 * quarter[6::7] * np.exp(wave)
    (cosine, sine), _ = expected_season(seasons_of_actives(weekly, joiners.astype(np.int64), first))
    assert math.hypot(cosine, sine) == pytest.approx(0.3, rel=0.1)
    peak = math.atan2(sine, cosine) % (2 * math.pi) * 365.25 / (2 * math.pi)
    assert peak == pytest.approx(200.0, abs=8.0)


def test_short_histories_measure_no_season() -> None:
    assert set(measure(made.history(70))) == {"weekend_pull"}
    tiny = made.history(56)
    assert measure(tiny.until(tiny.start + timedelta(days=21))) == {}


def test_a_history_without_posts_asks_nothing_of_them() -> None:
    history = made.history(70)
    silent = dataclasses.replace(history, daily=history.daily.with_columns(contributions=0))
    assert "posting" in {target.group for target in Targets.of(history).targets}
    assert "posting" not in {target.group for target in Targets.of(silent).targets}


def test_a_run_without_posts_is_far_off_but_finite() -> None:
    history = made.history(70)
    targets = Targets.of(history)
    silent = made.scenario().behaviour.updated({"write_rate": 0.0}, "assumed", "test")
    vector = targets.vector(World(made.scenario(), history).observe(silent, 1))
    assert np.isfinite(vector).all()
    assert targets.loss(vector) > 100


def of_cohorts(joining: dict[int, int], weeks: int = 60) -> Targets:
    """Return the targets of a log in which so many join in a week; half come again in the next."""
    sizes = np.array([joining.get(week, 0) for week in range(weeks)])
    new = np.zeros(7 * weeks, int)
    new[::7] = sizes
    triangle = np.diag(sizes) + np.diag(-(-sizes[:-1] // 2), k=1)
    return Targets.of(history_of(new, new, triangle, date(2024, 1, 1)))


def of_age(targets: Targets, group: str) -> list[Target]:
    return [each for each in targets.targets if each.name == f"retention {group} 1-1"]


def test_retention_of_few_members_is_not_shown() -> None:
    # The cohorts of the first year are early ones, the next are middle ones.
    for few, shown in ((4, False), (5, True)):
        targets = of_cohorts({0: 40, 55: few - 1, 57: 1})
        assert [each.shown for each in of_age(targets, "early")] == [True]
        assert [each.shown for each in of_age(targets, "middle")] == [shown]
        # Of the last week nobody knows whether they came again.
        assert [each.shown for each in of_age(of_cohorts({0: 9, 55: 4, 59: 9}), "middle")] == [
            False
        ]


def test_the_error_of_retention_does_not_tell_what_is_not_shown() -> None:
    few = of_cohorts({0: 40, 55: 3})
    (small,) = of_age(few, "middle")
    vector = few.values.copy()
    vector[few.targets.index(small)] += 0.3
    assert few.errors(vector)["retention"] == 0.0
    assert few.loss(vector) > 0.0
    assert "retention" not in of_cohorts({0: 4}).errors(of_cohorts({0: 4}).values)
