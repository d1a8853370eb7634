"""Intervals over worlds by Student's t, and what pairing by seed is worth."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEVEL: Final = 0.90
"""Coverage of every interval that is reported."""

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


@lru_cache(maxsize=1024)
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

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero; see `side`."""
        return side(self.low, self.high) != 0

    def within(self, least: float, most: float) -> Interval:
        """Return it with its ends cut to what is possible, and to no less than its mean."""
        low = max(self.low, min(least, self.mean))
        return Interval(self.mean, low, min(self.high, max(most, self.mean)))

    def as_json(self) -> dict[str, float | None]:
        """Return ``{"mean", "low", "high"}`` with null for what is not defined."""
        return {"mean": finite(self.mean), "low": finite(self.low), "high": finite(self.high)}


def side(low: float | None, high: float | None, zero: float = 0.0) -> int:
    """Return on which side of nothing an interval lies: the one rule for what is called clear.

    Parameters
    ----------
    low, high
        Its ends; None or NaN where there is no interval.
    zero
        What counts as nothing.

    Returns
    -------
    int
        1 if it lies above, -1 if it lies below, 0 if it spans or touches zero, or is undefined.
    """
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return 0
    return 1 if min(low, high) > zero else -1 if max(low, high) < zero else 0


ROUNDING: Final = 8 * float(np.finfo(np.float64).eps)
"""A world whose ratio differs from that of all by less than this share of it is equal to it."""


def over_worlds(numerators: Floats, denominators: Floats, *, positive: bool = False) -> Floats:
    """Return one value a world whose mean is the ratio of the sums over worlds.

    With ``R = sum(N) / sum(D)`` world i stands at ``z_i = R + (N_i - R D_i) / mean(D)``, the
    linearised ratio of the delta method. The mean of the z is R, which a reader finds again by
    adding up totals; their spread is that of R to first order (Cochran 1977, section 6.3); a world
    in which little happened stays near R instead of throwing its own wild ratio into the mean; and
    z is defined in worlds in which the ratio is not. Intervals, paired differences and chances are
    worked out on it like on any other value a world.

    Parameters
    ----------
    numerators, denominators
        One value a world, shape ``(seeds,)``; NaN in a world that has none, which is left out.
    positive
        Whether the ratio is undefined unless the denominators add up to more than 0.

    Returns
    -------
    ndarray
        Shape ``(seeds,)``; all NaN where the ratio is undefined: the denominators add up to 0.
    """
    known = ~(np.isnan(numerators) | np.isnan(denominators))
    # Sums that are exact, so that the order of the worlds changes nothing.
    above, below = math.fsum(numerators[known]), math.fsum(denominators[known])
    if below == 0 or (positive and below < 0):
        return np.full(len(numerators), math.nan)
    ratio = above / below
    expected = ratio * denominators
    apart = numerators - expected
    apart[np.abs(apart) <= ROUNDING * np.maximum(np.abs(numerators), np.abs(expected))] = 0.0
    values: Floats = ratio + apart / (below / int(known.sum()))
    return values


def interval(
    values: Floats, level: float = LEVEL, counted: NDArray[np.bool_] | None = None
) -> Interval:
    """Return the mean over worlds and the interval in which one more world falls.

    Each world draws its own uncertain parameters, so this interval holds both kinds of
    uncertainty, what is not known and luck, and more seeds do not narrow it to nothing.
    From 19 worlds on, ``(n - 1) / (n + 1) >= level``, it runs between the 5 % and 95 % quantiles
    at rank ``p (n + 1)``, which hold for any distribution (Wilks 1941); with fewer it
    is ``mean +- t sd sqrt(1 + 1/n)``, the prediction interval of a normal sample.

    Parameters
    ----------
    values
        One value a world, shape ``(seeds,)``; NaN where the measure is not defined. Values that
        are all equal give an interval of no width.
    level
        Its coverage, between 0 and 1; quantiles need ``(n - 1) / (n + 1) >= level``.
    counted
        The worlds that tell something of it, of a measure that is a ratio: with fewer than two
        the ends are undefined, since the others only repeat what the one tells. Those in which it
        is defined if absent.
    """
    around = _around_the_mean(values, lambda n: math.sqrt(1.0 + 1.0 / n), level)
    if counted is not None and counted.sum() <= 1:
        return Interval(around.mean, math.nan, math.nan)
    defined = values[~np.isnan(values)]
    n = len(defined)
    if n - 1 < level * (n + 1) or around.low == around.high:
        return around
    tail = (1.0 - level) / 2
    low, high = np.quantile(defined, [tail, 1.0 - tail], method="weibull")
    return Interval(around.mean, float(low), float(high))


