"""Where to try next: a local linear model of the residuals, minimised in a box.

With addressed draws a run answers smoothly to its parameters, so that the residual vectors of the
trials made so far tell how each target moves with each parameter. Gauss-Newton steps on that model
(derivative-free, as in DFO-LS: Cartis, Fiala, Marteau and Roberts 2019) need a tenth of the trials
that a search by the loss alone does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SWEEPS: Final = 200
_RIDGE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Residuals about a point of the cube, to first order.

    Attributes
    ----------
    centre
        The point, shape ``(dimensions,)``.
    residuals
        Scaled residuals there, shape ``(residuals,)``.
    jacobian
        Their change per unit of the cube, shape ``(residuals, dimensions)``.
    """

    centre: NDArray[np.float64]
    residuals: NDArray[np.float64]
    jacobian: NDArray[np.float64]

    @classmethod
    def about_best(cls, points: NDArray[np.float64], residuals: NDArray[np.float64]) -> LinearModel:
        """Fit it to the trials near the best one.

        Parameters
        ----------
        points
            Trials, shape ``(trials, dimensions)``.
        residuals
            Scaled residuals of each, shape ``(trials, residuals)``.
        """
        size = points.shape[1]
        best = int(np.argmin((residuals**2).sum(axis=1)))
        distance = np.sqrt(((points - points[best]) ** 2).sum(axis=1))
        near = np.argsort(distance, kind="stable")[: 2 * size + 4]
        width = max(distance[near[min(size // 2, len(near) - 1)]], 1e-9)
        weight = np.exp(-0.5 * (distance[near] / width) ** 2) + 1e-3
        steps = points[near] - points[best]
        change = residuals[near] - residuals[best]
        weighted = steps * weight[:, None]
        ridge = _RIDGE * np.trace(weighted.T @ steps) / size + 1e-12
        slope = np.linalg.solve(weighted.T @ steps + ridge * np.eye(size), weighted.T @ change)
        return cls(points[best], residuals[best], slope.T)

    def minimum(self, radius: float, damping: float) -> NDArray[np.float64]:
        """Return the point of least predicted loss within a box about the centre.

        Parameters
        ----------
        radius
            Half the width of the box; it is cut at the cube's faces.
        damping
            Weight of the distance from the centre (Levenberg), 0 or more.
        """
        low = np.maximum(self.centre - radius, 0.0) - self.centre
        high = np.minimum(self.centre + radius, 1.0) - self.centre
        normal = self.jacobian.T @ self.jacobian + damping**2 * np.eye(len(self.centre))
        gradient = self.jacobian.T @ self.residuals
        step = np.zeros(len(self.centre))
        for _ in range(_SWEEPS):
            for k in range(len(step)):
                slope = gradient[k] + normal[k] @ step - normal[k, k] * step[k]
                step[k] = min(max(-slope / normal[k, k], low[k]), high[k])
        return np.asarray(self.centre + step)

    def spread(self) -> NDArray[np.float64]:
        """Return a root of the inverse curvature of the loss, shape ``(dimensions, dimensions)``.

        Standard normal draws times it are draws of the posterior that the model sees.
        """
        curvature, directions = np.linalg.eigh(self.jacobian.T @ self.jacobian)
        return np.asarray(directions / np.sqrt(np.maximum(curvature, 1.0)))


def radius_after(losses: NDArray[np.float64], start: int, batch: int) -> float:
    """Return the trust radius that the trials so far have earned.

    Parameters
    ----------
    losses
        Losses of the trials in order, shape ``(trials,)``.
    start
        Number of trials of the start design.
    batch
        Number of trials in each batch after it.

    Returns
    -------
    float
        0.25 at first; a third larger after a batch that found a better point, by 0.6 smaller
        after one that did not; 0.04 to 0.5.
    """
    radius = 0.25
    for first in range(start, len(losses) - batch + 1, batch):
        better = losses[first : first + batch].min() < losses[:first].min()
        radius = min(radius * 1.33, 0.5) if better else max(radius * 0.6, 0.04)
    return radius
