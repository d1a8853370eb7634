"""Levels by what members spend: whole points towards them, with nothing lost between orders."""

from __future__ import annotations

import numpy as np
import pytest

from sim.community import Community
from sim.compiled.layout import LEVEL_GIVES as GIVES
from sim.offers import Offers
from sim.run import Rehearsal
from tests.closed_forms.limits import CERTAIN, binomial, near, play, world
from tests.communities import Fixed

BUYS = {"visit_base": CERTAIN, "buy_rate": 1.0, "basket": 30.0, "price_elasticity": 0.0}
"""One order of 30 on each day."""


def by_spending(points: float, *, alone: bool, **rules: object) -> Fixed:
    """Return points towards levels for what is spent, beside two for each visit."""

    def write(offers: Offers) -> None:
        offers.pull("points_per_visit", 2)
        offers.pull("level_spend", points)
        offers.rules.spend_alone = int(alone)
        for name, value in rules.items():
            setattr(offers.rules, name, value)

    return Fixed(write)


def lifetime(plan: Fixed, days: int, **values: float) -> list[int]:
    """Return the points towards levels of 20 members after each of some days."""
    rehearsal = Rehearsal(world(20, days, **{**BUYS, **values}), plan, 51)
    found = []
    for day in range(1, days + 1):
        rehearsal.live(day)
        (points,) = set(rehearsal.community.members["lifetime_points"].tolist())
        found.append(points)
    return found


@pytest.mark.parametrize("alone", [True, False], ids=["spend", "both"])
def test_m31_every_order_counts_to_the_last_part_of_a_point(alone: bool) -> None:
    """M31: 0.025 points a unit of money make 0.75 points of an order of 30.

    Expected: floor(0.75 n) points towards levels after n orders; with points of activity 2 n more.
    Runs: one of 20 members over 13 days.
    Tolerance: exact.
    Power: fails when what is short of a point is lost (none at all), for one member.
    """
    found = lifetime(by_spending(0.025, alone=alone), 13)
    assert found == [3 * n // 4 + (0 if alone else 2 * n) for n in range(1, 14)]


def test_what_was_paid_counts_and_not_the_list_price() -> None:
    """An order of 30 at half the price is 15: with a point for every 10, 1.5 points.

    Expected: floor(1.5 n).
    Runs: one of 20 members over 9 days.
    Tolerance: exact.
    Power: fails when the list price counts (3 n).
    """

    def write(offers: Offers) -> None:
        offers.pull("discount", 0.5)
        offers.pull("level_spend", 0.1)

    assert lifetime(Fixed(write), 9) == [3 * n // 2 for n in range(1, 10)]


def test_points_buy_rewards_and_spending_does_not() -> None:
    """Two points a visit and three towards levels for an order, that alone.

    Expected: after ten days 20 points in hand, and 30 towards levels; none of the latter issued.
    Runs: one of 20 members over 10 days.
    Tolerance: exact.
    Power: fails for one point.
    """
    t = play(world(20, 10, **BUYS), 52, by_spending(0.1, alone=True)).trajectory
    assert t.total("points_issued") == t.outstanding_points == 20 * 10 * 2


def test_seven_levels_by_spending_begin_at_their_thresholds() -> None:
    """Three points an order, seven levels from 3, 6, 12, 24, 30, 45 and 60.

    Expected: after n orders all hold as many levels as thresholds are 3 n or less, the seventh
        from the 20th on.
    Runs: one of 20 members over 22 days.
    Tolerance: exact.
    Power: fails for one member and one order.
    """
    levels = (3, 6, 12, 24, 30, 45, 60)
    rehearsal = Rehearsal(
        world(20, 22, **BUYS), by_spending(0.1, alone=True, level_thresholds=levels), 53
    )
    held = []
    for day in range(1, 23):
        rehearsal.live(day)
        (level,) = np.flatnonzero(rehearsal.trajectory(survey=False).tiers).tolist()
        held.append(level)
    assert held == [sum(3 * n >= level for level in levels) for n in range(1, 23)]
    assert held[18:20] == [6, 7]


def test_without_orders_there_is_no_level() -> None:
    """Members who come each day and buy nothing.

    Expected: none holds a level, however long.
    Runs: one of 20 members over 30 days.
    Tolerance: exact.
    Power: fails when points of activity count.
    """
    plan = by_spending(1.0, alone=True, level_thresholds=(1,))
    t = play(world(20, 30, **{**BUYS, "buy_rate": 0.0}), 54, plan).trajectory
    assert t.tiers.tolist() == [20] + [0] * 7


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_the_next_level_pulls_by_what_has_been_spent_towards_it(part: float) -> None:
    """M25: a level from 100 points is worth having, an order is a point, and half the visits buy.

    Expected: whoever has come a part of the way comes with the logit of
        pull = 2 part^2 / (1 + (100 - 100 part) / 0.5 / 20), on a base of 1/2.
    Runs: one day of 20,000 members, whose points are set.
    Tolerance: 4 standard errors.
    Power: fails when what spending brings is not counted as progress (no pull at all).
    """
    n = 20_000

    def write(offers: Offers) -> None:
        offers.pull("level_spend", 1 / 30)
        offers.pull("access", 0.5)
        offers.rules.level_thresholds = (100,)
        offers.rules.spend_alone = 1

    values = {
        "visit_base": 0.0, "buy_rate": 0.5, "basket": 30.0, "goal_gradient": 2.0,
        "satisfaction_gain": 0.0, "weekend_pull": 0.0, "fatigue_pull": 0.0,
    }  # fmt: skip
    spec = world(n, 3, **values)
    community = Community(spec, 55)
    community.offer(Fixed(write).offers(spec.calendar, spec.segments), 0)
    community.live(1)
    community.members["lifetime_points"] = int(100 * part)
    community.columns.visit_bound[:] = 255
    community.live(2)
    near_by = 1 / (1 + (100 - 100 * part) / 0.5 / 20)
    p = 1 / (1 + np.exp(-2.0 * part**2 * near_by * float(community.days.effects[0, 1, 0, GIVES])))
    came = int((community.members["last_visit"] == 1).sum())
    near(came / n, float(p), binomial(float(p), n))
