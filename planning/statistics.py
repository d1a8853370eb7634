"""Intervals over worlds by Student's t, and what pairing by seed is worth."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEVEL: Final = 0.90
"""Coverage of every interval that is reported."""

ENOUGH: Final = 19
"""Worlds from which their own quantiles make an interval: ``(n - 1) / (n + 1) >= LEVEL``."""

Floats = NDArray[np.float64]


def t_cdf(t: float, df: int) -> float:
    """Return the distribution function of Student's t, exact for whole degrees of freedom.

    Parameters
    ----------
    t
        Where.
    df
        Degrees of freedom, at least 1.

    Notes
    -----
    The finite series in the angle ``atan(t / sqrt(df))`` of Abramowitz and Stegun (1964),
    26.7.3 and 26.7.4.
    """
    angle = math.atan2(t, math.sqrt(df))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = df % 2 == 1
    term = cosine if odd else 1.0
    series = term if df > 1 else 0.0
    for k in range(3 if odd else 2, df - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        series += term
    central = (angle + sine * series) * 2.0 / math.pi if odd else sine * series
    return 0.5 + 0.5 * central


def t_quantile(p: float, df: int) -> float:
    """Return the quantile of Student's t by bisection of `t_cdf`, for ``0.5 <= p < 1``."""
    low, high = 0.0, 1.0
    while t_cdf(high, df) < p:
        high *= 2.0
    while (middle := 0.5 * (low + high)) not in (low, high):
        low, high = (middle, high) if t_cdf(middle, df) < p else (low, middle)
    return high


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over worlds and an interval of `LEVEL` coverage.

    Each is NaN where it is not defined: the mean without any world, the ends with fewer than two.
    """

    mean: float
    low: float
    high: float

    def as_json(self) -> dict[str, float | None]:
        """Return ``{"mean", "low", "high"}`` with null for what is not defined."""
        return {"mean": finite(self.mean), "low": finite(self.low), "high": finite(self.high)}


def interval(values: Floats) -> Interval:
    """Return the mean over worlds and the interval in which one more world falls.

    Each world draws its own uncertain parameters, so this interval holds both kinds of
    uncertainty, what is not known and luck, and more seeds do not narrow it to nothing.
    From `ENOUGH` worlds on it runs between the 5 % and 95 % quantiles at rank ``p (n + 1)``, which
    hold for any distribution (Wilks 1941); with fewer it is ``mean +- t sd sqrt(1 + 1/n)``, the
    prediction interval of a normal sample.

    Parameters
    ----------
    values
        One value a world, shape ``(seeds,)``; NaN where the measure is not defined. Values that
        are all equal give an interval of no width.
    """
    around = _around_the_mean(values, lambda n: math.sqrt(1.0 + 1.0 / n))
    defined = values[~np.isnan(values)]
    if len(defined) < ENOUGH or around.low == around.high:
        return around
    tail = (1.0 - LEVEL) / 2
    low, high = np.quantile(defined, [tail, 1.0 - tail], method="weibull")
    return Interval(around.mean, float(low), float(high))


def mean_interval(values: Floats) -> Interval:
    """Return the mean over worlds and the t interval of that mean, ``mean +- t sd / sqrt(n)``.

    For telling whether seeds suffice to rank two plans; see `interval` for the parameters.
    """
    return _around_the_mean(values, lambda n: math.sqrt(1.0 / n))


def _around_the_mean(values: Floats, widen: Callable[[int], float]) -> Interval:
    defined = values[~np.isnan(values)]
    n = len(defined)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan)
    # A sum divided by n need not give back n equal values to the last bit.
    same = bool((defined == defined[0]).all())
    mean = float(defined[0] if same else defined.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan)
    if same:
        return Interval(mean, mean, mean)
    half = t_quantile(0.5 + LEVEL / 2, n - 1) * float(defined.std(ddof=1)) * widen(n)
    return Interval(mean, mean - half, mean + half)


@dataclass(frozen=True, slots=True)
class Paired:
    """A measure under two plans that met the same worlds.

    Attributes
    ----------
    a, b
        Means over all worlds in which each is defined.
    difference
        Mean of ``b - a`` over the worlds in which both are, with its interval.
    p_better
        Share of those worlds in which B is better than A, ties counted half; NaN for a measure
        of which neither direction is better.
    seed_saving
        ``(var a + var b) / var(b - a)`` over those worlds: how many times as many independent
        runs would give the mean difference as precisely. NaN when the difference does not vary.
    """

    a: float
    b: float
    difference: Interval
    p_better: float
    seed_saving: float

    def as_json(self) -> dict[str, float | None]:
        """Return the issue's shape, with null for what is not defined."""
        return {
            "a": finite(self.a),
            "b": finite(self.b),
            "difference": finite(self.difference.mean),
            "low": finite(self.difference.low),
            "high": finite(self.difference.high),
            "p_better": finite(self.p_better),
            "seed_saving": finite(self.seed_saving),
        }


def paired(a: Floats, b: Floats, sign: int) -> Paired:
    """Compare two plans world by world.

    Parameters
    ----------
    a, b
        One value a world, shape ``(seeds,)``, in the same order of seeds.
    sign
        1 when higher is better, -1 when lower is, 0 when neither.
    """
    both = ~(np.isnan(a) | np.isnan(b))
    difference = b[both] - a[both]
    p_better = saving = math.nan
    if sign and len(difference):
        gain = sign * difference
        p_better = float(np.mean((gain > 0) + 0.5 * (gain == 0)))
    if len(difference) > 1 and (spread := float(difference.var(ddof=1))) > 0:
        saving = float(a[both].var(ddof=1) + b[both].var(ddof=1)) / spread
    return Paired(interval(a).mean, interval(b).mean, interval(difference), p_better, saving)


def finite(value: float) -> float | None:
    """Return the number, or None for what JSON cannot write."""
    return value if math.isfinite(value) else None
