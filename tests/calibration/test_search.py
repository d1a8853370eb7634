"""The parts of the search: the cube, the linear model, the posterior's weights."""

from __future__ import annotations

import numpy as np
import pytest

from calibration import posterior
from calibration.measured import measure
from calibration.space import LEVELS, RHYTHM, Dimension, Space
from calibration.surrogate import LinearModel, radius_after
from calibration.targets import Targets
from sim.behaviour.preset import Behaviour
from sim.behaviour.register import PARAMETER
from tests.calibration import made


def test_ranges_lie_within_the_register() -> None:
    for dimension in (*LEVELS, *RHYTHM):
        parameter = PARAMETER[dimension.name]
        assert parameter.low <= dimension.low < dimension.high <= parameter.high, dimension.name


@pytest.mark.parametrize("dimension", [Dimension("a", -2.0, 3.0), Dimension("b", 0.1, 9.0, True)])
def test_a_dimension_goes_there_and_back(dimension: Dimension) -> None:
    for u in (0.0, 0.25, 1.0):
        assert dimension.place(dimension.value(u)) == pytest.approx(u)
    assert dimension.value(0.0) == pytest.approx(dimension.low)
    assert dimension.place(dimension.high + 1) == 1.0


def test_the_start_design_is_at_the_level_of_the_history() -> None:
    history = made.history()
    first = {**Behaviour.preset("plain").values, "visit_base": 5.0}
    space = Space.about(first, measure(history))
    assert "season_pull" not in space.names
    assert "weekend_pull" in space.names
    design = space.start_design(8, 3, Targets.of(history).share)
    bases = [space.values(point)["visit_base"] for point in design]
    # The truth is -3.2 with a habit's pull on top, and a spread that differs.
    assert -5.5 < np.mean(bases) < -1.0
    assert len({tuple(point) for point in design}) == 8
    again = space.start_design(8, 3, Targets.of(history).share)
    np.testing.assert_array_equal(np.array(design), np.array(again))


def _bowl(points: np.ndarray) -> np.ndarray:
    """Residuals that vanish at (0.3, 0.9) and bend a little."""
    x, y = points.T
    return np.column_stack([10 * (x - 0.3), 20 * (y - 0.9) + 5 * (x - 0.3) ** 2, x - 0.3 + y - 0.9])


def test_the_linear_model_walks_to_the_minimum() -> None:
    rng = np.random.default_rng(1)
    points = rng.random((6, 2))
    for _ in range(6):
        model = LinearModel.about_best(points, _bowl(points))
        points = np.vstack([points, model.minimum(0.25, damping=0.1)])
    assert (_bowl(points) ** 2).sum(axis=1).min() < 1e-3
    np.testing.assert_allclose(points[-1], [0.3, 0.9], atol=0.01)


def test_a_step_stays_in_its_box_and_in_the_cube() -> None:
    model = LinearModel(np.array([0.5, 0.95]), np.array([1.0, 1.0]), -np.eye(2))
    np.testing.assert_allclose(model.minimum(0.1, damping=0.0), [0.6, 1.0])


def test_the_trust_radius_shrinks_after_failures_and_grows_after_successes() -> None:
    losses = np.array([9.0, 8.0, 7.0, 7.5, 6.0, 6.5])
    assert radius_after(losses[:2], 2, 2) == 0.25
    assert radius_after(losses, 2, 2) > radius_after(losses[:4], 2, 2) > 0.25
    assert radius_after(np.array([1.0, 2.0, 3.0, 3.0]), 2, 2) == pytest.approx(0.15)


def test_the_posterior_of_a_line_is_the_textbook_one() -> None:
    # Residuals 4 (x - 0.5): a normal posterior with standard deviation 1/4, cut at the step.
    model = LinearModel(np.array([0.5]), np.array([0.0]), np.array([[16.0]]))
    draws = np.array(posterior.laplace_points(model, 2000, 5))[:, 0]
    assert draws.mean() == pytest.approx(0.5, abs=0.005)
    assert draws.std() == pytest.approx(1 / 16, rel=0.05)


def test_weights_are_a_likelihood_where_trials_carry_them() -> None:
    losses = np.linspace(10.0, 10.5, 40)
    weight, temperature = posterior.weights(losses)
    assert temperature == 1.0
    np.testing.assert_allclose(weight[0] / weight[-1], np.exp(0.5))


def test_weights_are_tempered_until_enough_trials_carry_them() -> None:
    weight, temperature = posterior.weights(np.arange(40.0) * 10)
    assert temperature > 1.0
    assert 1 / (weight**2).sum() == pytest.approx(posterior.MIN_EFFECTIVE, rel=1e-3)
    single, _ = posterior.weights(np.array([3.0]))
    np.testing.assert_array_equal(single, [1.0])


def test_draws_are_in_proportion_to_the_weights() -> None:
    drawn = posterior.draw(np.array([0.5, 0.0, 0.25, 0.25]), 32, 9)
    assert np.bincount(drawn, minlength=4).tolist() == [16, 0, 8, 8]
