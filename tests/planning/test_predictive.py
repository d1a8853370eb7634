"""Bands of what will be seen hold the worlds', their arrivals' error and what a fit left over."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import forerun as fr
from planning.predictive import bands, seen
from scenarios import Scenario, parse
from worlds.measured import Measured

MONDAY = date(2024, 1, 1)


def measured(values: np.ndarray, ends: tuple[float, float] = (0.0, math.inf)) -> Measured:
    return Measured(values[None], ~np.isnan(values[None]), "higher", ends)


def fitted(folder: Path, unexplained: float, more: str = "") -> Scenario:
    rows = [f"{MONDAY + timedelta(days=k)},{3 + k % 3}" for k in range(120)]
    (folder / "past.csv").write_text("date,new_members\n" + "\n".join(rows), encoding="utf-8")
    text = (
        f"name: Tested\nstart: {MONDAY + timedelta(days=120)}\nhorizon_days: 28\n"
        f"community: {{arrivals: {{history: past.csv{more}}}}}\n"
        "plans:\n  points:\n    strategies:\n      - points: {per_visit: 5}\n"
    )
    found = parse(text, folder / "scenario.yaml")
    return found.with_behaviour(replace(found.behaviour, unexplained=unexplained))


def test_what_is_unexplained_widens_bands_of_actives_and_of_nothing_else() -> None:
    worlds = measured(np.random.default_rng(0).lognormal(3, 0.1, 20))
    width = {}
    for name in ("daily_active", "joined"):
        for off in (0.0, 0.5):
            own = bands(worlds, 0, name, off)["80"]
            width[name, off] = own["high"] - own["low"]
    assert width["daily_active", 0.5] > 2 * width["daily_active", 0.0]
    assert width["joined", 0.5] == width["joined", 0.0]


def test_wider_bands_hold_narrower_ones_and_none_is_negative() -> None:
    found = bands(measured(np.array([0.0, 0.2, 1.0, 3.0])), 0, "daily_active", 0.5)
    lows, highs = ([found[p][end] for p in ("50", "80", "90")] for end in ("low", "high"))
    assert lows == sorted(lows, reverse=True)
    assert highs == sorted(highs)
    assert lows[-1] >= 0.0


def test_they_hold_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    inside = {p: 0 for p in (0.5, 0.8, 0.9)}
    for _ in range(400):
        worlds = np.exp(rng.normal(4, 0.15, 20))
        came = np.exp(rng.normal(4, 0.15) + rng.normal(0, 0.2))
        for p in inside:
            own = seen(worlds, p, 0.2)
            inside[p] += own.low <= came <= own.high
    for p, count in inside.items():
        assert count / 400 == pytest.approx(p, abs=0.06)


def test_one_world_has_no_band() -> None:
    assert bands(measured(np.array([4.0])), 0, "daily_active", 0.2)["50"] == {
        "low": None, "high": None,
    }  # fmt: skip


def test_run_tells_the_bands_beside_what_it_told(tmp_path: Path) -> None:
    tested = fitted(tmp_path, 0.2)
    found = fr.run(tested, seeds=4).as_json()
    own = found["predictive"]
    assert own["unexplained"] == 0.2
    assert own["arrivals_error"] > 0.1
    (plan,) = own["plans"].values()
    assert plan.keys() == found["measures"].keys()
    whole, band = found["measures"]["daily_active"], plan["daily_active"]
    assert band["90"]["low"] < whole["low"]
    assert band["90"]["high"] > whole["high"]


def test_nothing_is_told_where_nothing_is_fitted_or_forecast(tmp_path: Path) -> None:
    tested = fitted(tmp_path, 0.0, ", organic_per_day: 3")
    assert "predictive" not in fr.run(tested, seeds=2).as_json()


def test_plans_share_the_error_of_arrivals(tmp_path: Path) -> None:
    """A plan that does nothing to who joins: joiners differ by nothing, whatever worlds drew."""
    tested = fitted(tmp_path, 0.2)
    found = fr.compare(tested, [tested.baseline, "points"], seeds=6).as_json()
    assert list(found["predictive"]["plans"]) == found["plans"]
    joined = found["measures"]["joined"]
    assert joined["a_high"] > 1.2 * joined["a_low"]
    assert (joined["low"], joined["high"]) == (0.0, 0.0)
