"""The 32-bit elementary functions are accurate."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from tests.compiled import FromPython

arithmetic = FromPython("sim.compiled.arithmetic")


def test_exp() -> None:
    for x in np.linspace(-30, 30, 4001).astype(np.float32):
        assert abs(arithmetic.exp32(x) / math.exp(float(x)) - 1) < 3e-7


def test_log() -> None:
    for x in np.exp(np.linspace(-30, 30, 4001)).astype(np.float32):
        assert abs(arithmetic.log32(x) - math.log(float(x))) < 3e-6


def test_normal_quantile() -> None:
    # Cancellation in 32 bits costs up to 2e-4 where the branches meet.
    for u in np.linspace(0.0005, 0.9995, 1999).astype(np.float32):
        assert abs(arithmetic.normal32(u) - NormalDist().inv_cdf(float(u))) < 5e-4


def test_poisson_inverts_the_distribution() -> None:
    mean = 2.5
    cumulative, probability = 0.0, math.exp(-mean)
    for count in range(8):
        middle = np.float32(cumulative + probability / 2)
        assert arithmetic.poisson32(np.float32(mean), middle) == count
        cumulative += probability
        probability *= mean / (count + 1)
