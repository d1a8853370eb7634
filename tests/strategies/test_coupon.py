"""Coupons: redeemed, outstanding and owed, to the cent."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import Calendar
from sim.ledger import Ledger
from strategies import Brief, Stop, StrategyPlan
from strategies.coupon import Coupon
from strategies.owed import redeemed_share
from tests.metrics.recorded import trajectory

START = date(2024, 1, 1)
DAYS = 60
TEN = 10.0
"""List price of an order."""


def settled(coupon: Coupon, budget: float | None = None, **record: Any) -> Ledger:
    seen = trajectory(START, DAYS, **{"basket": TEN, "buyers": [2] * DAYS, **record})
    ledger = Ledger(DAYS)
    StrategyPlan((coupon,), budget).settle(seen, ledger)
    return ledger


def test_it_costs_what_is_redeemed_while_it_is_valid() -> None:
    """Two orders a day at a fifth off ten for 14 days from day 5 on."""
    ledger = settled(Coupon(discount=0.2, valid_days=14, from_day=5))
    paid = ledger.daily("redemption", "coupon")
    assert np.flatnonzero(paid).tolist() == list(range(5, 19))
    assert set(paid[5:19]) == {400}
    assert ledger.cost() == ledger.cash("coupon") == -ledger.balance("coupons") == 5600
    assert ledger.balance("cash") == ledger.revenue() == ledger.owed_in_full() == 0


def test_an_order_that_is_paid_back_gives_its_cut_back() -> None:
    """A quarter of what is sold is: three quarters of what the coupons took off were taken off."""
    coupon = Coupon(discount=0.2, valid_days=30, from_day=50)
    ledger = settled(coupon, members=np.full(DAYS, 100), left=[1] * DAYS, refund_share=0.25)
    assert ledger.cash() == -ledger.balance("coupons") == 20 * 150
    assert ledger.owed_in_full() == 80 * 150
    assert ledger.owed() == int(80 * 150 * redeemed_share(0.02, 0.01, 20))


def test_again_and_again() -> None:
    paid = settled(Coupon(discount=0.2, valid_days=3, every_days=20, from_day=10)).daily(
        "redemption"
    )
    assert np.flatnonzero(paid).tolist() == [10, 11, 12, 30, 31, 32, 50, 51, 52]


def test_what_is_still_valid_at_the_end_is_owed() -> None:
    """Issued on day 50 for 30 days to 100 members: 20 have used it, 80 hold it for 20 more days.

    Two of a hundred redeem it a day, one leaves: so in 20 days 0.02 (1 - k^20) / (1 - k) of 80.
    """
    coupon = Coupon(discount=0.2, valid_days=30, from_day=50)
    ledger = settled(coupon, members=np.full(DAYS, 100), left=[1] * DAYS)
    assert ledger.cash() == 20 * 200
    assert ledger.owed_in_full() == 80 * 200
    assert ledger.owed() == int(80 * 200 * redeemed_share(0.02, 0.01, 20))
    assert ledger.cost() == ledger.cash() + ledger.owed()


@pytest.mark.parametrize("over", [{"valid_days": 10}, {"to_day": DAYS}, {"to_day": 55}])
def test_what_is_over_is_not_owed(over: dict[str, int]) -> None:
    coupon = Coupon(**{"discount": 0.2, "valid_days": 30, "from_day": 50, **over})
    assert settled(coupon, members=np.full(DAYS, 100)).owed_in_full() == 0


@given(
    budget=st.floats(0, 2000), discount=st.floats(0, 0.95), valid=st.integers(1, 90),
    every=st.integers(0, 40), first=st.integers(0, DAYS - 1),
    buyers=st.lists(st.integers(0, 30), min_size=DAYS, max_size=DAYS),
)  # fmt: skip
def test_spent_and_owed_stay_within_the_budget(
    budget: float, discount: float, valid: int, every: int, first: int, buyers: list[int]
) -> None:
    coupon = Coupon(
        discount=discount, valid_days=valid, every_days=every, from_day=first, budget=budget
    )
    record = {"buyers": buyers, "members": np.full(DAYS, 100)}
    ledger = settled(coupon, **record)
    assert ledger.cash("coupon") + ledger.owed_in_full() <= round(100 * budget)
    assert 0 <= ledger.owed() <= ledger.owed_in_full()
    # All that was taken off is booked, also what a rush took off when the money was gone.
    seen = trajectory(START, DAYS, basket=TEN, **record)
    brief = Brief(Calendar(START, DAYS), ("general",), round(100 * budget))
    taken_off = float(coupon.course(brief, seen).deeds.sum()) * 100 * discount * TEN
    assert ledger.cash() == -ledger.balance("coupons") == pytest.approx(taken_off, abs=1)
    assert ledger.cash() == ledger.cash("coupon") + ledger.beyond("coupon")


def test_what_a_rush_took_off_beyond_its_money_counts_once() -> None:
    """It is a cost, and no less margin: profit knows each cut once, whoever pays."""
    rush = [2] * 15 + [200] * 6 + [2] * (DAYS - 21)
    ledger = settled(Coupon(discount=0.1, valid_days=DAYS, budget=200), buyers=rush)
    assert ledger.beyond("coupon") > 0
    assert ledger.cash("coupon") == 20_000
    assert ledger.cash() == -ledger.balance("coupons") == 20_000 + ledger.beyond("coupon")


def test_a_deep_one_needs_more_money_to_begin() -> None:
    """Nobody knows how many a cut will bring, so it reckons with the 4th power of the price."""
    days = [
        int(
            Coupon(discount=cut, valid_days=DAYS)
            .course(
                Brief(Calendar(START, DAYS), ("general",), 100_00),
                trajectory(START, DAYS, basket=TEN, buyers=[2] * DAYS),
            )
            .shares.sum()
        )
        for cut in (0.1, 0.5, 0.9)
    ]
    assert days[0] > days[1] >= days[2] == 0


def test_its_days_end_with_its_validity() -> None:
    plan = StrategyPlan((Coupon(valid_days=14),))
    assert plan.foreseen(Calendar(START, DAYS), ("general",)) == ()
    seen, ledger = trajectory(START, DAYS, basket=TEN, buyers=[2] * DAYS), Ledger(DAYS)
    plan.settle(seen, ledger)
    (told,) = plan.account(seen, ledger)
    assert (told.days, told.reached, told.unit) == (14, 28, "orders")
    assert told.stop == Stop("calendar", 14)
