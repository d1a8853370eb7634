"""The oracle's own 32-bit functions are what they say: it cannot share an error with the engine."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from tests.oracle import arithmetic

F = np.float32


def test_exp_is_within_two_units_in_the_last_place() -> None:
    for x in np.linspace(-80, 80, 1601, dtype=np.float32):
        assert float(arithmetic.exp(x)) == pytest.approx(math.exp(float(x)), rel=2.5e-7)


def test_log_is_within_two_units_in_the_last_place() -> None:
    for x in np.geomspace(1e-30, 1e30, 1601, dtype=np.float32):
        expected = math.log(float(x))
        assert float(arithmetic.log(x)) == pytest.approx(expected, rel=2.5e-7, abs=1e-7)


def test_normal_is_the_quantile() -> None:
    # The middle polynomial cancels near its ends: about three digits less than 32 bits hold.
    for u in np.linspace(1e-4, 1 - 1e-4, 999, dtype=np.float32):
        expected = NormalDist().inv_cdf(float(u))
        assert float(arithmetic.normal(u)) == pytest.approx(expected, abs=3e-4)


@pytest.mark.parametrize("mean", [0.2, 1.0, 7.5])
def test_poisson_is_the_quantile(mean: float) -> None:
    below = 0.0
    for count in range(20):
        here = math.exp(-mean) * mean**count / math.factorial(count)
        if here > 1e-4:
            assert arithmetic.poisson(F(mean), F(below + here / 2)) == count
        below += here


def test_poisson_of_many_has_its_mean_and_spread() -> None:
    """Beyond a mean of 50 too, up to 100, to which it is cut."""
    u = ((np.arange(2048) + 0.5) / 2048).astype(F)
    for mean in (60.0, 100.0, 5000.0):
        counts = np.array([arithmetic.poisson(F(mean), one) for one in u])
        assert counts.mean() == pytest.approx(min(mean, 100.0), abs=0.5)
        assert counts.std() == pytest.approx(min(mean, 100.0) ** 0.5, rel=0.03)
