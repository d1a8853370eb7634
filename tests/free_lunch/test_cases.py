"""Inputs that once gave something for nothing: a promise that is never kept, a trace of live."""

from __future__ import annotations

from pathlib import Path

import pytest

import forerun as fr
from scenarios import Scenario

CASES = Path(__file__).parent / "cases"
SEEDS = 3

Levels = dict[str, dict[str, float]]


def levels(scenario: Scenario) -> Levels:
    """Return each plan's measures over the worlds."""
    names = list(scenario.plan_names)
    found = fr.compare(scenario, names, seeds=SEEDS).comparison
    return {
        plan: {name: found.level(name, place)["mean"] for name in found.values}
        for place, plan in enumerate(names)
    }  # fmt: skip


def rise(found: Levels, plan: str, measure: str) -> float:
    """Return by what share a plan raises a measure over the status quo."""
    return found[plan][measure] / found["status-quo"][measure] - 1.0


@pytest.fixture(scope="module")
def promises() -> Levels:
    return levels(fr.load(CASES / "never_paid.yaml"))


@pytest.fixture(scope="module")
def live() -> Levels:
    return levels(fr.load(CASES / "one_live_item.yaml"))


def test_a_reward_that_nobody_unlocks_brings_no_flood_of_invitations(promises: Levels) -> None:
    """Ten friends are hardly ever brought: the published rise of a lottery is 21 % (M41)."""
    assert 0.0 <= rise(promises, "invite-never-unlocked", "invitations") < 1.0
    assert abs(rise(promises, "invite-never-unlocked", "weekly_active")) < 0.02


def test_a_head_start_on_a_card_that_cannot_be_filled_brings_nobody(promises: Levels) -> None:
    assert abs(rise(promises, "card-never-full", "weekly_active")) < 0.005


def test_privileges_cost_what_they_give(promises: Levels) -> None:
    plan = promises["privilege-for-nothing"]
    assert plan["cost"] > 0
    assert 0.0 < rise(promises, "privilege-for-nothing", "weekly_active") < 0.32, "M28, M31"


def test_privileges_that_are_paid_nothing_give_nothing() -> None:
    text = (CASES / "never_paid.yaml").read_text("utf-8")
    free = text.replace("privilege_cost: 0,", "privilege_visit_cost: 0,")
    assert free != text
    from scenarios import parse

    found = levels(parse(free))
    assert abs(rise(found, "privilege-for-nothing", "weekly_active")) < 0.02


def test_zero_a_trace_and_much_live_lie_on_one_curve(live: Levels) -> None:
    zero, trace, much = (
        live[plan]["purchases"] for plan in ("text-only", "a-trace-of-live", "all-live")
    )
    assert trace == pytest.approx(zero, rel=0.002)
    assert much > 1.03 * zero
