"""V8: people outside join by themselves and as members do."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.trajectory import COUNT_INDEX
from tests.closed_forms.limits import NEVER, lived, near, world

YEAR = 365.25


def bass(p: float, q: float, years: float) -> float:
    """Return the share that has joined after some years, in steps without length."""
    rest = math.exp(-(p + q) * years)
    return (1 - rest) / (1 + q / p * rest)


def test_v8_bass_from_outside() -> None:
    """V8: a market of 100,000 people, p = 0.03 and q = 0.38 a year, in steps of a day.

    Expected: F(1, 2, 5, 10) = 0.035758 0.085056 0.331199 0.812803 in continuous time; the recursion
        in steps of a day is 0.06 % lower at most.
    Runs: two over 10 years.
    Tolerance: 4 standard errors, by the linear noise around the recursion.
    Power: fails when F(1) is 7 % off, F(2) 5 %, F(5) 3.3 % or F(10) 1.1 %; a fifth less imitation
        moves F(5) by 16 %.
    """
    p, q, size, runs = 0.03, 0.38, 100_000, 2
    days = round(10 * YEAR)
    share, variance = np.zeros(days + 1), np.zeros(days + 1)
    for day in range(days):
        f = share[day]
        joining = (p + q * f) * (1 - f) / YEAR
        share[day + 1] = f + joining
        slope = 1 + (q * (1 - f) - (p + q * f)) / YEAR
        variance[day + 1] = slope**2 * variance[day] + joining / size
    spec = world(
        0, days, visit_base=NEVER, market_size=size, market_innovation=p, market_imitation=q
    )
    joined = COUNT_INDEX["joined_organic"]
    found = [
        lived(spec, seed).tallies.counts[:days, :, joined].sum(axis=1).cumsum() / size
        for seed in range(runs)
    ]
    for years, formula in ((1, 0.035758), (2, 0.085056), (5, 0.331199), (10, 0.812803)):
        assert bass(p, q, years) == pytest.approx(formula, abs=1e-6)
        day = round(years * YEAR)
        assert share[day] == pytest.approx(bass(p, q, day / YEAR), rel=6e-4)
        mean = np.mean([run[day - 1] for run in found])
        near(mean, share[day], math.sqrt(variance[day] / runs))
