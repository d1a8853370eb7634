"""Functions whose shares of variance are known in closed form, and designs to try them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planning.sweep.design import design
from planning.sweep.inputs import Input
from planning.sweep.sensitivity import Shares, jansen

Floats = NDArray[np.float64]

WEIGHTS: Final = np.array([0.0, 0.5, 3.0, 9.0, 99.0, 99.0])
"""Of the Sobol G function (Saltelli and Sobol 1995)."""


def over(low: float, high: float, count: int) -> list[Input]:
    return [
        Input(f"x{i}", low, high, "plan", False, False, "1", f"x{i}", f"x{i}", low)
        for i in range(count)
    ]


def ishigami(x: Floats) -> Floats:
    first, second, third = x[..., 0], x[..., 1], x[..., 2]
    return np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)


ISHIGAMI: Final = {"first": (0.3139, 0.4424, 0.0, 0.0), "total": (0.5576, 0.4424, 0.2437, 0.0)}
"""Of Ishigami and Homma (1990), and of a luck that does nothing."""


def sobol_g(x: Floats) -> Floats:
    return np.prod((np.abs(4 * x - 2) + WEIGHTS) / (1 + WEIGHTS), axis=-1)


def sobol_g_first() -> Floats:
    own = 1 / 3 / (1 + WEIGHTS) ** 2
    return own / (np.prod(1 + own) - 1)


def sobol_g_total() -> Floats:
    own = 1 / 3 / (1 + WEIGHTS) ** 2
    whole = np.prod(1 + own)
    return own * whole / (1 + own) / (whole - 1)


def points(inputs: list[Input], rows: int, seed: int) -> Floats:
    """Return the inputs of a Sobol design, shape ``(rows, inputs + 3, inputs)``."""
    runs = design("sobol", inputs, [rows * (len(inputs) + 3)], None, seed, drawn=False)
    return np.array([run.values for run in runs]).reshape(rows, len(inputs) + 3, -1)


def shares(
    function: Callable[[Floats], Floats], inputs: list[Input], rows: int, seed: int
) -> Shares:
    found = function(points(inputs, rows, seed))
    known = jansen(found[:, 0], found[:, 1], found[:, 2:].T)
    assert known is not None
    return known
