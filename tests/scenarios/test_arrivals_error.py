"""How far joiners may be off: as earlier forecasts were, and one error a world for all plans."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from scenarios import parse
from scenarios.arrivals import forecast
from scenarios.arrivals_error import MOST, THOUGHT, error
from sim import arrivals
from sim.plan import NoPlan
from sim.run import run
from sim.spec import CommunitySpec

MONDAY = date(2024, 1, 1)


def walked(seed: int, days: int, wander: float) -> np.ndarray:
    """Return joiners whose weekly level wanders."""
    rng = np.random.default_rng(seed)
    level = np.repeat(np.exp(np.cumsum(rng.normal(0, wander, days // 7 + 1))), 7)[:days]
    return rng.poisson(30 * level)


def test_a_steady_history_is_less_uncertain_than_a_wandering_one() -> None:
    steady, wandering = (error(walked(1, 700, sd), MONDAY, 91) for sd in (0.0, 0.15))
    assert steady < 0.6 * THOUGHT < wandering
    assert error(np.full(2000, 5), MONDAY, 28) < 0.5 * THOUGHT


def test_a_young_history_and_a_far_horizon_are_uncertain_and_all_has_an_end() -> None:
    flat = np.full(91, 5)
    assert error(flat, MONDAY, 91) == pytest.approx(2 * THOUGHT, rel=0.2)
    assert error(np.full(300, 5), MONDAY, 364) > error(np.full(300, 5), MONDAY, 91)
    wild = np.where(np.arange(400) // 40 % 2 == 0, 1, 500)
    assert error(wild, MONDAY, 40) == MOST


def test_what_comes_later_changes_no_error() -> None:
    counts = walked(3, 500, 0.1)
    later = np.concatenate([counts, np.full(100, 999)])
    assert error(counts, MONDAY, 56) == error(later[:500], MONDAY, 56)


def test_it_is_as_large_as_errors_are() -> None:
    off = []
    for seed in range(60):
        counts = walked(seed, 364 + 91, 0.08)
        sd = error(counts[:364], MONDAY, 91)
        expected = forecast(counts[:364], MONDAY, 91).sum()
        off.append(abs(np.log(counts[364:].sum() / expected)) / sd)
    assert 0.65 <= np.mean(np.array(off) < 1.28) <= 0.95


@pytest.fixture
def fitted(tmp_path: Path) -> Path:
    rows = [f"{MONDAY + timedelta(days=k)},{3 + k % 3}" for k in range(120)]
    (tmp_path / "past.csv").write_text("date,new_members\n" + "\n".join(rows), encoding="utf-8")
    return tmp_path


def spec_of(folder: Path, more: str = "") -> CommunitySpec:
    start = MONDAY + timedelta(days=120)
    text = (
        f"name: Tested\nstart: {start}\nhorizon_days: 28\n"
        f"community: {{arrivals: {{history: past.csv{more}}}}}\n"
    )
    return parse(text, folder / "scenario.yaml").spec()


def test_worlds_draw_their_own_joiners_about_the_forecast(fitted: Path) -> None:
    spec = spec_of(fitted)
    means = np.array([arrivals.means(spec, seed) for seed in range(2000)])
    assert (means[:, :120] == spec.organic[:120]).all()
    ratio = means[:, 120:].sum(axis=1) / spec.organic[120:].sum()
    assert ratio.mean() == pytest.approx(1.0, abs=0.03)
    assert np.log(ratio).std() == pytest.approx(spec.organic_error[-1], rel=0.1)
    # One error for all days.
    np.testing.assert_allclose(means[7, 120:] / spec.organic[120:], ratio[7])


def test_the_same_world_has_the_same_joiners_and_its_past_is_as_it_was(fitted: Path) -> None:
    spec = spec_of(fitted)
    first, again, other = (run(spec, NoPlan(), seed).trajectory for seed in (1, 1, 2))
    joined = [one.daily("joined_organic") for one in (first, again, other)]
    np.testing.assert_array_equal(joined[0], joined[1])
    assert joined[0].sum() != joined[2].sum()


def test_what_the_user_gives_has_no_error(fitted: Path) -> None:
    assert spec_of(fitted, ", organic_per_day: 4").organic_error is None
    first = MONDAY + timedelta(days=120)
    rows = [f"{first + timedelta(days=k)},2" for k in range(10)]
    (fitted / "next.csv").write_text("date,new_members\n" + "\n".join(rows), encoding="utf-8")
    off = spec_of(fitted, ", expected: next.csv").organic_error
    assert not off[:130].any()
    assert (off[130:] > 0).all()
