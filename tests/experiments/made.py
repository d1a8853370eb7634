"""A community whose points pull, and trials as its own members would have answered them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from calibration.experiments.simulate import Tried, count
from scenarios import Scenario, load
from tests.cli import tiny

DAYS = 14


def scenario(folder: Path, more: str = "") -> Scenario:
    """Return the tiny forum with points that are worth something, and an audience."""
    text = (
        tiny.SCENARIO.replace(
            "points: {per_visit: 1, levels: [20, 80]}", "points: {per_visit: 10, point_cost: 0.02}"
        )
        .replace("budget: 500", "budget: 5000")
        .replace("budget: 900", "budget: 9000")
    )
    text = text.replace("buy_rate: 0.05", f"buy_rate: 0.05{more}")
    (folder / "tiny.yaml").write_text(
        text + "audiences: {recent: days_since_visit <= 14}\n", encoding="utf-8"
    )
    return load(folder / "tiny.yaml")


def shares(tested: Scenario, plan: str, seed: int, **planted: float) -> tuple[float, float]:
    """Return the shares of members who visit in the trial's days, without and with a plan.

    Of twenty worlds, all with the planted values and else as `seed` draws them.
    """
    drawn = tested.behaviour.draw(seed)
    fixed = replace(drawn.updated(planted, "measured", "planted"), priors={}, spreads={})
    still = fixed.updated(fixed.values, "measured", "planted")
    spec = replace(tested.spec(horizon_days=DAYS), behaviour=still)
    plans = (tested.plan(tested.baseline), tested.plan(plan))
    worlds = [
        count(Tried(spec, plans, "visited", (None,), tested.audiences, 9000 + world))
        for world in range(20)
    ]
    both = sum(one.sums[:, 0] for one in worlds) / sum(one.sizes[0] for one in worlds)
    without, treated = np.asarray(both).tolist()
    return without, treated


def table(folder: Path, without: float, treated: float, size: int, plan: str = "points") -> Path:
    """Write a trial's table with a row an arm."""
    path = folder / "trial.csv"
    rows = f"control,{size},{without:.6f}\n{plan},{size},{treated:.6f}\n"
    path.write_text("arm,size,share\n" + rows, encoding="utf-8")
    return path
