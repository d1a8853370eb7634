"""Statistics of addressed draws. Each takes a panel and returns one p-value, two-sided.

A panel is words of shape (rows, columns): columns are neighbours (64 consecutive days, say), rows
are samples. Two-sided, because draws that are evener than chance are as wrong as uneven ones.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from tests.draws.schemes import U, Words

LIMIT: Final = 1e-6
"""A p-value below this rejects. Some 200 are taken, so a perfect hash fails once in 5,000 tries."""

Reals = NDArray[np.float64]
Part = Callable[[Words], Reals]


def high(words: Words) -> Reals:
    """Return the draws of the high 24 bits, as `unit` makes them, on [0, 1)."""
    return (words >> U(40)).astype(np.float64) * 2.0**-24


def low(words: Words) -> Reals:
    """Return the draws of the low word, as `unit_low` makes them, on [0, 1)."""
    return ((words & U(0xFFFFFFFF)) >> U(8)).astype(np.float64) * 2.0**-24


def two_sided(p: float) -> float:
    """Return the two-sided p-value of a one-sided one."""
    return 2.0 * min(p, 1.0 - p)


def chi_square(value: float, freedom: float) -> float:
    """Return the two-sided p-value of a chi-square statistic."""
    return float(2.0 * min(stats.chi2.sf(value, freedom), stats.chi2.cdf(value, freedom)))


def of_normals(z: Reals) -> float:
    """Return the two-sided p-value of independent standard normals, by their sum of squares."""
    return chi_square(float(np.sum(z * z)), z.size)


def of_poisson(seen: int, expected: float) -> float:
    """Return the two-sided p-value of a count that should be Poisson."""
    law = stats.poisson(expected)
    return float(min(1.0, 2.0 * min(law.cdf(seen), law.sf(seen - 1))))


def of_counts(counts: NDArray[np.int64]) -> float:
    """Return the two-sided p-value of counts in equally likely cells, along the last axis."""
    expected = counts.sum(axis=-1, keepdims=True) / counts.shape[-1]
    value = float(((counts - expected) ** 2 / expected).sum())
    return chi_square(value, counts.size - counts.size // counts.shape[-1])


def cells(words: Words, part: Part) -> float:
    """Chi-square over 1,024 cells."""
    return of_counts(np.bincount((part(words).ravel() * 1024).astype(np.int64), minlength=1024))


def kolmogorov(words: Words, part: Part) -> float:
    """Kolmogorov and Smirnov."""
    return two_sided(float(stats.kstest(part(words).ravel(), "uniform", method="asymp").pvalue))


def bits(words: Words) -> float:
    """Each of the 64 bits is set as often as not."""
    ones = [int(((words >> U(bit)) & U(1)).sum()) for bit in range(64)]
    return of_normals((2.0 * np.array(ones) - words.size) / np.sqrt(words.size))


def bit_pairs(words: Words) -> float:
    """No two of a word's 64 bits are correlated; from 16,384 words."""
    some = words.ravel()[:: max(1, words.size >> 14)]
    signs = ((some[:, None] >> np.arange(64, dtype=U)) & U(1)).astype(np.float32) * 2 - 1
    product = (signs.T @ signs).astype(np.float64)
    return of_normals(product[np.triu_indices(64, 1)] / np.sqrt(len(signs)))


def xor_bits(words: Words) -> float:
    """The bits in which neighbouring columns differ are set as often as not."""
    return bits(words[:, :-1:2] ^ words[:, 1::2])


def correlation(words: Words, one: Part, other: Part) -> float:
    """No two columns are correlated: all pairs at once."""
    a, b = one(words) - 0.5, other(words) - 0.5
    z = 12.0 * (a.T @ b) / np.sqrt(len(words))
    # One part of a column against itself is a variance; two parts are a pair like any other.
    return of_normals(z[np.triu_indices(len(z), 1)] if one is other else z)


def serial(words: Words, part: Part) -> float:
    """A row is not correlated with the 1 to 16 rows before it."""
    u = part(words) - 0.5
    z = [12.0 * np.vdot(u[lag:], u[:-lag]) / np.sqrt(u[lag:].size) for lag in range(1, 17)]
    return of_normals(np.array(z))


def grids(words: Words, part: Part) -> float:
    """Neighbouring columns fill a square evenly, 16 by 16 cells each pair."""
    place = (part(words) * 16).astype(np.int64)
    both = 16 * place[:, :-1:2] + place[:, 1::2]
    return of_counts(np.stack([np.bincount(pair, minlength=256) for pair in both.T]))


def halves(words: Words) -> float:
    """The high and the low draw of one word fill a square evenly, 64 by 64 cells."""
    place = (high(words) * 64).astype(np.int64) * 64 + (low(words) * 64).astype(np.int64)
    return of_counts(np.bincount(place.ravel(), minlength=4096))


STATISTICS: Final[dict[str, Callable[[Words], float]]] = {
    "cells, high": partial(cells, part=high),
    "cells, low": partial(cells, part=low),
    "kolmogorov, high": partial(kolmogorov, part=high),
    "kolmogorov, low": partial(kolmogorov, part=low),
    "bits": bits,
    "bit pairs": bit_pairs,
    "xor bits": xor_bits,
    "correlation, high": partial(correlation, one=high, other=high),
    "correlation, low": partial(correlation, one=low, other=low),
    "correlation, high with low": partial(correlation, one=high, other=low),
    "serial, high": partial(serial, part=high),
    "serial, low": partial(serial, part=low),
    "grids, high": partial(grids, part=high),
    "grids, low": partial(grids, part=low),
    "halves": halves,
}
"""All statistics by name."""
