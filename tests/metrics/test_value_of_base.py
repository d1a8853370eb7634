"""The value of the base at the end: V42, and what is read off a run."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.ledger import CASH, OPERATION, Ledger
from sim.metrics import evaluate, horizon_needed
from sim.metrics.value_of_base import future_margin, retention, value_of_an_active
from tests.metrics.recorded import HandMade, trajectory

DAYS = 56


def test_v42_with_and_without_discount() -> None:
    """V42: m 100, r 0.8, d 0.1: 366.667 with the payment of today, 500 without discount."""
    assert 100 + future_margin(100, 0.8, 0.1) == pytest.approx(366.667, abs=1e-3)
    assert 100 + future_margin(100, 0.8, 0.0) == pytest.approx(500)
    assert math.isnan(future_margin(100, 1.0, 0.0))


def run(
    actives: int,
    fallen_a_day: int,
    margin_cents: int,
    spent_cents: int = 0,
    days: int = DAYS,
    past: int = 0,
) -> HandMade:
    """Return a run with as many actives every day, of whom some fall inactive and are replaced.

    In a community that is younger than 28 days nobody can have.
    """
    level = np.full(days, actives)
    fallen = np.where(np.arange(days) + past < 28, 0, fallen_a_day)
    seen = trajectory(
        date(2024, 1, 1), days, active28=level, churned=fallen, newly_active=fallen,
        calendar=Calendar(date(2024, 1, 1), days, past),
    )  # fmt: skip
    ledger = Ledger(days)
    ledger.post(OPERATION, CASH, "revenue", 2 * margin_cents)
    ledger.post(OPERATION, "goods", CASH, margin_cents)
    ledger.post("points", "grant", CASH, [spent_cents] + [0] * (days - 1))
    return HandMade(seen, ledger)


def test_read_off_a_run() -> None:
    # 1 % fall inactive a day, 20.00 of margin a day from 1,000 actives: 0.56 in 28 days.
    base = run(1_000, 10, 2_000)
    kept = 0.99**28
    discount = 1.1 ** (28 / 365.25) - 1
    assert retention(base) == pytest.approx(kept)
    value = 0.56 * kept / (1 + discount - kept)
    assert value_of_an_active(base) == pytest.approx(value)
    assert evaluate(["base_value"], base, base)["base_value"] == pytest.approx(1_000 * value)


def test_a_plan_is_valued_by_the_record_of_the_baseline() -> None:
    base, plan = run(1_000, 10, 2_000), run(1_100, 5, 3_000, spent_cents=10_000)
    found = evaluate(["gain", "base_gain", "gain_with_base", "roi", "roi_with_base"], plan, base)
    gain = DAYS * 10.0 - 100.0
    assert found["gain"] == pytest.approx(gain)
    assert found["base_gain"] == pytest.approx(100 * value_of_an_active(base))
    assert found["gain_with_base"] == pytest.approx(gain + found["base_gain"])
    assert found["roi_with_base"] == pytest.approx(found["gain_with_base"] / 100.0)
    assert found["roi"] == pytest.approx(gain / 100.0)
    assert math.isnan(evaluate(["roi_with_base"], base, base)["roi_with_base"])


@pytest.mark.parametrize(("days", "past"), [(56, 0), (40, 16), (400, 0), (10, 46), (10, 400)])
def test_days_on_which_nobody_can_fall_inactive_are_no_loyalty(days: int, past: int) -> None:
    """At 56 days of which 28 tell nothing, retention would be read as 0.87 and not as 0.75."""
    young = run(1_000, 10, 2_000, days=days, past=past)
    assert retention(young) == pytest.approx(0.99**28)
    assert horizon_needed("base_value", young.trajectory.calendar) is None
    old = value_of_an_active(run(1_000, 10, 2_000, past=1000))
    assert value_of_an_active(young) == pytest.approx(old)


@pytest.mark.parametrize("name", ["base_value", "base_gain", "gain_with_base", "roi_with_base"])
def test_a_community_too_young_has_no_value_to_tell(name: str) -> None:
    """Read as staying for ever, actives would be worth what they bring in ten years."""
    young = run(1_000, 10, 2_000, 100, days=40, past=15)
    assert math.isnan(evaluate([name], young, young)[name])
    assert horizon_needed(name, young.trajectory.calendar) == 41


def test_nobody_active_has_no_value_to_tell() -> None:
    nobody = HandMade(trajectory(date(2024, 1, 1), DAYS), Ledger(DAYS))
    assert math.isnan(evaluate(["base_value"], nobody, nobody)["base_value"])
