"""Tables of the gamma and the beta distribution: means of cells of equal probability.

A trait that is drawn by such a table has the distribution's mean to rounding, and its shape to
one cell in `CELLS`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

CELLS: Final = 4096
_STEPS: Final = 200_000


def gamma_rates(shape: float) -> NDArray[np.float32]:
    """Return a gamma distribution of mean 1, shape ``(CELLS,)``."""
    # y = x^shape takes the pole at 0 away.
    top = (shape + 12.0 * math.sqrt(shape) + 40.0) ** shape
    y = np.linspace(0.0, top, _STEPS)
    return _means(y, lambda v: v ** (1.0 / shape), lambda x: np.exp(-x), 1.0)


def beta_shares(a: float, b: float) -> NDArray[np.float32]:
    """Return a beta distribution, shape ``(CELLS,)``."""
    y = np.linspace(0.0, 1.0, _STEPS)
    mean = a / (a + b)

    def density(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.maximum(1.0 - x, 1e-12) ** (b - 1.0))

    return _means(y, lambda v: v ** (1.0 / a), density, mean)


def _means(
    y: NDArray[np.float64],
    value: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    density: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    mean: float,
) -> NDArray[np.float32]:
    """Return the cells' means; `density` is that of y apart from a factor."""
    middle = value((y[1:] + y[:-1]) / 2)
    weight = density(middle)
    mass = np.concatenate([[0.0], np.cumsum(weight)])
    moment = np.concatenate([[0.0], np.cumsum(weight * middle)])
    edges = np.linspace(0.0, mass[-1], CELLS + 1)
    cells = np.diff(np.interp(edges, mass, moment))
    # Rounded, as powers differ in their last bits between processors.
    return np.asarray(np.round(cells * (mean * CELLS / moment[-1]), 9), np.float32)
