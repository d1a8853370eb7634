"""Bands hold as often as they say, on what was and was not like the past."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.forecasts.bands import LEVELS, bands
from scenarios.forecasts.mix import Rolling

WEEKS = 8


def walk(seed: int, weeks: int, scale: float) -> np.ndarray:
    """Return weeks of a community whose level wanders, counted."""
    rng = np.random.default_rng(seed)
    level = np.exp(np.log(scale) + np.cumsum(rng.normal(0, 0.06, weeks)))
    return rng.poisson(7 * level) / 7


def coverage(scale: float, weeks: int) -> dict[float, float]:
    inside = {p: 0 for p in LEVELS}
    for seed in range(40):
        weekly = walk(seed, weeks + WEEKS, scale)
        known, came = weekly[:weeks], weekly[weeks:]
        rolling = Rolling.of(known, WEEKS)
        for p, (low, high) in bands(rolling, rolling.mean[-1], 7).items():
            inside[p] += int(((low <= came) & (came <= high)).sum())
    return {p: count / (40 * WEEKS) for p, count in inside.items()}


@pytest.mark.parametrize("scale", [1.0, 30.0])
def test_bands_of_a_year_cover_what_they_say(scale: float) -> None:
    found = coverage(scale, 60)
    assert 0.38 <= found[0.5] <= 0.68
    assert 0.70 <= found[0.8] <= 0.90
    assert 0.82 <= found[0.9] <= 0.98


def test_bands_of_ten_weeks_are_wide() -> None:
    """Little is known of errors then: what other communities' were holds, and more than enough."""
    assert coverage(30.0, 10)[0.8] >= 0.8


def test_wider_bands_hold_narrower_ones_and_the_forecast() -> None:
    rolling = Rolling.of(walk(1, 80, 10.0), WEEKS)
    path = rolling.mean[-1]
    found = bands(rolling, path, 7)
    for p, q in ((0.5, 0.8), (0.8, 0.9)):
        assert (found[q][0] <= found[p][0]).all()
        assert (found[p][1] <= found[q][1]).all()
    assert (found[0.5][0] <= path).all()
    assert (path <= found[0.5][1]).all()


def test_no_band_is_narrower_than_chance_nor_negative() -> None:
    rolling = Rolling.of(np.full(200, 2.0), WEEKS)
    low, high = bands(rolling, np.full(WEEKS, 2.0), 7)[0.9]
    # A Poisson count of 14 a week: 90 % lie within 8 and 20.
    assert (low <= 9 / 7).all()
    assert (high >= 20 / 7 - 0.1).all()
    low, _ = bands(rolling, np.zeros(WEEKS), 7)[0.9]
    assert (low >= 0).all()


def test_what_comes_later_changes_no_band() -> None:
    weekly = walk(3, 90, 5.0)
    other = weekly.copy()
    other[70:] += 50.0
    for each in (weekly, other):
        known = Rolling.of(each[:70], WEEKS)
        found = bands(known, known.mean[-1], 7)[0.8]
        np.testing.assert_array_equal(found[0], bands(Rolling.of(weekly[:70], WEEKS),
                                                      known.mean[-1], 7)[0.8][0])  # fmt: skip


def test_bands_of_a_young_history_are_wider() -> None:
    steady = np.full(60, 40.0)
    reach = [
        float(np.ptp(bands(Rolling.of(steady[:known], WEEKS), np.full(1, 40.0), 7)[0.8]))
        for known in (8, 13, 26)
    ]
    assert reach[0] > 1.2 * reach[1] > 1.4 * reach[2]
