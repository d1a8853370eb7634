"""How many ties each member wants: a table of the distribution, and a draw by quantile."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.draws import GOLDEN, decision_key, mix64
from sim.graph.start import StartGraph

MAX_TIES: Final = 5000
"""No member has more ties than this: many platforms have such a limit, and a tail needs an end."""

_HALVINGS = 60

Table = NDArray[np.float64]


def draw_degrees(start: StartGraph, members: int, seed: int) -> NDArray[np.int32]:
    """Draw how many ties each member wants.

    Parameters
    ----------
    start
        The distribution.
    members
        Number of members, 2 or more; nobody wants more ties than there are others.
    seed
        Seed of the run.

    Returns
    -------
    NDArray[np.int32]
        Ties wanted, 0 to ``min(members - 1, MAX_TIES)``, shape ``(members,)``.
    """
    table = cumulative(start, min(members - 1, MAX_TIES))
    address = mix64(np.arange(members, dtype=np.uint64) + np.uint64(GOLDEN))
    bits = mix64(address ^ decision_key(seed, "start degree", 0)) >> np.uint64(11)
    return np.searchsorted(table, (bits + 0.5) * 2.0**-53).astype(np.int32)


def cumulative(start: StartGraph, most: int) -> Table:
    """Return P(ties <= k) for k from 0 to `most`, its mean `mean_ties` as near as `most` allows.

    Returns
    -------
    NDArray[np.float64]
        Shape ``(most + 1,)``, ends with 1.
    """
    mean = min(start.mean_ties, float(most))
    if mean == 0.0 or start.degrees == "regular" or (
        start.degrees == "lognormal" and start.spread == 0.0
    ):  # fmt: skip
        table = _regular(mean, most)
    elif start.degrees == "poisson":
        table = _poisson(mean, most)
    elif start.degrees == "lognormal":
        table = _with_mean(
            lambda mu: _lognormal(mu, start.spread, most), mean, -20.0, math.log(most) + 20.0
        )
    else:
        table = _with_mean(lambda t: _power_law(t, start.spread, most), mean, -30.0, 15.0)
    table[-1] = 1.0
    return table


def _with_mean(family: Callable[[float], Table], mean: float, low: float, high: float) -> Table:
    """Return the member of a family, ordered by its parameter, that has this mean."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if float((1.0 - family(middle)[:-1]).sum()) < mean:
            low = middle
        else:
            high = middle
    return family(high)


def _regular(mean: float, most: int) -> Table:
    whole = math.floor(mean)
    table = np.zeros(most + 1)
    table[whole] = 1.0 - (mean - whole)
    table[whole + 1 :] = 1.0
    return table


def _poisson(mean: float, most: int) -> Table:
    logs = [k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(most + 1)]
    return np.cumsum(np.exp(logs))


def _lognormal(mu: float, sigma: float, most: int) -> Table:
    """A log-normal amount rounded to the nearest whole number."""
    scale = 1.0 / (sigma * math.sqrt(2.0))
    return np.array(
        [0.5 * math.erfc((mu - math.log(k + 0.5)) * scale) for k in range(most + 1)]
    )  # fmt: skip


def _power_law(t: float, exponent: float, most: int) -> Table:
    """P(k) ~ (k - 1 + e^t)^-exponent from k = 1 on: the shift leaves the tail as it is."""
    weights = np.zeros(most + 1)
    weights[1:] = ((np.arange(1, most + 1) - 1 + math.exp(t)) / math.exp(t)) ** -exponent
    table: Table = np.cumsum(weights)
    table /= table[-1]
    return table
