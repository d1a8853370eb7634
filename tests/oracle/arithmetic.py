"""Elementary functions in 32-bit floats, one rounded operation at a time.

Cephes' expf and logf (Moshier 1992: the constants below), Acklam's normal quantile (2003), and
Poisson counts by inversion, written anew from those descriptions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

F = np.float32

_LN2_HIGH, _LN2_LOW = F(0.693359375), F(-2.12194440e-4)
_LOG2_E = F(1.44269504088896341)
_SQRT_HALF = F(0.707106781186547524)
_EXP = [F(a) for a in (1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3,
                       4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)]  # fmt: skip
_LOG = [F(a) for a in (7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1,
                       1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1,
                       3.3333331174e-1)]  # fmt: skip
_MIDDLE_ABOVE = [F(a) for a in (-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2,
                                1.383577518672690e2, -3.066479806614716e1,
                                2.506628277459239)]  # fmt: skip
_MIDDLE_BELOW = [F(a) for a in (-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2,
                                6.680131188771972e1, -1.328068155288572e1, 1.0)]  # fmt: skip
_TAIL_ABOVE = [F(a) for a in (-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838,
                              -2.549732539343734, 4.374664141464968,
                              2.938163982698783)]  # fmt: skip
_TAIL_BELOW = [F(a) for a in (7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996,
                              3.754408661907416, 1.0)]  # fmt: skip


def horner(x: np.float32, coefficients: Sequence[np.float32]) -> np.float32:
    """Return the value of a polynomial, highest power first."""
    y = coefficients[0]
    for coefficient in coefficients[1:]:
        y = y * x + coefficient
    return y


def exp(x: np.float32) -> np.float32:
    """Return e**x; x is cut to -87 .. 88."""
    x = min(max(x, F(-87.0)), F(88.0))
    k = int(x * _LOG2_E + F(math.copysign(0.5, x)))
    r = x - F(k) * _LN2_HIGH
    r = r - F(k) * _LN2_LOW
    y = horner(r, _EXP) * (r * r) + r + F(1.0)
    return y * F(math.ldexp(1.0, k))


def log(x: np.float32) -> np.float32:
    """Return the natural logarithm of a positive x."""
    mantissa, power = math.frexp(float(x))
    m, e = F(mantissa), F(power)
    if m < _SQRT_HALF:
        m, e = m + m, e - F(1.0)
    m = m - F(1.0)
    z = m * m
    y = horner(m, _LOG) * m * z
    y = y + e * _LN2_LOW
    y = y - F(0.5) * z
    return m + y + e * _LN2_HIGH


def logistic(x: np.float32) -> np.float32:
    """Return 1 / (1 + e**-x)."""
    return F(1.0) / (F(1.0) + exp(-x))


def root(x: np.float32) -> np.float32:
    """Return the square root, rounded correctly."""
    return F(math.sqrt(float(x)))


def normal(u: np.float32) -> np.float32:
    """Return the standard normal quantile of u in (0, 1)."""
    if u < F(0.02425):
        return _tail(u)
    if u > F(0.97575):
        return -_tail(F(1.0) - u)
    q = u - F(0.5)
    r = q * q
    return horner(r, _MIDDLE_ABOVE) * q / horner(r, _MIDDLE_BELOW)


def _tail(u: np.float32) -> np.float32:
    q = root(F(-2.0) * log(u))
    return horner(q, _TAIL_ABOVE) / horner(q, _TAIL_BELOW)


def poisson(mean: np.float32, u: np.float32) -> int:
    """Return a Poisson count by inversion, at most 63; the mean is cut to 50."""
    if u < F(1.0) - mean:  # e**-mean >= 1 - mean
        return 0
    mean = min(mean, F(50.0))
    probability = total = exp(-mean)
    count = 0
    while u >= total and count < 63:
        count += 1
        probability = probability * mean / F(count)
        total = total + probability
    return count
