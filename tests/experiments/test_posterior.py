"""What is made of effects: the closed form in its limit, cuts, bends, and nothing from nothing."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.experiments.posterior import Floats, Prior, Response, draws, respond

SEEDS = range(8)


def _prior(mean: list[float], sd: list[float], low: float = -1e9, high: float = 1e9) -> Prior:
    size = len(mean)
    ends = np.full(size, low), np.full(size, high)
    return Prior(np.array(mean), np.diag(sd), *ends)


def _straight(level: list[float], slopes: list[list[float]], left: float = 0.0) -> Response:
    size = len(level)
    return Response(np.array(level), np.array(slopes), np.zeros(size), left * np.eye(size))


def _all(prior: Prior, response: Response, estimates: list[float], covariance: Floats) -> Floats:
    found = [draws(prior, response, np.array(estimates), covariance, seed) for seed in SEEDS]
    return np.concatenate(found)


def test_one_parameter_is_normal_normal() -> None:
    """A line and normal errors: precisions add up. 2,048 draws, tolerance 5 errors of the mean."""
    prior_mean, prior_sd, error, slope, estimate = 0.4, 0.1, 0.05, 0.08, 0.35
    response = _straight([0.2], [[slope]], left=0.03**2)
    found = _all(_prior([prior_mean], [prior_sd]), response, [estimate], np.array([[error**2]]))
    variance = error**2 + 0.03**2
    shrunk = slope**2 / (slope**2 + variance)
    mean = prior_mean + prior_sd * shrunk * (estimate - 0.2) / slope
    sd = prior_sd * np.sqrt(1 - shrunk)
    assert found.mean() == pytest.approx(mean, abs=5 * sd / np.sqrt(len(found)))
    assert found.std() == pytest.approx(sd, rel=0.07)


def test_two_parameters_of_one_effect_share_it_and_stay_tied() -> None:
    """A precise trial tells the sum of two and not each: the draws must keep that."""
    response = _straight([0.0], [[0.1, 0.1]])
    prior = _prior([1.0, 1.0], [0.5, 0.5])
    found = _all(prior, response, [0.3], np.array([[1e-6]]))
    effect = response.at(prior.standard(found))[:, 0]
    assert effect.mean() == pytest.approx(0.3, abs=1e-3)
    assert effect.std() < 2e-3
    assert np.corrcoef(found.T)[0, 1] < -0.99
    assert found[:, 0].std() == pytest.approx(0.5 / np.sqrt(2), rel=0.07)


def test_arms_of_one_control_do_not_count_twice() -> None:
    """Two arms that err together by their control tell less than two trials."""
    response = _straight([0.0, 0.0], [[0.1], [0.1]])
    prior, estimates = _prior([0.0], [1.0]), [0.1, 0.1]
    apart = _all(prior, response, estimates, 0.01 * np.eye(2)).std()
    tied = _all(prior, response, estimates, np.array([[0.01, 0.0099], [0.0099, 0.01]])).std()
    assert apart == pytest.approx(np.sqrt(1 / 3), rel=0.07)
    assert tied == pytest.approx(np.sqrt(1 / 2), rel=0.07)


def test_a_trial_that_knows_nothing_leaves_the_prior() -> None:
    """Its error is a thousand times what the prior allows."""
    found = _all(_prior([0.4], [0.1]), _straight([0.2], [[0.08]]), [5.0], np.array([[6400.0]]))
    assert found.mean() == pytest.approx(0.4, abs=5 * 0.1 / np.sqrt(len(found)))
    assert found.std() == pytest.approx(0.1, rel=0.07)


def test_ranges_cut_and_bends_are_followed() -> None:
    """Against the posterior by quadrature, where neither line nor normal holds."""
    prior = _prior([0.2], [0.2], low=0.0, high=0.5)
    response = Response(np.array([0.0]), np.array([[0.1]]), np.array([3.0]), np.zeros((1, 1)))
    found = _all(prior, response, [0.08], np.array([[0.03**2]]))
    z = np.linspace(-6, 6, 4001)[:, None]
    value = prior.values(z)
    off = (response.at(prior.standard(value))[:, 0] - 0.08) / 0.03
    weight = np.exp(-0.5 * (off**2 + z[:, 0] ** 2))
    weight /= weight.sum()
    mean = float(weight @ value[:, 0])
    sd = float(np.sqrt(weight @ (value[:, 0] - mean) ** 2))
    assert found.min() >= 0.0
    assert found.max() <= 0.5
    assert found.mean() == pytest.approx(mean, abs=0.1 * sd)
    assert found.std() == pytest.approx(sd, rel=0.1)


def test_a_line_finds_what_acts_and_leaves_the_rest() -> None:
    """Ten parameters in 64 worlds, two of which act."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=(64, 10))
    effect = 0.3 + 0.2 * x[:, 1] - 0.05 * x[:, 7] + rng.normal(scale=0.02, size=64)
    found = respond(x, effect[:, None])
    assert found.level[0] == pytest.approx(0.3, abs=0.01)
    assert found.slopes[0, [1, 7]] == pytest.approx([0.2, -0.05], abs=0.01)
    assert np.abs(np.delete(found.slopes[0], [1, 7])).max() < 0.01
    assert found.left[0, 0] == pytest.approx(0.02**2, rel=0.5)


def test_a_bend_is_found_where_there_is_one() -> None:
    """And what is left over is then chance alone."""
    rng = np.random.default_rng(6)
    x = rng.normal(size=(64, 2))
    part = 0.2 * x[:, 0]
    found = respond(x, (part - 0.8 * part**2 + rng.normal(scale=0.003, size=64))[:, None])
    assert found.bends[0] == pytest.approx(-0.8, rel=0.1)
    assert found.left[0, 0] < 0.005**2


def test_pure_chance_teaches_little() -> None:
    """Worlds whose effects follow nothing: what slopes remain cannot move a parameter far."""
    rng = np.random.default_rng(7)
    x, noise = rng.normal(size=(64, 8)), rng.normal(scale=0.02, size=(64, 1))
    prior = _prior([0.0] * 8, [1.0] * 8)
    found = draws(prior, respond(x, noise), np.array([0.02]), np.array([[0.01**2]]))
    assert np.abs(found.mean(axis=0)).max() < 0.5
    assert found.std(axis=0).min() > 0.75
