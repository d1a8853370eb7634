"""The repurchase interval: by hand, in closed form, and undefined where nothing says it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.community import Community
from sim.metrics import METRICS, Parts, horizon_needed
from sim.metrics.base import parts_of
from sim.metrics.catalogue import ask_for_deeds
from sim.observe import observe
from sim.plan import NoPlan
from sim.run import run
from sim.spec import CommunitySpec
from tests.closed_forms.limits import CERTAIN, near, world
from tests.metrics.recorded import HandMade, trajectory
from tests.worlds.small import small

MEASURE = METRICS["repurchase_interval"]


def shop(
    days: int, members: int = 4000, past: int = 0, deeds: bool = True, **values: float
) -> CommunitySpec:
    """Members who come every day, and order with the same probability on each."""
    own = {"visit_base": CERTAIN, "write_rate": 0.0, **values}
    spec = world(members, days, spec={"deeds": deeds}, **own)
    return replace(spec, start=spec.launch + timedelta(days=past), horizon_days=days - past)


def measured(days: int, seed: int, past: int = 0, **values: float) -> Parts:
    return parts_of(MEASURE.compute, run(shop(days, past=past, **values), NoPlan(), seed))


@pytest.mark.parametrize(("days", "past"), [(28, 0), (120, 0), (88, 60)])
def test_the_interval_of_a_constant_chance_is_one_over_it(days: int, past: int) -> None:
    """A chance of 0.05 a day: 20 days, whatever the horizon, and whatever was lived before.

    Members: 4,000. Tolerance: 4 standard errors of a ratio to a count, 1 / sqrt(reorders).
    """
    found = measured(days, 3, past, buy_rate=0.05)
    near(found.value, 20.0, 20.0 / math.sqrt(found.denominator))


def test_days_with_several_orders_are_one_reorder() -> None:
    found = measured(60, 4, buy_rate=0.1, order_again=0.5)
    near(found.value, 10.0, 10.0 / math.sqrt(found.denominator))


def test_closed_intervals_alone_would_be_shorter() -> None:
    """What censoring is for: of customers of 4 weeks the closed intervals of 20 days are 9."""
    one = Community(shop(28, buy_rate=0.05), 3)
    one.live(28)
    deeds = one.columns.deeds[: one.size]
    orders, first, last = deeds[:, 2], deeds[:, 5], deeds[:, 6]
    closed = (last - first)[orders > 1].sum() / (orders - 1)[orders > 1].sum()
    assert closed < 12


def test_those_who_leave_count_to_the_day_on_which_they_do() -> None:
    """Worked out again from the days themselves: who had ordered before and was there."""
    spec = shop(50, 300, past=10, buy_rate=0.08, leave_rate=0.02, visit_base=0.0)
    community_, days, again = Community(spec, 9), 0, 0
    for day in range(spec.days):
        first = community_.columns.deeds[:, 5].copy()
        here = (community_.members["flags"] & 1) == 0
        community_.live(day + 1)
        had = (first[: len(here)] > 0) & here
        if day >= spec.past_days:
            days += int(had.sum())
            today = community_.columns.deeds[: len(here), 6] == day + 1
            again += int((had & today).sum())
    seen = observe(
        community_, np.full((spec.horizon_days, 2), np.nan), np.zeros(spec.horizon_days, int), 0
    )
    assert again > 50
    assert (seen.customer_days, seen.total("reorders")) == (days, again)


def test_by_hand() -> None:
    seen = trajectory(date(2024, 1, 1), 30, reorders=[0] * 28 + [2, 1], customer_days=42)
    assert MEASURE.compute(HandMade(seen)) == 14.0


def test_it_is_undefined_where_nothing_says_it() -> None:
    none = HandMade(trajectory(date(2024, 1, 1), 30, customer_days=42))
    assert math.isnan(MEASURE.compute(none)), "nobody ordered again"
    unkept = HandMade(trajectory(date(2024, 1, 1), 30))
    assert math.isnan(MEASURE.compute(unkept)), "orders are not kept by member"
    assert horizon_needed("repurchase_interval", Calendar(date(2024, 1, 1), 27)) == 28


def test_a_scenario_that_names_it_keeps_orders_by_member() -> None:
    assert ask_for_deeds(["cost", "repurchase_interval"])
    assert not ask_for_deeds(["cost", "purchases"])
    named = small(measures="[weekly_active, cost] -> [repurchase_interval, cost]")
    assert named.spec().deeds
    assert not small().spec().deeds
