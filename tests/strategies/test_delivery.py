"""What strategies tell: what they did, what stopped them, and what is known beforehand."""

from __future__ import annotations

from datetime import date

import pytest

from sim.calendar import Calendar
from sim.ledger import Ledger
from sim.trajectory import Trajectory
from strategies import Content, Delivery, Invite, Points, Stop, Strategy, StrategyPlan
from tests.metrics.recorded import trajectory

START = date(2024, 1, 1)
DAYS = 60
SEGMENTS = ("general",)


def told(strategy: Strategy, budget: float | None = None, **record: object) -> Delivery:
    return of(StrategyPlan((strategy,), budget), trajectory(START, DAYS, **record))


def of(plan: StrategyPlan, seen: Trajectory) -> Delivery:
    ledger = Ledger(DAYS)
    plan.settle(seen, ledger)
    (delivery,) = plan.account(seen, ledger)
    return delivery


def test_ran_to_the_end() -> None:
    found = told(
        Points(point_cost=0.1), 1_000.0, visits=[3] * DAYS, points_issued=[10] * DAYS,
        points_redeemed=[5] * DAYS,
    )  # fmt: skip
    assert (found.days, found.first_day, found.last_day) == (DAYS, 0, DAYS - 1)
    assert (found.reached, found.unit) == (3 * DAYS, "visits")
    assert (found.spent_cents, found.owed_in_full_cents) == (3_000, 3_000)
    assert found.owed_cents == 2_250
    assert (found.budget_cents, found.refused_cents, found.stop) == (100_000, 0, None)


def test_the_day_on_which_the_money_was_gone() -> None:
    """A purse of 100 points, 10 a day: in the morning of day 10 it is empty."""
    issued = [10] * 10 + [0] * (DAYS - 10)
    refused = [0] * 10 + [10] * 4 + [0] * (DAYS - 14)
    found = told(
        Points(point_cost=0.1, per_visit=1, per_post=5), 10.0, visits=[1] * DAYS,
        points_issued=issued, points_refused=refused,
    )  # fmt: skip
    assert (found.days, found.last_day, found.dry_day) == (10, 9, 10)
    assert found.stop == Stop("money", 10)
    assert found.stop.told() == "money gone on day 10"
    assert "10" in found.stop.told("zh")
    assert found.refused_cents == 400


def test_clawed_back_rewards_revive_a_programme() -> None:
    issued, back = [0] * DAYS, [0] * DAYS
    issued[3], back[20] = 1_000, 1_000
    found = told(
        Invite(inviter_reward=5, invited_reward=5), 10.0, accepted=[1] * DAYS,
        rewards_issued_cents=issued, rewards_clawed_back_cents=back,
    )  # fmt: skip
    assert found.days == DAYS - 17
    assert found.stop is None
    assert (found.reached, found.unit) == (DAYS - 17, "members")


def test_content_stops_when_the_next_day_is_not_covered() -> None:
    content = Content(items_per_day=1)
    found = told(content, 15.5 * content.item_cost)
    assert (found.days, found.dry_day, found.reached, found.unit) == (15, 15, 15, "items")


@pytest.mark.parametrize(
    ("strategy", "budget", "stop"),
    [
        (Points(setup_cost=100), 99.0, Stop("set-up")),
        (Content(items_per_day=11.5), 1.0, Stop("set-up")),
        (Invite(setup_cost=1, budget=0), 10.0, Stop("budget")),
        (Points(budget=0, setup_cost=1), None, Stop("budget")),
        (Points(from_day=DAYS), None, Stop("calendar")),
        (Content(items_per_day=0), None, Stop("strength")),
        (Invite(inviter_reward=0, invited_reward=0), None, Stop("strength")),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_never_ran_and_why(strategy: Strategy, budget: float | None, stop: Stop) -> None:
    plan = StrategyPlan((strategy,), budget)
    (warning,) = plan.foreseen(Calendar(START, DAYS), SEGMENTS)
    assert (warning.strategy, warning.stop) == (strategy.kind, stop)
    found = of(plan, trajectory(START, DAYS, visits=[1] * DAYS))
    assert not found.ran
    assert (found.days, found.first_day, found.spent_cents, found.stop) == (0, None, 0, stop)
    for lang in ("en", "zh"):
        assert ("never ran" if lang == "en" else "从未运行") in warning.told(lang)


def test_ends_by_its_calendar_or_reaches_nobody() -> None:
    found = told(Points(to_day=20), visits=[1] * DAYS)
    assert (found.days, found.stop) == (20, Stop("calendar", 20))
    assert told(Points()).stop == Stop("nobody")


def test_what_can_run_is_not_warned_of() -> None:
    plan = StrategyPlan((Points(), Content(items_per_day=1), Invite()), 100_000.0)
    assert plan.foreseen(Calendar(START, DAYS), SEGMENTS) == ()
