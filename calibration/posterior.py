"""From trials to worlds: equal-weight draws of the fitted parameters, jointly.

The draws come from the trials themselves, so that every world handed on was simulated and compared
with the history. The last trials of a search are made where its linear model puts the posterior
(a Laplace approximation); then all trials are weighted by ``exp(-loss / T)``. ``T`` is 1, a
likelihood, where enough trials carry weight; else it is raised until the effective number of
trials is `MIN_EFFECTIVE`, which widens the posterior: with few trials it is better to admit more
worlds than to believe in one. It is an approximation and no more than that: targets are taken as
independent after their weights, and the tolerances of `calibration.targets` set its width.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.surrogate import LinearModel
from sim.draws import decision_key, normal, uniform53

DRAWS: Final = 32
"""Equal-weight draws handed on."""

MAX_STEP: Final = 0.25
"""How far from the best trial the linear model is trusted, as a part of each search range."""

MIN_EFFECTIVE: Final = 6.0
"""Trials that must carry weight: ``(sum w)^2 / sum w^2``."""


def laplace_points(model: LinearModel, count: int, seed: int) -> list[NDArray[np.float64]]:
    """Return points of the cube drawn about a linear model's centre, with its covariance.

    Parameters
    ----------
    model
        The residuals about the best trial.
    count
        Number of points.
    seed
        Seed of the draws.
    """
    root = model.spread()
    size = len(model.centre)
    points = []
    for number in range(count):
        key = [decision_key(seed, "laplace", k) for k in range(size)]
        z = np.array([normal(np.uint64(number), key[k]) for k in range(size)])
        step = np.clip(root @ z, -MAX_STEP, MAX_STEP)
        points.append(np.clip(model.centre + step, 0.0, 1.0))
    return points


def weights(losses: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return trial weights that add up to 1, and the temperature they needed.

    Parameters
    ----------
    losses
        Negative log posteriors, shape ``(trials,)``.
    """
    wanted = min(MIN_EFFECTIVE, 0.5 * len(losses))
    above = losses - losses.min()
    low, high = 1.0, 1.0
    while _effective(above, high) < wanted and high < 1e6:
        low, high = high, 2 * high
    for _ in range(40 if high > 1.0 else 0):
        middle = (low + high) / 2
        if _effective(above, middle) < wanted:
            low = middle
        else:
            high = middle
    weight = np.exp(-above / high)
    return weight / weight.sum(), high


def _effective(above: NDArray[np.float64], temperature: float) -> float:
    weight = np.exp(-above / temperature)
    return float(weight.sum() ** 2 / (weight**2).sum())


def draw(weight: NDArray[np.float64], count: int, seed: int) -> list[int]:
    """Return trials drawn in proportion to their weights (systematic resampling).

    Parameters
    ----------
    weight
        Weights that add up to 1, shape ``(trials,)``.
    count
        Number of draws.
    seed
        Seed of the one random number that it takes.
    """
    u = uniform53(0, int(decision_key(seed, "resample", 0)))
    edges = np.cumsum(weight)
    places = np.searchsorted(edges, (np.arange(count) + u) / count)
    return [min(int(place), len(weight) - 1) for place in places]
