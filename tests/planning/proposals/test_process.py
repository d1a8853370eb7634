from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import approx_fprime

from planning.proposals.process import Process, _misfit
from planning.proposals.seen import over_worlds


def seen(count: int = 40) -> tuple[np.ndarray, np.ndarray]:
    x = np.random.default_rng(1).random((count, 3))
    y = np.sin(4 * x[:, 0]) + 0.5 * x[:, 1]
    return x, (y - y.mean()) / y.std()


def test_the_gradient_is_that_of_the_misfit() -> None:
    x, y = seen(20)
    apart = (x[:, None] - x[None]) ** 2
    logs = np.array([0.1, -0.4, 0.6, 0.2, -3.0])
    noise = np.full(20, 0.02)
    _, gradient = _misfit(logs, apart, y, noise, 0.0)
    numeric = approx_fprime(logs, lambda at: _misfit(at, apart, y, noise, 0.0)[0], 1e-6)
    assert gradient == pytest.approx(numeric, rel=1e-3, abs=1e-3)


def test_what_does_nothing_gets_a_long_length() -> None:
    x, y = seen()
    process = Process.fitted(x, y, np.full(len(y), 1e-4))
    assert process.lengths[2] > 3 * process.lengths[0]


def test_it_foretells_points_that_it_has_not_seen_and_knows_how_well() -> None:
    x, y = seen(80)
    process = Process.fitted(x[:50], y[:50], np.full(50, 1e-4))
    mean, variance = process.at(x[50:])
    off = (y[50:] - mean) / np.sqrt(variance)
    assert np.abs(y[50:] - mean).max() < 0.3
    assert 0.2 < off.std() < 3.0


def test_known_noise_is_not_fitted_away() -> None:
    x, y = seen()
    loud = y + np.random.default_rng(0).normal(size=len(y)) * 0.5
    process = Process.fitted(x, loud, np.full(len(y), 0.25))
    mean, _ = process.at(x)
    assert np.mean((mean - y) ** 2) < 0.5 * np.mean((loud - y) ** 2)


def test_a_point_that_is_being_tried_leaves_the_mean_and_takes_the_doubt() -> None:
    x, y = seen(20)
    process = Process.fitted(x, y, np.full(20, 1e-3))
    far = np.array([[1.5, 1.5, 1.5]])
    mean, variance = process.at(far)
    after_mean, after = process.told(far).at(far)
    assert after_mean == pytest.approx(mean, abs=0.02)
    assert after < 0.1 * variance


def test_a_trial_stopped_in_a_lucky_world_gains_nothing_by_it() -> None:
    worlds = np.array([30.0, -10.0, -10.0, -10.0])
    plans = [5.0, 3.0, 4.0, 1.0]
    noted = [plan + worlds for plan in plans] + [np.array([2.0 + 30.0])]
    plain = np.array([own.mean() for own in noted])
    assert plain.argmax() == 4
    column = over_worlds(plain, noted, -plain, 4)
    assert column.mean == pytest.approx([5.0, 3.0, 4.0, 1.0, 2.0])


def test_noise_is_that_of_the_mean_and_larger_where_less_was_seen() -> None:
    rng = np.random.default_rng(0)
    noted = [rng.normal(size=8) * 2 for _ in range(60)] + [rng.normal(size=2) * 2]
    plain = np.array([own.mean() for own in noted])
    column = over_worlds(plain, noted, np.abs(plain), 8)
    assert np.sqrt(column.variance[:60].mean()) == pytest.approx(2 / math.sqrt(8), rel=0.2)
    assert column.variance[60] > 2 * column.variance[:60].mean()


def test_without_worlds_nothing_is_known_of_the_noise() -> None:
    column = over_worlds(np.array([1.0, 2.0]), [np.array([]), np.array([])], np.zeros(2), 0)
    assert np.isnan(column.variance).all()
    assert column.mean.tolist() == [1.0, 2.0]
