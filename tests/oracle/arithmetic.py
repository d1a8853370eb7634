"""Elementary functions in 32-bit floats, one rounded operation at a time.

Cephes' expf and logf (Moshier 1992: the constants below), Giles' normal quantile (2010), and
Poisson counts by inversion, written anew from those descriptions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

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
_QUANTILE = [F(a) for a in (2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06,
                            0.00021858087, -0.00125372503, -0.00417768164, 0.246640727,
                            1.50140941)]  # fmt: skip
_QUANTILE_TAIL = [F(a) for a in (-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844,
                                 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406,
                                 2.83297682)]  # fmt: skip


def horner(x: np.float32, coefficients: Sequence[np.float32]) -> np.float32:
    """Return the value of a polynomial, highest power first."""
    y = coefficients[0]
    for coefficient in coefficients[1:]:
        y = y * x + coefficient
    return y


# Ages, gaps and rates come again and again, and in Python every step of these costs.
@lru_cache(maxsize=1 << 16)
def exp(x: np.float32) -> np.float32:
    """Return e**x; x is cut to -87 .. 88."""
    x = min(max(x, F(-87.0)), F(88.0))
    k = int(x * _LOG2_E + F(math.copysign(0.5, x)))
    r = x - F(k) * _LN2_HIGH
    r = r - F(k) * _LN2_LOW
    y = horner(r, _EXP) * (r * r) + r + F(1.0)
    return y * F(math.ldexp(1.0, k))


@lru_cache(maxsize=1 << 16)
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
    w = -log(F(4.0) * u * (F(1.0) - u))
    middle = w < F(5.0)
    p = horner(w - F(2.5), _QUANTILE) if middle else horner(root(w) - F(3.0), _QUANTILE_TAIL)
    return F(1.41421356) * p * (F(2.0) * u - F(1.0))


def poisson(mean: np.float32, u: np.float32) -> int:
    """Return a Poisson count: by inversion up to a mean of 50, and grown from there to 100."""
    if u < F(1.0) - mean:  # e**-mean >= 1 - mean
        return 0
    few = min(mean, F(50.0))
    probability = total = exp(-few)
    count = 0
    while u >= total:
        count += 1
        probability = probability * few / F(count)
        if total + probability == total and F(count) > few:
            break
        total = total + probability
    if mean <= F(50.0):
        return count
    more = min(mean, F(100.0))
    z = normal(max(u, F(2.0**-25)))
    return count + int(more - F(50.0) + (root(more) - root(F(50.0))) * z + F(0.5))


def clip01(x: np.float32) -> np.float32:
    """Cut to 0 .. 1."""
    return min(max(x, F(0.0)), F(1.0))
