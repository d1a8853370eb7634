"""Paid acquisition: what it costs and brings, whom it brings, and that it cannot be dodged."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.calendar import Calendar
from sim.errors import InputError
from sim.offers import Offers
from sim.plan import NoPlan
from sim.run import Run, run
from sim.shock import Shock
from strategies import StrategyPlan
from strategies.acquisition import Acquisition
from tests.communities import community

CALENDAR = Calendar(date(2024, 1, 1), 60)
SEGMENTS = ("a",)


def offered(*strategies: Acquisition, budget: float | None = None) -> Offers:
    return StrategyPlan(strategies, budget).offers(CALENDAR, SEGMENTS)


def lived(plan: StrategyPlan | NoPlan, days: int = 60, **changes: Any) -> Run:
    values = {"visit_base": -1.0, **changes.pop("values", {})}
    return run(community(200, days, values=values, **changes), plan, 5)


def test_spend_is_booked_by_day_and_members_come() -> None:
    out = lived(StrategyPlan((Acquisition(spend_per_day=50, from_day=10, to_day=20),)))
    booked = out.ledger.daily("acquisition", "acquisition")
    assert booked.tolist() == [0] * 10 + [5000] * 10 + [0] * 40
    # 2 x 200 / 10 x 50 / 250 = 8 a day.
    assert out.trajectory.total("joined_paid") == pytest.approx(80, abs=27)
    assert not out.trajectory.daily("joined_paid")[20:].any()
    (told,) = out.deliveries
    assert (told.reached, told.unit, told.spent_cents) == (80, "members", 50_000)


def test_carried_over_money_works_later() -> None:
    offers = offered(Acquisition(carry=0.5, spend_per_day=50, to_day=2, half_spend=1e7))
    # Far from saturation: 25, 37.5, 18.75, ... at half of the cost of 10.
    assert offers.paid_arrivals[:4] == pytest.approx([5.0, 7.5, 3.75, 1.875], rel=1e-4)


def test_money_ends_it() -> None:
    out = lived(StrategyPlan((Acquisition(spend_per_day=50),), 120.0))
    assert out.ledger.cash("acquisition") == 10_000
    assert out.deliveries[0].days == 2
    assert out.deliveries[0].stop is not None
    nothing = offered(Acquisition(spend_per_day=50), budget=0.01)
    assert not nothing.paid_arrivals.any()


def test_one_channel_is_used_once() -> None:
    """A hundred strategies on one channel would be a hundred channels."""
    with pytest.raises(InputError, match="each set the channel search"):
        offered(Acquisition(name="a"), Acquisition(name="b"))
    both = offered(Acquisition(name="a"), Acquisition(name="b", channel="feed", carry=0))
    alone = [offered(Acquisition()), offered(Acquisition(channel="feed", carry=0))]
    assert both.paid_arrivals == pytest.approx(sum(one.paid_arrivals for one in alone))


def test_channels_of_a_day_share_their_mean_quality() -> None:
    both = offered(
        Acquisition(
            name="a", quality=np.exp(-0.4), half_spend=1e7, member_cost=10, spend_per_day=10,
        ),
        Acquisition(
            name="b", channel="feed", quality=1, carry=0, half_spend=1e7, member_cost=10,
            spend_per_day=30,
        ),
    )  # fmt: skip
    assert both.paid_trait == pytest.approx(np.full(60, -0.1), abs=1e-5)


def test_whom_a_channel_brings_comes_less() -> None:
    """M100: retention of the paid is 0.75 to 1 of others'; here 0.86 of the odds of a visit."""
    quiet = {"visit_base": -3.0, "visit_spread": 0.0, "leave_rate": 0.0, "newcomer_pull": 0.0,
             "habit_pull": 0.0, "peer_pull": 0.0, "content_pull": 0.0, "satisfaction_pull": 0.0,
             "invite_rate": 0.0}  # fmt: skip
    visits = []
    for quality in (1.0, 0.86):
        bought = Acquisition(
            quality=quality, spend_per_day=4000, to_day=1, half_spend=1e5, member_cost=4,
        )  # fmt: skip
        plan = StrategyPlan((bought,))
        out = lived(plan, 120, values=quiet, arrivals=0.0)
        assert out.trajectory.total("joined_paid") > 1500
        # On the day of joining all come.
        visits.append(out.trajectory.daily("visits")[1:].sum())
    base = lived(NoPlan(), 120, values=quiet, arrivals=0.0).trajectory.daily("visits")[1:].sum()
    ratio = (visits[1] - base) / (visits[0] - base)
    odds = np.exp(-3.0) * np.array([1.0, 0.86])
    comes = odds / (1 + odds)
    assert ratio == pytest.approx(comes[1] / comes[0], abs=0.02)


def test_a_platform_that_shows_less_costs_the_same_and_brings_half() -> None:
    plan = StrategyPlan((Acquisition(spend_per_day=200),))
    shocks = (Shock(30, 0.5, "reach", 20),)
    free, struck = lived(plan, arrivals=40.0), lived(plan, arrivals=40.0, shocks=shocks)
    assert struck.ledger.cash("acquisition") == free.ledger.cash("acquisition")
    for way in ("joined_paid", "joined_organic"):
        before, during, after = (
            struck.trajectory.daily(way)[part].sum() / free.trajectory.daily(way)[part].sum()
            for part in (slice(0, 30), slice(30, 50), slice(50, 60))
        )
        assert before == after == 1.0
        assert during == pytest.approx(0.5, abs=0.08)


def test_reach_is_no_trust() -> None:
    """A platform's shock takes nothing from those who are there."""
    felt = {"trust_pull": 2.0}
    with_shock = lived(NoPlan(), arrivals=0.0, values=felt, shocks=(Shock(10, 0.9, "reach"),))
    without = lived(NoPlan(), arrivals=0.0, values=felt)
    np.testing.assert_array_equal(with_shock.trajectory.counts, without.trajectory.counts)


def test_in_another_currency_it_brings_as_many() -> None:
    usual = offered(Acquisition())
    yen = StrategyPlan((Acquisition(),), money_unit=150.0).offers(CALENDAR, SEGMENTS)
    assert yen.paid_arrivals == pytest.approx(usual.paid_arrivals)


def test_more_members_than_may_ever_join_are_refused() -> None:
    """At a cent a member all the money in the world would fill any memory."""
    slip = Acquisition(spend_per_day=1e7, half_spend=1e7, member_cost=0.01)
    with pytest.raises(InputError, match="at most 1,000,000 are allowed") as caught:
        offered(slip)
    assert caught.value.field == "acquisition.spend_per_day"
    assert offered(Acquisition(spend_per_day=1e7, half_spend=1e7, member_cost=10.0))
