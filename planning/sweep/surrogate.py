"""Labels for points that nobody ran, of a surrogate: with few runs a box's limits are blunt.

A Gaussian process with a length a input is fitted to the runs, and says of each of many fresh
points how likely a run there is a case; PRIM then peels those (REDS: Arzamasov and Boehm 2021).
What it is fitted to are normal scores of the measure's ranks, so that nothing hangs on the
measure's scale: whether a run is a case does not either. It is listened to only if it foretells
points that it has not seen (left out one by one, in closed form: Rasmussen and Williams 2006, eq.
5.12) better than cases dealt by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planning.sweep.prim import MOST_BY_CHANCE, SHUFFLES

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEW: Final = 60
"""Points up to which labels of a surrogate say more than the runs' own."""

LEAST_FITTED: Final = 12
"""Points below which there is nothing to fit."""

LABELLED: Final = 1024
"""Fresh points."""

LENGTHS: Final = (0.05, 20.0)
"""Allowed lengths of the process, in widths of an input's range."""

NOISES: Final = (1e-4, 2.0)
"""Allowed variance of a point's luck, in variances of the scores."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a surrogate says of fresh points.

    Attributes
    ----------
    x
        The points in the unit cube, shape ``(points, inputs)``.
    likely
        How likely a run there is a case, shape ``(points,)``.
    by_chance
        Share of deals of the cases by chance that were foretold as well, the one at hand counted.
    """

    x: Floats
    likely: Floats
    by_chance: float


def labels(x: Floats, y: Floats, bound: float, below: bool, seed: int = 0) -> Labels | None:
    """Return a surrogate's labels of fresh points, None where it foretells no better than chance.

    Parameters
    ----------
    x
        The points in the unit cube, shape ``(points, inputs)``.
    y
        The measure in each world of each, shape ``(points, worlds)``.
    bound, below
        A run is a case where the measure is at most the bound, or else at least.
    seed
        Seed of the fresh points and of the deals.
    """
    from scipy.special import ndtr, ndtri
    from scipy.stats import qmc, rankdata

    sign = 1.0 if below else -1.0
    cases = sign * y <= sign * bound
    count = int(cases.sum())
    if len(x) < LEAST_FITTED or not 0 < count < y.size:
        return None
    scores = ndtri((rankdata(sign * y).reshape(y.shape) - 0.5) / y.size)
    limit = float(ndtri(count / y.size))
    each = y.shape[1]

    def foresight(process: _Process, own: Flags) -> float:
        """Return how far cases are where points left out are foretold to have them."""
        mean, variance = process.left_out()
        likely = ndtr((limit - mean) / np.sqrt(variance + process.noise * (each - 1)))
        return float((likely - likely.mean()) @ own.mean(axis=1))

    process = _Process.fitted(x, scores.mean(axis=1))
    seen = foresight(process, cases)
    rng = np.random.Generator(np.random.Philox(key=seed))
    better = 1
    for _ in range(SHUFFLES):
        dealt = rng.permutation(len(x))
        # Fitted anew: lengths that fit by luck foretell by luck.
        better += foresight(_Process.fitted(x, scores[dealt].mean(axis=1)), cases[dealt]) >= seen
        if better > MOST_BY_CHANCE * (SHUFFLES + 1):
            return None
    fresh = qmc.Sobol(x.shape[1], scramble=True, rng=seed).random(LABELLED)
    mean, variance = process.at(fresh)
    likely = ndtr((limit - mean) / np.sqrt(variance + process.noise * each))
    return Labels(fresh, likely, better / (SHUFFLES + 1))


@dataclass(frozen=True, slots=True)
class _Process:
    """A Gaussian process about 0 of points seen with noise.

    Attributes
    ----------
    x, y
        What was seen, shapes ``(points, inputs)`` and ``(points,)``.
    lengths
        Of each input.
    noise
        Variance of a point's luck; that of the process and it add up to that of `y`.
    inverse
        Of the covariance of the points seen.
    """

    x: Floats
    y: Floats
    lengths: Floats
    noise: float
    inverse: Floats

    @classmethod
    def fitted(cls, x: Floats, y: Floats) -> _Process:
        """Return the likeliest process, its lengths and noise held by weak priors."""
        from scipy.optimize import minimize

        bounds = [tuple(np.log(LENGTHS))] * x.shape[1] + [tuple(np.log(NOISES))]
        begin = np.append(np.zeros(x.shape[1]), np.log(0.3))
        found = minimize(_misfit, begin, args=(x, y), jac=True, method="L-BFGS-B", bounds=bounds)
        lengths, noise = np.exp(found.x[:-1]), float(np.exp(found.x[-1]))
        inverse = np.asarray(
            np.linalg.inv(_kernel(x, x, lengths) + noise * np.eye(len(x))), np.float64
        )
        return cls(x, y, lengths, noise, inverse)

    def at(self, x: Floats) -> tuple[Floats, Floats]:
        """Return mean and variance at some points, each shape ``(points,)``, without luck."""
        cross = _kernel(x, self.x, self.lengths)
        variance = 1.0 - np.einsum("ij,jk,ik->i", cross, self.inverse, cross, optimize=True)
        return cross @ (self.inverse @ self.y), np.maximum(variance, 0.0)

    def left_out(self) -> tuple[Floats, Floats]:
        """Return mean and variance, luck in it, of each point as all others foretell it."""
        diagonal = np.diag(self.inverse)
        return self.y - (self.inverse @ self.y) / diagonal, 1.0 / diagonal


def _kernel(a: Floats, b: Floats, lengths: Floats) -> Floats:
    far = ((a[:, None, :] - b[None, :, :]) / lengths) ** 2
    return np.asarray(np.exp(-0.5 * far.sum(axis=2)))


def _misfit(logs: Floats, x: Floats, y: Floats) -> tuple[float, Floats]:
    """Return minus the log posterior of lengths and noise, and its gradient by their logs."""
    lengths, noise = np.exp(logs[:-1]), float(np.exp(logs[-1]))
    kernel = _kernel(x, x, lengths)
    covariance = kernel + noise * np.eye(len(x))
    inverse = np.linalg.inv(covariance)
    weights = inverse @ y
    _, size = np.linalg.slogdet(covariance)
    # Long lengths unless the runs say otherwise: most inputs do little.
    off = (logs[:-1] - np.log(2.0)) / 1.5
    value = 0.5 * (y @ weights + size + off @ off)
    pull = inverse - np.outer(weights, weights)
    slopes = [
        0.5 * np.sum(pull * kernel * ((column[:, None] - column[None, :]) / length) ** 2)
        for column, length in zip(x.T, lengths, strict=True)
    ]
    gradient = np.append(np.array(slopes) + off / 1.5, 0.5 * noise * np.trace(pull))
    return float(value), gradient
