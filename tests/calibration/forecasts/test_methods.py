"""Every simple forecast keeps the contract, and those that others have agree with theirs."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.forecasts import LEAST, METHODS
from scenarios.forecasts.smoothing import simple
from tests.calibration.forecasts.series import OIL, SERIES, made

WEEKS = 13
EMPTY = np.zeros(70)
SPARSE = np.where(np.arange(70) % 9 == 0, 1.0, 0.0)
FALLING = np.maximum(400.0 - 45.0 * np.arange(30), 0.0)

LIBRARY = {
    "oil": {"ets": (542.68, 542.68, 542.68), "theta": (546.06, 554.57, 580.08)},
    "air": {"ets": (74.62, 80.95, 99.95), "theta": (73.62, 76.72, 86.04)},
    "nile": {"ets": (839.15, 839.15, 839.15), "theta": (800.88, 796.81, 784.60)},
    "growth": {"ets": (129.66, 134.13, 147.54), "theta": (126.47, 128.70, 135.41)},
    "decline": {"ets": (23.63, 22.92, 21.48), "theta": (21.84, 17.72, 5.36)},
    "steady": {"ets": (80.03, 80.03, 80.03), "theta": (79.73, 79.72, 79.67)},
}
"""1, 4 and 13 steps ahead by AutoETS and Theta of statsforecast 2.1.1, without a season."""


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("weekly", [*SERIES.values(), EMPTY, SPARSE, FALLING], ids=str)
def test_every_method_keeps_the_contract(name: str, weekly: np.ndarray) -> None:
    found = METHODS[name](weekly, WEEKS)
    assert found.shape == (len(weekly) + 1, WEEKS)
    told = ~np.isnan(found)
    assert (told.all(axis=1) | ~told.any(axis=1)).all()
    assert (found[told] >= 0).all()
    assert np.isfinite(found[told]).all()
    if name != "seasonal":
        assert told[LEAST:].all()


@pytest.mark.parametrize("name", METHODS)
def test_no_forecast_hangs_on_a_later_week(name: str) -> None:
    weekly = made("growth", 130)
    other = weekly.copy()
    other[100:] = 1000.0 - other[100:]
    first, second = METHODS[name](weekly, WEEKS), METHODS[name](other, WEEKS)
    np.testing.assert_array_equal(first[:101], second[:101])
    np.testing.assert_array_equal(first[100], METHODS[name](weekly[:100], WEEKS)[-1])
    assert not np.array_equal(first[-1], second[-1])


@pytest.mark.parametrize("name", METHODS)
def test_a_steady_community_stays_as_it_is(name: str) -> None:
    found = METHODS[name](np.full(80, 12.0), WEEKS)
    np.testing.assert_allclose(found[~np.isnan(found)], 12.0, rtol=1e-6)


@pytest.mark.parametrize("name", ["ets", "theta"])
@pytest.mark.parametrize("series", LIBRARY)
def test_the_forecasts_are_those_of_a_library(series: str, name: str) -> None:
    """Within 5 %, or 2 % of the series' mean: ours choose parameters of a grid."""
    weekly = SERIES[series]
    found = METHODS[name](weekly, WEEKS)[-1][[0, 3, 12]]
    np.testing.assert_allclose(found, LIBRARY[series][name], rtol=0.05, atol=0.02 * weekly.mean())


def test_simple_smoothing_is_the_published_one() -> None:
    """Hyndman and Athanasopoulos 2018, 7.1: alpha 0.83, forecast 542.68."""
    level, alpha = simple(OIL)
    assert level[-1] == pytest.approx(542.68, rel=1e-3)
    assert alpha[-1] == 0.8


def test_the_seasonal_forecast_knows_a_season_that_came_once() -> None:
    season = 10.0 + 8.0 * (np.arange(104) % 52 >= 40)
    found = METHODS["seasonal"](season, WEEKS)
    assert np.isnan(found[:56]).all()
    assert np.abs(found[52 + 37] - season[37:50]).mean() < 1.5
    assert np.abs(METHODS["naive"](season, WEEKS)[52 + 37] - season[37:50]).mean() > 5.0


def test_a_level_that_always_came_back_is_expected_back() -> None:
    """A month in six at half the level: at its end the way back is foreseen."""
    weekly = np.where(np.arange(120) % 24 >= 20, 20.0, 40.0)
    in_a_dip = 120 - 24
    came = weekly[in_a_dip : in_a_dip + WEEKS]
    errors = {
        name: float(np.abs(METHODS[name](weekly, WEEKS)[in_a_dip] - came).sum() / came.sum())
        for name in ("naive", "reverting")
    }
    assert errors["reverting"] < 0.85 * errors["naive"]


def test_a_decline_that_went_on_is_not_expected_back() -> None:
    weekly = 300.0 * 0.97 ** np.arange(80)
    path = METHODS["reverting"](weekly, WEEKS)[-1]
    assert path[-1] < path[0] < weekly[-3]


def test_little_known_leaves_a_return_of_three_tenths() -> None:
    weekly = np.array([20.0] * 8 + [80.0] * 2)
    path = METHODS["reverting"](weekly, 40)[-1]
    usual = 0.8 * np.log(20.5) + 0.2 * np.log(80.5)
    assert path[-1] == pytest.approx(80.5 * np.exp(0.3 * (usual - np.log(80.5))) - 0.5, rel=0.02)


def test_logarithms_let_a_launch_die_away_by_shares() -> None:
    weekly = 300.0 * 0.85 ** np.arange(20)
    came = 300.0 * 0.85 ** np.arange(20, 33)
    errors = {
        name: float(np.abs(METHODS[name](weekly, WEEKS)[-1] - came).sum()) / came.sum()
        for name in ("naive", "ets_log")
    }
    assert errors["ets_log"] < 0.2 < errors["naive"]


def test_drift_dies_out() -> None:
    rising = METHODS["drift"](made("growth"), 40)[-1]
    steps = np.diff(rising)
    assert steps[0] > 0
    assert abs(steps[-1]) < 0.05 * steps[0]


def test_a_damped_theta_drifts_less_and_never_without_end() -> None:
    weekly = SERIES["decline"]
    plain, damped = (METHODS[name](weekly, 40)[-1] for name in ("theta", "theta_damped"))
    assert plain[0] == damped[0]
    assert plain[-1] == 0.0
    assert damped[12] > 10.0
    assert damped[-1] == pytest.approx(damped[-2], rel=1e-3)


def test_a_jump_falls_back_where_jumps_did_and_stays_where_they_stayed() -> None:
    rng = np.random.default_rng(0)
    about = np.exp(4 + rng.normal(0, 0.3, 150))
    walk = np.exp(4 + np.cumsum(rng.normal(0, 0.3, 150)))
    back = {}
    for name, weekly in (("about", about), ("walk", walk)):
        jumped = np.append(weekly, 3 * weekly[-1])
        back[name] = METHODS["autoregression"](jumped, WEEKS)[-1][-1] / jumped[-1]
    assert back["about"] < 0.75 < back["walk"] < 1.3


def test_the_autoregression_finds_the_parts_that_made_a_series() -> None:
    """Changes that are 0.6 of the one before: a change goes on by 0.6 / (1 - 0.6) in the end."""
    rng, change = np.random.default_rng(1), [0.0]
    for _ in range(3000):
        change.append(0.6 * change[-1] + rng.normal(0, 0.01))
    weekly = np.exp(6 + np.cumsum(change))
    path = np.log(METHODS["autoregression"](weekly, 40)[-1])
    assert (path[-1] - np.log(weekly[-1])) / change[-1] == pytest.approx(1.5, rel=0.35)
