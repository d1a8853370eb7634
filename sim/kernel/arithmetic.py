"""Elementary functions in strict 32-bit arithmetic, the same bits on every machine.

The machine's own ``expf`` and ``logf`` differ between libraries; these are built from additions
and multiplications alone (polynomials of the Cephes library, error below 2 units in the last
place), so that the plain-Python oracle and any processor agree.
"""

from __future__ import annotations

import numpy as np

from sim.kernel.compile import compiled, inlined
from sim.kernel.types import Float32, Whole

F = np.float32


@inlined
def exp32(x: Float32) -> Float32:
    """Return e**x; x is cut to -87 .. 88."""
    if x > F(88.0):
        x = F(88.0)
    if x < F(-87.0):
        x = F(-87.0)
    half = F(0.5) if x >= F(0.0) else F(-0.5)
    k = np.int32(x * F(1.44269504088896341) + half)
    n = F(k)
    r = x - n * F(0.693359375)
    r = r - n * F(-2.12194440e-4)
    y = F(1.9875691500e-4)
    y = y * r + F(1.3981999507e-3)
    y = y * r + F(8.3334519073e-3)
    y = y * r + F(4.1665795894e-2)
    y = y * r + F(1.6666665459e-1)
    y = y * r + F(5.0000001201e-1)
    y = y * (r * r) + r
    y = y + F(1.0)
    return y * np.int32((k + np.int32(127)) << np.int32(23)).view(np.float32)


@inlined
def log32(x: Float32) -> Float32:
    """Return the natural logarithm of a normal positive x."""
    bits = F(x).view(np.int32)
    e = F((bits >> np.int32(23)) - np.int32(126))
    m = np.int32((bits & np.int32(0x007FFFFF)) | np.int32(0x3F000000)).view(np.float32)
    if m < F(0.707106781186547524):
        e = e - F(1.0)
        m = m + m
    m = m - F(1.0)
    z = m * m
    y = F(7.0376836292e-2)
    y = y * m + F(-1.1514610310e-1)
    y = y * m + F(1.1676998740e-1)
    y = y * m + F(-1.2420140846e-1)
    y = y * m + F(1.4249322787e-1)
    y = y * m + F(-1.6668057665e-1)
    y = y * m + F(2.0000714765e-1)
    y = y * m + F(-2.4999993993e-1)
    y = y * m + F(3.3333331174e-1)
    y = y * m * z
    y = y + e * F(-2.12194440e-4)
    y = y - F(0.5) * z
    return m + y + e * F(0.693359375)


@inlined
def logistic(x: Float32) -> Float32:
    """Return 1 / (1 + e**-x)."""
    return F(1.0) / (F(1.0) + exp32(-x))


@compiled
def normal32(u: Float32) -> Float32:
    """Return the standard normal quantile of u in (0, 1) (Acklam's rational approximation)."""
    if u < F(0.02425):
        q = F(np.sqrt(F(-2.0) * log32(u)))
        return _tail(q)
    if u > F(0.97575):
        q = F(np.sqrt(F(-2.0) * log32(F(1.0) - u)))
        return -_tail(q)
    q = u - F(0.5)
    r = q * q
    a = F(-3.969683028665376e1)
    a = a * r + F(2.209460984245205e2)
    a = a * r + F(-2.759285104469687e2)
    a = a * r + F(1.383577518672690e2)
    a = a * r + F(-3.066479806614716e1)
    a = a * r + F(2.506628277459239)
    b = F(-5.447609879822406e1)
    b = b * r + F(1.615858368580409e2)
    b = b * r + F(-1.556989798598866e2)
    b = b * r + F(6.680131188771972e1)
    b = b * r + F(-1.328068155288572e1)
    b = b * r + F(1.0)
    return a * q / b


@inlined
def _tail(q: Float32) -> Float32:
    c = F(-7.784894002430293e-3)
    c = c * q + F(-3.223964580411365e-1)
    c = c * q + F(-2.400758277161838)
    c = c * q + F(-2.549732539343734)
    c = c * q + F(4.374664141464968)
    c = c * q + F(2.938163982698783)
    d = F(7.784695709041462e-3)
    d = d * q + F(3.224671290700398e-1)
    d = d * q + F(2.445134137142996)
    d = d * q + F(3.754408661907416)
    d = d * q + F(1.0)
    return c / d


@inlined
def poisson32(mean: Float32, u: Float32) -> Whole:
    """Return a Poisson count by inversion, at most 63; monotone in the mean for a fixed draw.

    The mean is cut to 50. As e**-mean >= 1 - mean, most draws are settled without it.
    """
    if u < F(1.0) - mean:
        return np.int32(0)
    if mean > F(50.0):
        mean = F(50.0)
    probability = exp32(-mean)
    total = probability
    count = np.int32(0)
    while u >= total and count < np.int32(63):
        count += np.int32(1)
        probability = probability * mean / F(count)
        total = total + probability
    return count
