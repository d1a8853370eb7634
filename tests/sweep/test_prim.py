"""Boxes: one that was planted is found, and none in what chance dealt."""

from __future__ import annotations

import numpy as np

from planning.sweep.prim import find_box


def test_a_planted_box_is_found() -> None:
    x = np.random.default_rng(0).random((300, 4))
    cases = (x[:, 0] < 0.3) & (x[:, 2] > 0.4)
    box = find_box(x, cases, 300)
    assert box is not None
    assert set(box.limits) == {0, 2}
    assert box.limits[0][0] == -np.inf
    assert 0.25 < box.limits[0][1] < 0.31
    assert 0.35 < box.limits[2][0] < 0.45
    assert min(box.coverage, box.density) > 0.9
    assert box.cases == round(box.coverage * cases.sum()) == round(box.density * box.runs)
    assert box.by_chance == 1 / 40


def test_a_box_holds_under_noise() -> None:
    rng = np.random.default_rng(1)
    x = rng.random((300, 4))
    cases = rng.random(300) < np.where(x[:, 1] > 0.6, 0.8, 0.1)
    box = find_box(x, cases, 300)
    assert box is not None
    assert set(box.limits) == {1}
    assert box.density > 2 * box.share


def test_chance_hardly_ever_makes_one() -> None:
    """One in twenty is allowed: of 10 sets of cases dealt by chance at most 2 give a box."""
    rng = np.random.default_rng(2)
    x = rng.random((80, 3))
    found = [find_box(x, rng.random(80) < 0.25, 80, seed) for seed in range(10)]
    assert sum(box is not None for box in found) <= 2


def test_runs_of_a_point_are_no_independent_witnesses() -> None:
    """15 points in 8 worlds that agree: 120 runs are still 15 deals."""
    rng = np.random.default_rng(3)
    points = rng.random((15, 3))
    told = []
    for seed in range(10):
        cases = (rng.random(15) < 0.3).repeat(8)
        told.append(find_box(points.repeat(8, axis=0), cases, 15, seed) is not None)
    assert sum(told) <= 3


def test_all_cases_or_none_have_no_box() -> None:
    x = np.random.default_rng(4).random((50, 2))
    assert find_box(x, np.ones(50, np.bool_), 50) is None
    assert find_box(x, np.zeros(50, np.bool_), 50) is None
