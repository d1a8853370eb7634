"""Curves over tables of effects, the same bits on every machine."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]


def each(function: Callable[[float], float], x: Table) -> Table:
    """Return a function of every value of a table."""
    # NumPy's own vector functions differ in the last bit between processors; a table holds few
    # distinct values, so the C library's scalar ones cost nothing.
    if x.size and (x == x.flat[0]).all():
        return np.full(x.shape, function(float(x.flat[0])))
    values = x.ravel().tolist()
    found = {v: function(v) for v in set(values)}
    return np.array([found[v] for v in values]).reshape(x.shape)


def log1p(x: Table) -> Table:
    """Return ln(1 + x)."""
    return each(math.log1p, x)


def power(x: Table, exponent: float) -> Table:
    """Return x to a power."""
    return each(lambda v: math.pow(v, exponent), x)


def reached(rate: float, number: Table) -> Table:
    """Return the share of visitors whom so many things of a day reach: 1 - exp(-rate number)."""
    return 1.0 - each(math.exp, -rate * number)


def raised(base: float, pull: Table) -> Table:
    """Return a base probability raised by a pull in logits."""
    if base <= 0.0 or base >= 1.0:
        return np.full(pull.shape, base)
    logit = math.log(base / (1.0 - base))
    return np.where(pull == 0.0, base, each(lambda v: 1.0 / (1.0 + math.exp(-logit - v)), pull))