def mean_interval(values: Floats) -> Interval:
    """Return the mean over worlds and the t interval of that mean, ``mean +- t sd / sqrt(n)``.

    For telling whether seeds suffice to rank two plans; see `interval` for the parameters.
    """
    return _around_the_mean(values, lambda n: math.sqrt(1.0 / n))


def joint(level: float, findings: int) -> float:
    """Return the coverage that each of several intervals needs so that all hold with `level`.

    Bonferroni's bound: the chances to miss are shared out equally, whatever they have in common.
    """
    return 1.0 - (1.0 - level) / max(findings, 1)


def _around_the_mean(
    values: Floats, widen: Callable[[int], float], level: float = LEVEL
) -> Interval:
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
    half = t_quantile(0.5 + level / 2, n - 1) * float(defined.std(ddof=1)) * widen(n)
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
    own_a, own_b
        Intervals of the two on their own.
    worlds
        Worlds behind the difference; where only one side is defined, behind that side.
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
    own_a: Interval
    own_b: Interval
    worlds: int

    def as_json(self) -> dict[str, float | None]:
        """Return the published shape, with null for what is not defined."""
        return {
            "a": finite(self.a),
            "b": finite(self.b),
            "difference": finite(self.difference.mean),
            "low": finite(self.difference.low),
            "high": finite(self.difference.high),
            "p_better": finite(self.p_better),
            "seed_saving": finite(self.seed_saving),
            "a_low": finite(self.own_a.low),
            "a_high": finite(self.own_a.high),
            "b_low": finite(self.own_b.low),
            "b_high": finite(self.own_b.high),
            "worlds": self.worlds,
        }


def paired(
    a: Floats,
    b: Floats,
    sign: int,
    counted: NDArray[np.bool_] | None = None,
    alike: NDArray[np.bool_] | None = None,
) -> Paired:
    """Compare two plans world by world.

    Parameters
    ----------
    a, b
        One value a world, shape ``(seeds,)``, in the same order of seeds.
    sign
        1 when higher is better, -1 when lower is, 0 when neither.
    counted
        The worlds in which both have something to tell, of a measure that is a ratio: there are
        others that add nothing to it. Those in which both are defined if absent.
    alike
        The worlds in which both did the very same, so that neither is better, whatever the values
        say: see `worlds.measured.Measured.alike`. Those of equal values if absent.
    """
    known_a, known_b = ~np.isnan(a), ~np.isnan(b)
    both = known_a & known_b
    difference = b[both] - a[both]
    p_better = saving = math.nan
    own_a, own_b = interval(a), interval(b)
    behind = both if known_a.any() and known_b.any() else known_a | known_b
    if counted is not None:
        behind = behind & counted
    if sign and (both & behind).any():
        gain = sign * (b - a if alike is None else np.where(alike, 0.0, b - a))[both & behind]
        p_better = float(np.mean((gain > 0) + 0.5 * (gain == 0)))
    if len(difference) > 1 and (spread := float(difference.var(ddof=1))) > 0:
        saving = float(a[both].var(ddof=1) + b[both].var(ddof=1)) / spread
    return Paired(
        a=own_a.mean,
        b=own_b.mean,
        difference=interval(difference, counted=None if counted is None else behind),
        p_better=p_better,
        seed_saving=saving,
        own_a=own_a,
        own_b=own_b,
        worlds=int(behind.sum()),
    )


def finite(value: float) -> float | None:
    """Return the number, or None for what JSON cannot write."""
    return value if math.isfinite(value) else None
