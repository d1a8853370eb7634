"""A ratio over worlds is a ratio of sums, and its values a world add up to it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.metrics import MEASURES, Parts, Ratio
from worlds.measured import Measured
from worlds.statistics import interval, joint, over_worlds, paired, side

wholes = st.integers(0, 1_000)
panels = st.lists(st.tuples(wholes, wholes), min_size=1, max_size=30).filter(
    lambda rows: sum(below for _, below in rows) > 0
)


def _over(rows: list[tuple[int, int]]) -> np.ndarray:
    above, below = np.array(rows, float).T
    return over_worlds(above, below)


def test_two_worlds_by_hand() -> None:
    # Gains of 1 at a cost of 1 and of 0 at a cost of 3: 1 for 4 in all. The mean of the ratios,
    # 1/1 and 0/3, would be 0.5.
    values = _over([(1, 1), (0, 3)])
    assert values.mean() == 0.25
    # 0.25 + (1 - 0.25) / 2 and 0.25 + (0 - 0.75) / 2
    assert values.tolist() == [0.625, -0.125]


def test_the_accounting_form_of_roi_is_the_marketing_form_less_one() -> None:
    worlds = [[Parts(1.0 - 1.0, 1.0), Parts(0.0 - 3.0, 3.0)]]
    found = Measured.of("roi", worlds).values
    assert found.mean() == 0.25 - 1
    marketing = Measured.of("roi_marketing", [[Parts(1.0, 1.0), Parts(0.0, 3.0)]]).values
    assert (found == marketing - 1).all()


def test_a_world_in_which_hardly_anything_happened_hardly_counts() -> None:
    # One lucky purchase on one visit beside nineteen worlds of 100 in 1,000.
    values = _over([(1, 1)] + [(100, 1_000)] * 19)
    assert values.mean() == pytest.approx(1_901 / 19_001)
    assert interval(values).high < 0.11


@given(panels)
def test_the_values_add_up_to_the_ratio_of_sums(rows: list[tuple[int, int]]) -> None:
    above, below = np.array(rows, float).T
    ratio = above.sum() / below.sum()
    assert _over(rows).mean() == pytest.approx(ratio, rel=1e-9, abs=1e-9)


@given(wholes, st.integers(1, 1_000))
def test_of_one_world_it_is_that_worlds(above: int, below: int) -> None:
    assert _over([(above, below)]).tolist() == [above / below]


@given(st.floats(0.001, 1_000), st.lists(st.integers(1, 1_000), min_size=2, max_size=20))
def test_equal_ratios_give_that_ratio_without_width(ratio: float, below: list[int]) -> None:
    d = np.array(below, float)
    values = over_worlds(ratio * d, d)
    assert len(set(values)) == 1
    assert values[0] == pytest.approx(ratio, rel=1e-12)


@given(panels, st.integers(-20, 20))
def test_the_unit_of_the_parts_does_not_matter(rows: list[tuple[int, int]], power: int) -> None:
    above, below = np.array(rows, float).T
    assert (over_worlds(above * 2.0**power, below * 2.0**power) == _over(rows)).all()
    assert (over_worlds(above * 2.0**power, below) == _over(rows) * 2.0**power).all()


@given(panels, st.randoms())
def test_the_order_of_worlds_does_not_matter(rows: list[tuple[int, int]], luck: object) -> None:
    order = list(range(len(rows)))
    luck.shuffle(order)  # type: ignore[attr-defined]
    assert (_over([rows[k] for k in order]) == _over(rows)[order]).all()


@pytest.mark.parametrize("above", [[0.0, 0.0], [1.0, 2.0]])
def test_nothing_to_divide_by_is_undefined(above: list[float]) -> None:
    assert np.isnan(over_worlds(np.array(above), np.zeros(2))).all()


def test_roi_is_undefined_unless_something_extra_was_spent() -> None:
    saved = [[Parts(5.0, -1.0), Parts(5.0, -2.0)]]
    assert np.isnan(Measured.of("roi", saved).values).all()
    mixed = [[Parts(5.0, -1.0), Parts(5.0, 3.0)]]
    assert Measured.of("roi", mixed).values.mean() == 5.0


def test_it_is_defined_in_worlds_in_which_it_alone_is_not() -> None:
    found = Measured.of("acceptance_rate", [[Parts(0, 0), Parts(1, 4), Parts(2, 2)]])
    assert found.values.mean() == 0.5
    assert found.counted.tolist() == [[False, True, True]]


def test_the_interval_covers_the_ratio_of_one_more_panel_nine_times_in_ten() -> None:
    # Visits differ fivefold between worlds; the mean interval of the linearised ratio must cover
    # the true ratio. 2,000 trials: the share has sd 0.0067; the delta method is a little narrow.
    from worlds.statistics import mean_interval

    rng = np.random.default_rng(11)
    hits = []
    for _ in range(2_000):
        visits = rng.integers(200, 1_000, 30).astype(float)
        rate = np.clip(rng.normal(0.1, 0.02, 30), 0, 1)
        found = mean_interval(over_worlds(rng.binomial(visits.astype(int), rate) * 1.0, visits))
        hits.append(found.low <= 0.1 <= found.high)
    assert abs(np.mean(hits) - 0.9) < 0.03


@given(panels, panels)
def test_a_paired_difference_is_that_of_the_two_figures(
    a: list[tuple[int, int]], b: list[tuple[int, int]]
) -> None:
    n = min(len(a), len(b))
    a, b = a[:n], b[:n]
    x, y = (
        over_worlds(*np.array(rows, float).T) if sum(d for _, d in rows) else np.full(n, math.nan)
        for rows in (a, b)
    )
    found = paired(x, y, 1)
    if np.isnan(x).any() or np.isnan(y).any():
        assert math.isnan(found.difference.mean)
    else:
        assert found.difference.mean == pytest.approx(found.b - found.a, rel=1e-9, abs=1e-6)


def test_a_chance_counts_worlds_in_which_there_was_something() -> None:
    a, b = np.array([1.0, 1.0, 1.0, 1.0]), np.array([2.0, 0.5, 2.0, 2.0])
    counted = np.array([True, True, False, False])
    found = paired(a, b, 1, counted)
    assert (found.p_better, found.worlds) == (0.5, 2)
    assert paired(a, b, 1).p_better == 0.75


def test_worlds_that_a_plan_left_as_they_were_are_ties() -> None:
    """One of 20 lost a member; in the rest the same came, and neither plan is better there."""
    one = [Parts(3.0, 10.0 + world) for world in range(20)]
    found = Measured.of("retention_w4", [one, [Parts(2.0, 10.0), *one[1:]]])
    a, b = found.values
    assert np.count_nonzero(b != a) > 10, "they stand beside the ratio of all worlds"
    alike = found.alike(0, 1)
    assert alike is not None
    assert alike.tolist() == [False] + [True] * 19
    assert paired(a, b, 1, alike=alike).p_better == pytest.approx(19 / 40)
    assert paired(a, b, 1).difference == paired(a, b, 1, alike=alike).difference


def test_a_ratio_of_one_world_has_no_interval() -> None:
    """Others add nothing to it: they repeat what the one tells, as if all agreed."""
    one = Measured.of("acceptance_rate", [[Parts(0, 0), Parts(1, 4), Parts(0, 0)]])
    values, counted = one.values[0], one.counted[0]
    assert interval(values).high == 0.25
    found = interval(values, counted=counted)
    assert (found.mean, found.as_json()["low"], found.as_json()["high"]) == (0.25, None, None)
    pair = paired(values, values + 1, 1, counted)
    assert (pair.difference.mean, pair.worlds) == (1.0, 1)
    assert math.isnan(pair.difference.low)
    assert not pair.difference.clear
    two = counted | [True, False, False]
    assert interval(values, counted=two).high == 0.25
    assert not math.isnan(paired(values, values + 1, 1, two).difference.low)


RATIOS = {
    "roi", "roi_marketing", "roi_cash", "roi_owed_in_full", "roi_with_base", "basket",
    "conversion", "arpu", "margin_per_active", "stickiness", "activity_rate",
    "quick_ratio", "pushes_per_visit", "posts_per_active", "writer_share", "top1_share",
    "items_per_visit", "acceptance_rate", "k_factor", "referred_share", "hunter_share", "breakage",
    "first_wait_hours", "complaint_rate", "nps", "retention_d1", "retention_d7", "retention_d30",
    "retention_w1", "retention_w2", "retention_w4", "retention_w8", "retention_w12",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(RATIOS))
def test_what_divides_says_so(name: str) -> None:
    assert isinstance(MEASURES[name].compute, Ratio)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1))
def test_an_interval_that_spans_zero_is_never_clear(middle: float, half: float, at: float) -> None:
    low, high = middle - half, middle + half
    spans = low <= at <= high
    assert (side(low, high, at) == 0) == spans
    assert side(-half, half) == 0
    assert side(None, 1.0) == side(math.nan, 1.0) == 0


def test_several_intervals_hold_together() -> None:
    assert joint(0.9, 1) == 0.9
    assert joint(0.9, 4) == pytest.approx(0.975)
    # 5 segments that nothing moves: in at most one trial of ten one of them is told as moved.
    # 2,000 trials: the share has sd 0.0067.
    rng = np.random.default_rng(12)
    level = joint(0.9, 5)
    false = [
        any(interval(rng.normal(size=12) / math.sqrt(2), level).clear for _ in range(5))
        for _ in range(2_000)
    ]
    assert np.mean(false) <= 0.1
