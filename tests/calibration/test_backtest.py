"""The holdout: the stated convention, the naive forecast, and a band that means what it says."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from calibration.ahead import unexplained
from calibration.backtest import backtest, naive, weighted_error
from calibration.history.record import weekly_means
from calibration.world import World
from scenarios import parse
from sim.errors import InputError
from tests.calibration import made
from tests.calibration.logs import LIBRARY


def test_the_naive_error_of_the_real_history_is_the_published_one() -> None:
    from calibration import history

    shipped = history.read(LIBRARY / "figures.csv")
    active = shipped.counts("active_members")
    for weeks, error in ((13, 0.2251), (4, 0.0411), (26, 0.1233)):
        came = weekly_means(active[-7 * weeks :])
        assert weighted_error(naive(active[: -7 * weeks], weeks), came) == pytest.approx(
            error, abs=5e-5
        )


def test_silent_weeks_count_and_an_error_without_anybody_is_undefined() -> None:
    assert weighted_error(np.array([2.0, 3.0]), np.array([1.0, 0.0])) == 4.0
    assert weighted_error(np.array([9.0, 0.0]), np.array([10.0, 1.0])) == 2.0 / 11.0
    assert math.isnan(weighted_error(np.array([2.0]), np.array([0.0])))


def test_weekly_means_are_of_whole_weeks_from_the_cut() -> None:
    assert weekly_means(np.arange(16)).tolist() == [3.0, 10.0]


def test_unexplained_is_zero_where_worlds_expect_what_came() -> None:
    history = made.history()
    assert unexplained(history, history.by_week()) == 0.0
    assert unexplained(history, 1.1 * history.by_week()) == pytest.approx(math.log(1.1), rel=0.02)


def test_the_truth_foretells_its_own_future() -> None:
    whole = made.history(238)
    cut = whole.end - timedelta(weeks=8)
    world = World(made.scenario(), whole.until(cut))
    behaviour = made.scenario().behaviour.updated(made.TRUTH, "measured", "truth")
    found = backtest(world, whole, behaviour, days=56, worlds=12, seed=3)
    assert found.weeks == 8
    assert found.error < min(0.12, found.naive_error / 1.5)
    assert found.band_coverage >= 0.75
    assert all(low <= x <= high for low, x, high in zip(found.low, found.forecast, found.high,
                                                        strict=True))  # fmt: skip


def test_given_joiners_hold_in_the_holdout(tmp_path: Path) -> None:
    """They are of no error, and none from here on makes another forecast than many."""
    whole = made.history(98)
    known = whole.until(whole.end - timedelta(days=28))
    (tmp_path / "many.csv").write_text(f"date,new_members\n{known.end},40\n", encoding="utf-8")
    last = {}
    for arrivals in ("organic_per_day: 0", "organic_per_day: 0, expected: many.csv", ""):
        community = f"{{members: 5, arrivals: {{{arrivals}}}}}"
        text = f"name: Given\nstart: {known.end}\ncommunity: {community}\n"
        world = World(parse(text, tmp_path / "given.yaml"), known)
        found = backtest(world, whole, made.scenario().behaviour, days=28, worlds=2, seed=0)
        last[arrivals] = found.forecast[-1]
        assert (found.arrivals_error == 0.0) == bool(arrivals)
    assert len(set(last.values())) == 3
    assert last["organic_per_day: 0"] == min(last.values())


def test_a_holdout_without_a_whole_week_is_refused() -> None:
    world = World(made.scenario(), made.history(70))
    with pytest.raises(InputError, match="at least 7 days"):
        backtest(world, world.history, made.scenario().behaviour, days=6, worlds=2, seed=0)
