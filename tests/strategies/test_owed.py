"""What is expected to be claimed of what is outstanding at the end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from sim.calendar import Calendar
from sim.ledger import Ledger
from strategies import Brief, Points
from strategies.owed import POINTS_PRIOR, REWARDS_PRIOR, claimed_share, redeemed_share
from tests.metrics.recorded import trajectory

COUNTS = st.integers(0, 10**12)


def test_nothing_decided_takes_the_published_rate() -> None:
    assert claimed_share(0, 0, 1_000, POINTS_PRIOR) == 0.5
    assert claimed_share(0, 0, 1_000, REWARDS_PRIOR) == 1.0
    assert claimed_share(0, 0, 0, POINTS_PRIOR) == 0.5


def test_by_hand() -> None:
    # Of 100 points 40 are redeemed, 16 lapsed, 44 open: (40 + 22) / 100.
    assert claimed_share(40, 16, 44, POINTS_PRIOR) == pytest.approx(0.62)
    # 30 of rewards paid, 20 clawed back, 50 held: (30 + 50) / 100.
    assert claimed_share(30, 20, 50, REWARDS_PRIOR) == pytest.approx(0.80)


@given(paid=COUNTS, lapsed=COUNTS, outstanding=COUNTS, prior=st.floats(0, 1))
def test_is_a_share(paid: int, lapsed: int, outstanding: int, prior: float) -> None:
    assert 0 <= claimed_share(paid, lapsed, outstanding, prior) <= 1


def test_v31_tends_to_one_less_the_breakage() -> None:
    """V31: a point a day, redeemed with hazard 0.005, lapsing after 365 days: breakage 0.160481.

    After ten years the share is within 0.01 of one less the breakage; after the first days it is
    the published half.
    """
    kept, days = 1 - 0.005, 3650
    outstanding = (1 - kept**365) / 0.005
    lapsed = (days - 365) * kept**365
    redeemed = days - outstanding - lapsed
    share = claimed_share(round(redeemed), round(lapsed), round(outstanding), POINTS_PRIOR)
    assert share == pytest.approx(1 - 0.160481, abs=0.01)


def test_points_that_cannot_be_redeemed_owe_nothing() -> None:
    seen = trajectory(date(2024, 1, 1), 10, points_issued=[1_000] * 10)
    for reward_points, owed in ((0, 0), (100, 5_000)):
        ledger = Ledger(10)
        brief = Brief(Calendar(date(2024, 1, 1), 10), ("general",))
        Points(reward_points=reward_points).settle(brief, seen, ledger)
        assert ledger.owed() == ledger.cost() == owed
        assert ledger.owed_in_full() == 2 * owed


def test_v60_breakage_of_coupons() -> None:
    """V60: redeemed with hazard 0.02, left with 0.005, valid 30 days: 0.426244 are redeemed.

    Holders with Beta(0.5, 9.5) hazards redeem 0.514459 in 30 days and 0.245433 in 7, where alike
    ones of 0.05 redeem 0.785361 and 0.301663; a rush before the end (27 days at 0.02, 3 at 0.1),
    0.577495.
    """
    assert redeemed_share(0.02, 0.005, 30) == pytest.approx(0.426244, abs=1e-6)
    for days, uneven, alike in ((30, 0.514459, 0.785361), (7, 0.245433, 0.301663)):
        assert redeemed_share(0.05, 0.0, days) == pytest.approx(alike, abs=1e-6)
        law, _ = integrate.quad(
            lambda q, days=days: redeemed_share(stats.beta.ppf(q, 0.5, 9.5), 0.0, days), 0, 1
        )
        assert law == pytest.approx(uneven, abs=1e-4)
    early, late = redeemed_share(0.02, 0.0, 27), redeemed_share(0.1, 0.0, 3)
    assert early + (1 - early) * late == pytest.approx(0.577495, abs=1e-6)
    assert redeemed_share(0.0, 0.0, 30) == 0.0
