"""Shares of a measure's spread against closed forms and against SALib."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from planning.sweep.sensitivity import jansen, luck_of
from tests.sweep.functions import (
    ISHIGAMI,
    ishigami,
    over,
    points,
    shares,
    sobol_g,
    sobol_g_first,
    sobol_g_total,
)


def test_ishigami() -> None:
    found = shares(ishigami, over(-math.pi, math.pi, 3), 2048, 0)
    assert [one.mean for one in found.first] == pytest.approx(ISHIGAMI["first"], abs=0.01)
    assert [one.mean for one in found.total] == pytest.approx(ISHIGAMI["total"], abs=0.01)
    assert found.interaction.mean == pytest.approx(0.2437, abs=0.02)
    assert found.interaction.low < 0.2437 < found.interaction.high
    assert found.rows == 2048


def test_sobol_g() -> None:
    found = shares(sobol_g, over(0, 1, 6), 4096, 1)
    assert [one.mean for one in found.first[:6]] == pytest.approx(sobol_g_first(), abs=0.015)
    assert [one.mean for one in found.total[:6]] == pytest.approx(sobol_g_total(), abs=0.015)


def test_an_input_that_does_nothing_has_no_share_at_all() -> None:
    *_, luck = shares(sobol_g, over(0, 1, 6), 32, 2).first
    assert (luck.mean, luck.low, luck.high) == (0, 0, 0)
    *_, luck = shares(sobol_g, over(0, 1, 6), 32, 2).total
    assert (luck.mean, luck.low, luck.high) == (0, 0, 0)


def test_few_rows_are_near_and_their_intervals_hold() -> None:
    """In 40 designs of 64 rows: of 90 % intervals at least 90 % hold, errors are below 0.1."""
    true = np.array([*sobol_g_first(), 0.0])
    held, off = [], []
    for seed in range(40):
        found = shares(sobol_g, over(0, 1, 6), 64, seed).first
        held += [one.low <= t <= one.high for one, t in zip(found, true, strict=True)]
        off.append([one.mean - t for one, t in zip(found, true, strict=True)])
    assert np.mean(held) > 0.9
    assert np.sqrt(np.mean(np.square(off), axis=0)).max() < 0.1


def test_every_share_is_one_that_can_be() -> None:
    """Also of so few rows that the estimates are far off."""
    for seed in range(20):
        found = shares(lambda x: np.exp(9 * sobol_g(x)), over(0, 1, 6), 16, seed)
        for first, total in zip(found.first, found.total, strict=True):
            assert 0 <= first.low <= first.mean <= first.high <= total.high
            assert first.mean <= max(total.mean, first.low)
            assert total.low <= total.mean <= total.high <= 1
        assert 0 <= found.interaction.low <= found.interaction.mean <= found.interaction.high <= 1


def test_it_agrees_with_salib() -> None:
    analysis: Any = pytest.importorskip("SALib.analyze.sobol")
    problem = {"num_vars": 6, "names": [f"x{i}" for i in range(6)], "bounds": [[0, 1]] * 6}
    runs = sobol_g(points(over(0, 1, 6), 512, 3))
    # SALib's order is A, A with one of B, B; the luck that does nothing is not its.
    theirs = analysis.analyze(
        problem, runs[:, [0, *range(2, 8), 1]].reshape(-1), calc_second_order=False, seed=0
    )
    ours = shares(sobol_g, over(0, 1, 6), 512, 3)
    assert [one.mean for one in ours.total[:6]] == pytest.approx(theirs["ST"], abs=0.02)
    assert [one.mean for one in ours.first[:6]] == pytest.approx(theirs["S1"], abs=0.05)


def test_rows_that_are_undefined_anywhere_are_left_out_whole() -> None:
    runs = ishigami(points(over(-3, 3, 3), 64, 0))
    holes = runs.copy()
    holes[5, 1] = holes[9, 4] = math.nan
    found = jansen(holes[:, 0], holes[:, 1], holes[:, 2:].T)
    kept = np.delete(runs, [5, 9], axis=0)
    assert found == jansen(kept[:, 0], kept[:, 1], kept[:, 2:].T)
    assert found is not None
    assert found.rows == 62


def test_what_never_varies_has_no_shares() -> None:
    same = np.full(20, 7.0)
    assert jansen(same, same, np.tile(same, (3, 1))) is None
    assert luck_of(np.full((5, 4), 7.0)) is None


def test_luck_is_what_worlds_differ_in_at_one_point() -> None:
    rng = np.random.default_rng(0)
    point, world = rng.normal(0, 2, (4000, 1)), rng.normal(0, 1, (4000, 8))
    # Of 8 worlds a point, the variance within is 7/8 of what it is in many.
    assert luck_of(point + world) == pytest.approx(0.875 / 5, abs=0.01)
