"""Absurd plans bring what they deserve."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import pytest

from tests.free_lunch.absurd import ABSURD, Absurd
from tests.free_lunch.ground import Ground, Size

SIZE: Final = Size(members=600, past=90, days=120)
WORLDS: Final = 4
MEASURES: Final = ("weekly_active", "visits", "posts", "purchases", "invitations", "joined", "gain")


@cache
def ground(preset: str) -> Ground:
    few = preset in ("forum", "chat", "knowledge", "plain", "game")
    measures = ("weekly_active", "visits") if few else MEASURES
    return Ground(preset, SIZE, range(WORLDS), measures)


@pytest.mark.parametrize("row", ABSURD, ids=lambda row: row.name)
def test_an_absurd_plan(row: Absurd) -> None:
    tried = ground(row.preset).tried(row.made())
    for name, (low, high) in row.holds.items():
        mean = float(tried.given.mean()) if name == "given" else tried.mean(name)
        assert low <= mean <= high, f"{name} {mean:+.4f} is outside {low:g} to {high:g}"


@pytest.mark.slow
def test_a_hundred_thousand_staff_answer_no_better_than_enough() -> None:
    """M55: steep in the first hours, then flat; their wages are paid all the same."""
    few, enough, absurd = (
        Ground("brand", SIZE, range(3), desk=f"{{staff: {staff}, handling_minutes: 240}}")
        for staff in (1, 20, 100_000)
    )
    active, wages = zip(*(_active_and_wages(one) for one in (few, enough, absurd)), strict=True)
    assert active[2] == pytest.approx(active[1], rel=0.01)
    assert active[1] >= 0.99 * active[0]
    assert wages[2] == pytest.approx(5000 * wages[1], rel=0.01)


def _active_and_wages(here: Ground) -> tuple[float, float]:
    lived = [here.without(seed) for seed in here.seeds]
    active = np.mean([one.trajectory.weekly_active[-28:].mean() for one in lived])
    return float(active), float(np.mean([one.ledger.balance("wages") for one in lived]))
