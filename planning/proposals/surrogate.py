"""What is believed of plans that nobody tried, and how much is hoped from them.

One process stands for the objective, one for each bound. What is hoped from a plan is its expected
improvement on the best plan believed in, times the chances that it keeps each bound (Gardner and
others 2014), in logarithms, since most of it is tiny (Ament and others 2023).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from planning.proposals.process import Process
from planning.proposals.seen import Column, Seen
from planning.proposals.space import Flags, Floats, Space

Places = NDArray[np.int64]

MOST_FITTED: Final = 240
"""Trials that a process is fitted to: of more, the best half of them and the last."""

SAFE: Final = 0.5
"""A chance to keep all bounds from which a tried plan may be the one to improve on."""

DARE: Final = 2.0
"""Standard deviations that a plan from elsewhere is given for what is not known of it."""

FAR_BELOW: Final = 10.0
"""Standard deviations below the best from which on what is hoped is worked out by a series."""

FITTED_NOISE: Final = 0.01
"""Variance of the noise, as a share of that of the figure, where worlds do not tell it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Brings a figure to about 1; the worse half is squeezed, so that disasters do not rule.

    Attributes
    ----------
    middle, size
        The median, and the width of the better half.
    """

    middle: float
    size: float

    @classmethod
    def of(cls, mean: Floats) -> Self:
        """Return the scale of some figures, larger is better."""
        middle = float(np.median(mean))
        size = float(np.quantile(mean, 0.95) - np.quantile(mean, 0.25))
        if size <= 0:
            size = float(mean.std())
        return cls(middle, size if size > 0 else 1.0)

    def squeezed(self, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
        """Return figures and variances on the scale."""
        far = (mean - self.middle) / self.size
        low = np.minimum(far, 0.0)
        noise = np.where(np.isnan(variance), FITTED_NOISE * self.size**2, variance) / self.size**2
        return np.where(far < 0, -np.log1p(-low), far), noise / (1.0 - low) ** 2

    def back(self, y: Floats) -> Floats:
        """Return figures from what `squeezed` made of them."""
        low = np.minimum(y, 0.0)
        return self.middle + self.size * np.where(y < 0, -np.expm1(-low), y)


@dataclass(frozen=True, slots=True)
class Surrogate:
    """What is believed after some trials.

    Attributes
    ----------
    space
        Where the points lie.
    objective, scale
        The process of the objective on its scale.
    bounds
        A process for each bound, of by how much it is broken in some unit.
    best
        What is believed of the best plan that was tried and is believed to keep the bounds, on the
        scale; None if there is none.
    leader
        Its point; the likeliest to keep the bounds if there is none.
    """

    space: Space
    objective: Process
    scale: Scale
    bounds: tuple[Process, ...]
    best: float | None
    leader: Floats

    @classmethod
    def fitted(cls, space: Space, seen: Seen, gain: Column) -> Self:
        """Return what is believed; at least two trials.

        Parameters
        ----------
        space
            Where the points lie.
        seen
            What trials have told.
        gain
            The objective, one of the trials' or made of several.
        """
        used = _used(gain.mean, seen)
        points = seen.points[used]
        x = space.features(points)
        scale = Scale.of(gain.mean[used])
        y, noise = scale.squeezed(gain.mean[used], gain.variance[used])
        objective = Process.fitted(x, y, noise)
        bounds = tuple(_bound(x, column, used) for column in seen.breaks.values() if _open(column))
        likely = np.zeros(len(points))
        for process in bounds:
            likely += _log_kept(process, x)
        mean, _ = objective.at(x)
        kept = _all_kept(seen, used)
        sure = kept & (likely >= math.log(SAFE))
        kept = sure if sure.any() else kept
        if kept.any():
            lead = int(np.argmax(np.where(kept, mean, -np.inf)))
            return cls(space, objective, scale, bounds, float(mean[lead]), points[lead])
        lead = int(np.argmax(likely + 1e-3 * mean))
        return cls(space, objective, scale, bounds, None, points[lead])

    def told(self, pending: Floats) -> Surrogate:
        """Return it as if points that are still being tried had come out as it expects."""
        if not len(pending):
            return self
        x = self.space.features(pending)
        bounds = tuple(process.told(x) for process in self.bounds)
        return Surrogate(
            self.space, self.objective.told(x), self.scale, bounds, self.best, self.leader
        )

    def hoped(self, points: Floats) -> Floats:
        """Return the logarithm of what is hoped from some settled points."""
        x = self.space.features(points)
        mean, variance = self.objective.at(x)
        kept = self.log_kept(x)
        if self.best is None:
            # Nothing keeps the bounds yet: that comes first.
            return kept + 0.1 * mean
        spread = np.sqrt(variance)
        return np.log(spread) + log_expected((mean - self.best) / spread) + kept

    def dared(self, points: Floats) -> Floats:
        """Return what some settled points reach if the process is `DARE` deviations too low."""
        x = self.space.features(points)
        mean, variance = self.objective.at(x)
        return mean + DARE * np.sqrt(variance) + np.maximum(self.log_kept(x), -10.0)

    def believed(self, points: Floats) -> Floats:
        """Return the mean of the process on its scale, less a fine where bounds are in doubt."""
        x = self.space.features(points)
        mean, _ = self.objective.at(x)
        return mean + np.minimum(self.log_kept(x) - math.log(0.8), 0.0)

    def log_kept(self, x: Floats) -> Floats:
        """Return the logarithm of the chance that all bounds are kept."""
        kept = np.zeros(len(x))
        for process in self.bounds:
            kept += _log_kept(process, x)
        return kept


def log_expected(z: Floats) -> Floats:
    """Return the logarithm of ``pdf(z) + z cdf(z)``: the expected part above 0 of ``z + N(0, 1)``.

    Far below 0 by its asymptotic series, ``pdf(z) / z^2 (1 - 3 / z^2 + 15 / z^4)``.
    """
    from scipy.special import ndtr

    near, far = np.maximum(z, -FAR_BELOW), np.minimum(z, -FAR_BELOW)
    root = math.sqrt(2.0 * math.pi)
    plain = np.log(np.exp(-0.5 * near * near) / root + near * ndtr(near))
    series = np.log1p(-3.0 / far**2 + 15.0 / far**4) - 2.0 * np.log(-far)
    return np.asarray(np.where(z > -FAR_BELOW, plain, series - 0.5 * far * far - math.log(root)))


def _log_kept(process: Process, x: Floats) -> Floats:
    from scipy.special import log_ndtr

    mean, variance = process.at(x)
    return np.asarray(log_ndtr(-mean / np.sqrt(variance + process.luck)))


def _open(column: Column) -> bool:
    """Whether a bound is in doubt anywhere: one that no trial came near tells nothing."""
    return bool(column.mean.max() > 0)


def _bound(x: Floats, column: Column, used: Places) -> Process:
    """Return the process of a bound, on both sides of 0 squeezed."""
    mean, variance = column.mean[used], column.variance[used]
    size = 2.0 * float(np.sqrt(np.mean(mean**2))) or 1.0
    y = np.arcsinh(mean / size)
    known = np.where(np.isnan(variance), FITTED_NOISE * size**2, variance)
    noise = known / size**2 / (1.0 + (mean / size) ** 2)
    unit = float(y.std()) or 1.0
    return Process.fitted(x, y / unit, noise / unit**2)


def _all_kept(seen: Seen, used: Places) -> Flags:
    kept = np.ones(len(used), np.bool_)
    for column in seen.breaks.values():
        kept &= column.mean[used] <= 0
    return kept


def _used(mean: Floats, seen: Seen) -> Places:
    """Return the places of the trials that processes are fitted to, in order."""
    if len(mean) <= MOST_FITTED:
        return np.arange(len(mean))
    kept = _all_kept(seen, np.arange(len(mean)))
    half = MOST_FITTED // 2
    # Those that keep the bounds first, by what they reached; then the last.
    order = np.lexsort((-mean, ~kept))[:half]
    rest = np.setdiff1d(np.arange(len(mean)), order)[-(MOST_FITTED - half) :]
    return np.sort(np.concatenate([order, rest]))
