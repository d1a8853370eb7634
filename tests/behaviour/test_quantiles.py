"""Tables of the gamma and the beta distribution against SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.behaviour.buy.quantiles import CELLS, beta_shares, gamma_rates
from tests.compiled import FromPython

repurchase = FromPython("sim.behaviour.buy.repurchase")
SHAPES = [0.05, 0.243, 1.0, 5.0, 100.0]
BETAS = [(0.793, 2.426), (1.0, 1.0), (0.5, 0.5), (20.0, 80.0), (100.0, 0.01)]


def moments(table: NDArray[np.float32]) -> tuple[float, float]:
    """Return mean and variance of a draw."""
    cells = table.astype(float)
    return float(cells.mean()), float(cells.var())


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma_has_mean_1_and_the_variance_of_its_shape(shape: float) -> None:
    # A cell's mean stands for the cell, which takes little of the variance: most from the last.
    mean, variance = moments(gamma_rates(shape))
    assert mean == pytest.approx(1.0, abs=1e-6)
    assert variance == pytest.approx(1 / shape, rel=0.005)


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma_lies_between_the_quantiles_of_its_cells(shape: float) -> None:
    law = stats.gamma(shape, scale=1 / shape)
    edges = law.ppf(np.linspace(0, 1, CELLS + 1))
    table = gamma_rates(shape).astype(float)
    assert (np.diff(table) >= 0).all()
    assert (table <= edges[1:] + 1e-6).all()
    assert (table >= edges[:-1] - 1e-6).all()


@pytest.mark.parametrize(("a", "b"), BETAS)
def test_beta_has_the_mean_and_variance_of_its_shapes(a: float, b: float) -> None:
    law = stats.beta(a, b)
    mean, variance = moments(beta_shares(a, b))
    assert mean == pytest.approx(law.mean(), abs=1e-6)
    assert variance == pytest.approx(law.var(), rel=0.02)


@pytest.mark.parametrize(("a", "b"), BETAS)
def test_beta_lies_between_the_quantiles_of_its_cells(a: float, b: float) -> None:
    edges = stats.beta(a, b).ppf(np.linspace(0, 1, CELLS + 1))
    table = beta_shares(a, b).astype(float)
    assert (np.diff(table) >= 0).all()
    assert (table <= edges[1:] + 1e-6).all()
    assert (table >= edges[:-1] - 1e-6).all()


def test_a_draw_takes_the_cell_in_which_it_lies() -> None:
    table = np.arange(CELLS, dtype=np.float32)
    for u, cell in ((0.0, 0), (0.5, CELLS // 2), (1 - 2**-24, CELLS - 1)):
        assert repurchase.quantile(table, np.float32(u)) == cell
