from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from worlds.statistics import interval, mean_interval, paired, t_cdf, t_quantile


@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 19, 30, 199])
def test_t_agrees_with_scipy(df: int) -> None:
    for t in (-3.0, -0.2, 0.0, 0.7, 2.5):
        assert t_cdf(t, df) == pytest.approx(stats.t.cdf(t, df), abs=1e-13)
    for p in (0.5, 0.9, 0.95, 0.995):
        assert t_quantile(p, df) == pytest.approx(stats.t.ppf(p, df), rel=1e-9, abs=1e-12)


def test_the_mean_interval_is_the_t_interval() -> None:
    values = np.random.default_rng(1).normal(3.0, 2.0, 12)
    got = mean_interval(values)
    low, high = stats.t.interval(0.9, 11, values.mean(), stats.sem(values))
    assert (got.low, got.high) == pytest.approx((low, high))


def test_the_mean_interval_covers_the_mean_nine_times_in_ten() -> None:
    rng = np.random.default_rng(7)
    ranges = [mean_interval(rng.normal(1.0, 1.0, 6)) for _ in range(2000)]
    covered = np.mean([r.low <= 1.0 <= r.high for r in ranges])
    assert abs(covered - 0.90) < 0.02


def test_the_interval_covers_one_more_world_nine_times_in_ten() -> None:
    # 4,000 trials: the share has sd 0.0047; 4 sd.
    rng = np.random.default_rng(8)
    hits = [
        r.low <= rng.normal(1.0, 1.0) <= r.high
        for r in (interval(rng.normal(1.0, 1.0, 6)) for _ in range(4000))
    ]
    assert abs(np.mean(hits) - 0.90) < 4 * 0.0047


def test_from_nineteen_worlds_on_it_covers_a_lopsided_world_too() -> None:
    # 4,000 trials: the share has sd 0.0047; 4 sd.
    rng = np.random.default_rng(10)
    hits = [
        r.low <= rng.lognormal(0.0, 1.2) <= r.high
        for r in (interval(rng.lognormal(0.0, 1.2, 25)) for _ in range(4000))
    ]
    assert abs(np.mean(hits) - 0.90) < 4 * 0.0047


def test_when_all_of_twenty_worlds_are_better_the_interval_leaves_out_zero() -> None:
    values = np.array([0.1] * 10 + [5.0] * 10)
    assert interval(values).low > 0


def test_more_worlds_do_not_narrow_what_is_not_known() -> None:
    rng = np.random.default_rng(9)
    few, many = interval(rng.normal(1.0, 1.0, 50)), interval(rng.normal(1.0, 1.0, 5000))
    assert (many.high - many.low) / (few.high - few.low) == pytest.approx(1.0, abs=0.35)
    assert many.high - many.low > 3.2


def test_equal_values_have_no_width_and_keep_their_bits() -> None:
    got = interval(np.full(7, 0.1))
    assert (got.mean, got.low, got.high) == (0.1, 0.1, 0.1)


def test_a_plan_against_itself_differs_by_exactly_nothing() -> None:
    values = np.random.default_rng(3).normal(size=20)
    own = interval(values)
    assert paired(values, values, 1).as_json() == {
        "a": values.mean(), "b": values.mean(), "difference": 0.0, "low": 0.0, "high": 0.0,
        "p_better": 0.5, "seed_saving": None, "a_low": own.low, "a_high": own.high,
        "b_low": own.low, "b_high": own.high, "worlds": 20,
    }  # fmt: skip


def test_pairing_removes_what_the_worlds_share() -> None:
    rng = np.random.default_rng(5)
    world, luck = rng.normal(0, 10, 400), rng.normal(0, 1, 400)
    got = paired(world, world + 0.5 + luck, 1)
    assert got.seed_saving == pytest.approx(200, rel=0.25)
    assert got.difference.low < 0.5 < got.difference.high
    assert got.p_better == pytest.approx(stats.norm.cdf(0.5), abs=0.05)
    assert paired(world, world + 0.5 + luck, -1).p_better == pytest.approx(1 - got.p_better)


def test_independent_runs_save_nothing() -> None:
    rng = np.random.default_rng(6)
    assert paired(rng.normal(size=4000), rng.normal(size=4000), 1).seed_saving == pytest.approx(
        1.0, abs=0.1
    )


def test_worlds_where_a_measure_is_undefined_are_left_out_in_pairs() -> None:
    got = paired(np.array([1.0, math.nan, 3.0]), np.array([2.0, 5.0, math.nan]), 1)
    assert (got.a, got.b, got.difference.mean) == (2.0, 3.5, 1.0)
    assert math.isnan(got.difference.low)


def test_what_is_undefined_everywhere_is_null() -> None:
    nothing = np.full(3, math.nan)
    found = paired(nothing, nothing, 1).as_json()
    assert found.pop("worlds") == 0
    assert set(found.values()) == {None}


def test_a_neutral_measure_is_never_better() -> None:
    assert math.isnan(paired(np.zeros(3), np.ones(3), 0).p_better)
