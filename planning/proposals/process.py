"""A Gaussian process of what trials reached, seen with noise whose size is known.

The covariance is Matern's of smoothness 5/2 with a length for each feature (Rasmussen and Williams
2006, eq. 4.17). Lengths, the size of the signal and of what no feature explains are the likeliest
under weak priors; lengths are expected to grow with the root of the number of features, since most
levers do little (Hvarfner, Hellsten and Nardi 2024).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LENGTHS: Final = (0.03, 60.0)
"""Allowed lengths, in widths of a feature's range."""

SIGNALS: Final = (0.02, 50.0)
"""Allowed variance of the process, in variances of what was seen."""

LUCK: Final = (1e-6, 1.0)
"""Allowed variance beyond the known noise, in the same unit."""

USUAL_LUCK: Final = 1e-3
ITERATIONS: Final = 40
ROOT5: Final = math.sqrt(5.0)


@dataclass(frozen=True, slots=True)
class Process:
    """A process fitted to some points.

    Attributes
    ----------
    x, y
        Features and values seen, shapes ``(points, features)`` and ``(points,)``.
    noise
        Known variance of each value.
    lengths, signal, luck
        Length of each feature, variance of the process, variance that no feature explains.
    mean
        What is expected far from all points.
    factor
        Lower Cholesky factor of the covariance of `y`.
    weights
        Its inverse times `y` less the mean.
    """

    x: Floats
    y: Floats
    noise: Floats
    lengths: Floats
    signal: float
    luck: float
    mean: float
    factor: Floats
    weights: Floats

    @classmethod
    def fitted(cls, x: Floats, y: Floats, noise: Floats) -> Self:
        """Return the likeliest process; `y` about as large as 1."""
        from scipy.optimize import minimize

        usual = math.log(0.5 * math.sqrt(x.shape[1]))
        bounds = [
            *[tuple(np.log(LENGTHS))] * x.shape[1],
            tuple(np.log(SIGNALS)),
            tuple(np.log(LUCK)),
        ]
        begin = np.append(np.full(x.shape[1], usual), [0.0, math.log(USUAL_LUCK)])
        apart = (x[:, None, :] - x[None, :, :]) ** 2
        found = minimize(
            _misfit, begin, args=(apart, y, noise, usual), jac=True, method="L-BFGS-B",
            bounds=bounds, options={"maxiter": ITERATIONS},
        )  # fmt: skip
        logs = found.x
        return cls.of(
            x, y, noise, np.exp(logs[:-2]), float(np.exp(logs[-2])), float(np.exp(logs[-1]))
        )

    @classmethod
    def of(
        cls, x: Floats, y: Floats, noise: Floats, lengths: Floats, signal: float, luck: float
    ) -> Self:
        """Return a process of given lengths and variances."""
        from scipy.linalg import cho_solve, cholesky

        covariance = signal * _kernel(x, x, lengths)
        covariance[np.diag_indices(len(x))] += noise + luck
        factor = np.asarray(cholesky(covariance, lower=True))
        ones = cho_solve((factor, True), np.ones(len(x)))
        mean = float(ones @ y) / float(ones.sum() + 1.0)
        weights = np.asarray(cho_solve((factor, True), y - mean))
        return cls(x, y, noise, lengths, signal, luck, mean, factor, weights)

    def at(self, x: Floats) -> tuple[Floats, Floats]:
        """Return mean and variance of the process at some points, without luck and noise."""
        from scipy.linalg import solve_triangular

        cross = self.signal * _kernel(x, self.x, self.lengths)
        seen = solve_triangular(self.factor, cross.T, lower=True, check_finite=False)
        variance = self.signal - np.einsum("ij,ij->j", seen, seen)
        return self.mean + cross @ self.weights, np.maximum(variance, 1e-12)

    def alike(self, x: Floats, other: Floats) -> Floats:
        """Return the correlation of some points with another one."""
        return _kernel(x, other[None, :], self.lengths)[:, 0]

    def told(self, x: Floats) -> Self:
        """Return it as if points that are still being tried had come out as it expects."""
        mean, _ = self.at(x)
        noise = np.append(self.noise, np.full(len(x), float(np.median(self.noise))))
        return self.of(
            np.vstack([self.x, x]), np.append(self.y, mean), noise, self.lengths, self.signal,
            self.luck,
        )  # fmt: skip


def _kernel(a: Floats, b: Floats, lengths: Floats) -> Floats:
    a, b = a / lengths, b / lengths
    square = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1)[None, :] - 2.0 * (a @ b.T)
    far = ROOT5 * np.sqrt(np.maximum(square, 0.0))
    return np.asarray((1.0 + far + far * far / 3.0) * np.exp(-far))


def _misfit(
    logs: Floats, apart: Floats, y: Floats, noise: Floats, usual: float
) -> tuple[float, Floats]:
    """Return minus the log posterior of lengths and variances, and its gradient by their logs."""
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    lengths, signal, luck = np.exp(logs[:-2]), float(np.exp(logs[-2])), float(np.exp(logs[-1]))
    scaled = apart / lengths**2
    far = ROOT5 * np.sqrt(scaled.sum(axis=2))
    decay = signal * np.exp(-far)
    kernel = decay * (1.0 + far + far * far / 3.0)
    # A wide prior on the mean is part of the covariance.
    covariance = kernel + 1.0
    covariance[np.diag_indices(len(y))] += noise + luck
    try:
        factor = cho_factor(covariance, lower=True)
    except LinAlgError:
        return 1e25, np.zeros_like(logs)
    inverse = cho_solve(factor, np.eye(len(y)))
    weights = inverse @ y
    size = 2.0 * float(np.log(np.diag(factor[0])).sum())
    off = (logs[:-2] - usual) / 1.0
    signal_off, luck_off = logs[-2] / 1.0, (logs[-1] - math.log(USUAL_LUCK)) / 2.0
    value = 0.5 * (y @ weights + size + off @ off + signal_off**2 + luck_off**2)
    pull = inverse - np.outer(weights, weights)
    slope = pull * decay * (1.0 + far) * (5.0 / 3.0)
    gradient = np.concatenate(
        [
            0.5 * np.einsum("ij,ijk->k", slope, scaled) + off,
            [0.5 * float(np.sum(pull * kernel)) + signal_off],
            [0.5 * luck * float(np.trace(pull)) + luck_off / 2.0],
        ]
    )
    return float(value), gradient
