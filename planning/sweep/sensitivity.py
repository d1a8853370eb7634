"""Which share of a measure's spread is each input's: Sobol indices with bootstrap intervals.

With rows A and B and ``A_i``, row A with input i as B has it, over N rows (Jansen 1999; Saltelli
et al. 2010, table 2)::

    first_i = 1 - mean((f(B) - f(A_i))^2) / (2 V)      i alone: Jansen's, sharp where it is large
            = mean(f(B) (f(A_i) - f(A))) / V           Saltelli's, sharp where it is small
    total_i =     mean((f(A) - f(A_i))^2) / (2 V)      i, and all that it has a part in

where V is the variance of f over A and B. Of the two for the first order that mixture is taken
which varies least over the rows, held between 0 and the total, and that below 1. What the
first-order shares leave is interaction. The seed of chance is one more input, which addressed draws
make exact: a run of ``A_i`` shares every draw with A, so an input that does nothing has shares of
exactly 0, and the share of luck is known like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from worlds.statistics import LEVEL, Interval

Floats = NDArray[np.float64]

RESAMPLES: Final = 500
"""Bootstrap samples of the rows."""

LEAST_ROWS: Final = 16
"""With fewer rows nothing is told: resampled, they do not hold how far off they are."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of a measure's variance.

    Attributes
    ----------
    first, total
        One an input: what it moves alone, and with all that it has a part in.
    interaction
        What no input moves alone.
    rows
        Rows behind it: those in which the measure is defined in every run.
    """

    first: tuple[Interval, ...]
    total: tuple[Interval, ...]
    interaction: Interval
    rows: int


def jansen(a: Floats, b: Floats, mixed: Floats, seed: int = 0) -> Shares | None:
    """Return the shares of one measure, None where it is defined in too few rows or never varies.

    Parameters
    ----------
    a, b
        The measure in rows A and B, shape ``(rows,)``; NaN where it is undefined.
    mixed
        In row A with one input of B, shape ``(inputs, rows)``.
    seed
        Seed of the bootstrap, which resamples whole rows: percentile intervals of `LEVEL`.
    """
    known = np.isfinite(a) & np.isfinite(b) & np.isfinite(mixed).all(axis=0)
    a, b, mixed = a[known], b[known], mixed[:, known]
    rows = len(a)
    # Runs of A_i are drawn like those of A and B: variance is over all of them.
    every = np.vstack([a, b, mixed])
    if rows < LEAST_ROWS or (every == every[0, 0]).all():
        return None
    every = every - every.mean()
    a, b, mixed = every[0], every[1], every[2:]
    squares = (every**2).mean(axis=0)
    # A row is resampled as a whole: of each what it adds to level, spread and every estimate.
    each = np.vstack(
        [every.mean(axis=0), squares, _first(a, b, mixed, squares), (a - mixed) ** 2 / 2]
    )
    rng = np.random.Generator(np.random.Philox(key=seed))
    counts = rng.multinomial(rows, np.full(rows, 1 / rows), RESAMPLES)
    weights = np.vstack([np.ones(rows), counts]) / rows
    # Without BLAS, whose sums hang on its threads.
    means = np.einsum("rn,mn->rm", weights, each)
    variance = means[:, 1] - means[:, 0] ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = means[:, 2:] / variance[:, None]
    alone, all_in = shares[:, : len(mixed)], shares[:, len(mixed) :]
    whole = Interval(1.0, 1.0, 1.0)
    total = [_possible(_interval(one), whole) for one in all_in.T]
    first = [_possible(_interval(one), most) for one, most in zip(alone.T, total, strict=True)]
    left = 1.0 - sum(one.mean for one in first)
    interaction = replace(_interval(1.0 - alone.sum(axis=1)), mean=left)
    return Shares(tuple(first), tuple(total), _possible(interaction, whole), rows)


def _first(a: Floats, b: Floats, mixed: Floats, squares: Floats) -> Floats:
    """Return what each row adds to what inputs move alone, shape ``(inputs, rows)``."""
    found = []
    for own in mixed:
        jansen, saltelli = squares - (b - own) ** 2 / 2, b * (own - a)
        # By how much a row moves either share, the variance that it is divided by included.
        moves = [one - one.mean() / squares.mean() * squares for one in (jansen, saltelli)]
        apart = moves[0] - moves[1]
        spread = float((apart**2).sum())
        part = float(-(moves[1] * apart).sum()) / spread if spread > 0 else 0.0
        part = min(max(part, 0.0), 1.0)
        found.append(part * jansen + (1.0 - part) * saltelli)
    return np.array(found)


def _possible(share: Interval, whole: Interval) -> Interval:
    """Return an estimate held to what is possible: from nothing to all that it is a part of.

    One that lies outside by so much may be off by so much to the other side.
    """
    low, high = share.low, share.high
    if share.mean < 0:
        high = max(high, -share.mean)
    if share.mean > whole.mean:
        low = min(low, 2 * whole.mean - share.mean)
    low, high = (min(max(end, 0.0), whole.high) for end in (low, high))
    mean = min(max(share.mean, 0.0), whole.mean)
    return Interval(min(max(mean, low), high), low, high)


def luck_of(values: Floats) -> float | None:
    """Return the share of a measure's variance that lies between worlds at the same point.

    Parameters
    ----------
    values
        Shape ``(points, worlds)``, every point in the same worlds; NaN where it is undefined.

    Returns
    -------
    float or None
        The mean variance within a point over the variance of all; None where there is none.
    """
    known = values[np.isfinite(values).all(axis=1)]
    if known.size == 0 or (known == known.flat[0]).all():
        return None
    return float(known.var(axis=1).mean() / known.var())


def _interval(values: Floats) -> Interval:
    """Return an estimate, which comes first, with the interval of its resamples."""
    tail = (1.0 - LEVEL) / 2
    resampled = values[1:][np.isfinite(values[1:])]
    low, high = np.quantile(resampled, [tail, 1.0 - tail])
    return Interval(float(values[0]), float(low), float(high))
