"""Tables of the gamma and the beta distribution: means of cells of equal probability.

A trait that is drawn by such a table has the distribution's mean to rounding, and its shape to
one cell in `CELLS`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

CELLS: Final = 4096
_STEPS: Final = 200_000


@lru_cache(maxsize=16)
def gamma_rates(shape: float) -> NDArray[np.float32]:
    """Return a gamma distribution of mean 1, shape ``(CELLS,)``."""
    # x = y^(1 / power) takes the pole at 0 away.
    power = min(shape, 1.0)
    x = (_middles() * (shape + 12.0 * shape**0.5 + 40.0) ** power) ** (1.0 / power)
    return _means(x, x ** (shape - power) * np.exp(-x), 1.0)


@lru_cache(maxsize=16)
def beta_shares(a: float, b: float) -> NDArray[np.float32]:
    """Return a beta distribution, shape ``(CELLS,)``."""
    # x / (1 - x) = y^(1 / left) / (1 - y)^(1 / right) takes the poles at 0 and at 1 away.
    left, right = min(a, 1.0), min(b, 1.0)
    y = _middles()
    low, high = y ** (1.0 / left), (1.0 - y) ** (1.0 / right)
    x, rest = low / (low + high), high / (low + high)
    steepness = 1.0 / (left * y) + 1.0 / (right * (1.0 - y))
    return _means(x, x**a * rest**b * steepness, a / (a + b))


def _middles() -> NDArray[np.float64]:
    return (np.arange(_STEPS) + 0.5) / _STEPS


def _means(x: NDArray[np.float64], weight: NDArray[np.float64], mean: float) -> NDArray[np.float32]:
    """Return the cells' means of x; `weight` is apart from a factor."""
    mass = np.concatenate([[0.0], np.cumsum(weight)])
    moment = np.concatenate([[0.0], np.cumsum(weight * x)])
    edges = np.linspace(0.0, mass[-1], CELLS + 1)
    cells = np.diff(np.interp(edges, mass, moment))
    # Rounded, as powers differ in their last bits between processors.
    return np.asarray(np.round(cells * (mean * CELLS / moment[-1]), 9), np.float32)
