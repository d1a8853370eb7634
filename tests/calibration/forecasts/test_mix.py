"""The mix: weights by earlier errors alone, equal where nothing is known, nobody negative."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.forecasts.mix import DECLINE, MIXED, RISE, SIMULATION, Earlier, Rolling
from tests.calibration.forecasts.series import SERIES, made

WEEKS = 13


def test_what_comes_later_changes_no_weight() -> None:
    weekly = made("growth", 120)
    other = weekly.copy()
    other[90:] *= 5.0
    first, second = Rolling.of(weekly, WEEKS), Rolling.of(other, WEEKS)
    np.testing.assert_array_equal(first.scores[:91], second.scores[:91])
    np.testing.assert_array_equal(first.mean[:91], second.mean[:91])
    np.testing.assert_array_equal(first.scores[90], Rolling.of(weekly[:90], WEEKS).scores[-1])
    assert not np.array_equal(first.scores[-1], second.scores[-1])


def test_an_error_counts_only_when_all_its_weeks_have_come() -> None:
    weekly = made("steady", 40)
    scores = Rolling.of(weekly, WEEKS).scores
    prior = np.array([part if name != "seasonal" else 0.0 for name, part in MIXED.items()])
    for week in range(8, 8 + WEEKS):
        np.testing.assert_allclose(scores[week], prior)
    assert not np.allclose(scores[8 + WEEKS], prior)


def test_weights_add_up_and_the_simulation_counts_less_where_it_rises() -> None:
    rolling = Rolling.of(made("steady", 10), WEEKS)
    down = rolling.with_simulation(np.full(WEEKS, 40.0))
    up = rolling.with_simulation(np.full(WEEKS, 160.0))
    for mixed in (down, up):
        assert sum(mixed.weights.values()) == pytest.approx(1.0)
        assert "seasonal" not in mixed.weights
    known = sum(part for name, part in MIXED.items() if name != "seasonal")
    assert down.weights[SIMULATION] == pytest.approx(DECLINE / (known + DECLINE))
    assert up.weights[SIMULATION] == pytest.approx(RISE / (known + RISE))
    assert (down.path < rolling.mean[-1]).all()
    assert (up.path > rolling.mean[-1]).all()


def test_a_simulation_that_was_right_before_is_believed_and_one_that_was_wrong_is_not() -> None:
    weekly = made("decline", 60)
    rolling, path = Rolling.of(weekly, WEEKS), np.full(WEEKS, 20.0)

    def weight(*factors: float) -> float:
        earlier = [Earlier(k, factor * weekly[k : k + WEEKS]) for k, factor in
                   zip((20, 33, 46), factors, strict=False)]  # fmt: skip
        return rolling.with_simulation(path, earlier).weights[SIMULATION]

    assert weight(3.0, 3.0, 3.0) < weight(3.0) < weight() < weight(1.01) < weight(1.01, 1.01, 1.01)


def test_a_week_that_several_foretold_counts_once() -> None:
    weekly = made("decline", 60)
    rolling, path = Rolling.of(weekly, WEEKS), np.full(WEEKS, 20.0)
    one = Earlier(30, 2.0 * weekly[30 : 30 + WEEKS])
    apart = Earlier(45, 2.0 * weekly[45 : 45 + WEEKS])
    single, twice, two = (
        rolling.with_simulation(path, earlier).weights[SIMULATION]
        for earlier in ([one], [one, one], [one, apart])
    )
    assert twice == pytest.approx(single)
    assert two < single


def test_of_an_earlier_forecast_only_the_weeks_that_came_count() -> None:
    weekly = made("steady", 40)
    rolling, path = Rolling.of(weekly, WEEKS), np.full(WEEKS, 90.0)
    told = np.concatenate([weekly[35:], np.full(WEEKS - 5, 80.0)])
    wild = np.concatenate([weekly[35:], np.full(WEEKS - 5, 9e9)])
    first, second = (
        rolling.with_simulation(path, [Earlier(35, each)]).weights for each in (told, wild)
    )
    assert first == second


@pytest.mark.parametrize("weekly", [np.zeros(30), np.zeros(5), np.full(6, 2.0)], ids=str)
def test_silence_and_very_short_histories_have_a_forecast(weekly: np.ndarray) -> None:
    mixed = Rolling.of(weekly, WEEKS).with_simulation(np.zeros(WEEKS))
    assert np.isfinite(mixed.path).all()
    assert (mixed.path >= 0).all()


@pytest.mark.parametrize("name", ["nile", "growth", "decline", "steady"])
def test_the_mix_is_not_much_worse_than_the_naive_forecast(name: str) -> None:
    weekly = SERIES[name]
    rolling = Rolling.of(weekly, WEEKS)
    places = range(8, len(weekly) - WEEKS + 1)
    missed = {
        which: sum(np.abs(paths[k] - weekly[k : k + WEEKS]).sum() for k in places)
        for which, paths in (("mix", rolling.mean), ("naive", rolling.paths["naive"]))
    }
    assert missed["mix"] < 1.1 * missed["naive"]
