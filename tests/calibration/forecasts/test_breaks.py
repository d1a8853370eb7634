"""Breaks: steps that stay are found where they are, and nothing else is called one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from calibration.forecasts.breaks import breaks
from calibration.told import broken
from tests.calibration.logs import history_of


def counted(level: np.ndarray, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).poisson(7 * level) / 7


@pytest.mark.parametrize(("ratio", "at"), [(0.4, 40), (2.5, 40), (2.5, 87), (0.3, 13)])
def test_a_step_that_stays_is_found(ratio: float, at: int) -> None:
    (one,) = breaks(counted(np.where(np.arange(104) < at, 10.0, 10.0 * ratio)))
    assert abs(one.week - at) <= 1
    assert one.ratio == pytest.approx(ratio, rel=0.15)


def test_two_steps_are_two() -> None:
    weeks = np.arange(120)
    level = np.where(weeks < 40, 10.0, np.where(weeks < 80, 30.0, 12.0))
    first, second = breaks(counted(level))
    assert (abs(first.week - 40) <= 1, abs(second.week - 80) <= 1) == (True, True)
    assert first.ratio > 2.0 > 0.6 > second.ratio


@pytest.mark.parametrize(
    "level",
    [
        np.full(120, 10.0),
        300.0 * 0.97 ** np.arange(120),
        10.0 * 1.02 ** np.arange(120),
        10.0 + 6.0 * np.sin(np.arange(120) * 2 * np.pi / 52),
        np.where(np.arange(120) % 52 == 40, 40.0, 10.0),
        np.zeros(120),
        np.where(np.arange(25) < 13, 10.0, 40.0),
    ],
    ids=["steady", "decline", "growth", "season", "one busy week", "silence", "too short"],
)
def test_what_is_no_break_is_none(level: np.ndarray) -> None:
    assert breaks(counted(level)) == []


def test_levels_that_wander_have_hardly_any() -> None:
    rng = np.random.default_rng(1)
    found = 0
    for _ in range(60):
        level = 20.0 * np.exp(np.cumsum(rng.normal(0, 0.06, 150)))
        found += len(breaks(rng.poisson(7 * level) / 7))
    assert found <= 4


def test_it_is_told_by_its_day() -> None:
    active = np.where(np.arange(280) < 140, 9, 27)
    history = history_of(active, np.full(280, 1), np.eye(40, dtype=int), date(2024, 1, 1))
    assert broken(history) == [
        {"first": "2024-05-20", "weeks_ago": 20, "ratio": pytest.approx(27.5 / 9.5)}
    ]
