"""The other measures, each against a value worked out by hand."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ledger import CASH, OPERATION, Ledger
from sim.metrics import METRICS, evaluate, roi, roi_marketing
from sim.metrics.content import gini, top_share
from tests.metrics.recorded import HandMade, trajectory

START = date(2024, 1, 1)


def _value(name: str, run: HandMade) -> float:
    return METRICS[name].compute(run)


def _ledger() -> Ledger:
    ledger = Ledger(3)
    ledger.post(OPERATION, CASH, "revenue", [10_000, 0, 5_000])
    ledger.post(OPERATION, "goods", CASH, [4_000, 0, 2_000])
    ledger.post(OPERATION, "wages", CASH, [0, 1_000, 0])
    ledger.post("content", "grant", CASH, 500)
    ledger.post("points", "redemption", "points_liability", [300, 0, 0])
    ledger.post("points", "points_liability", "redemption", [0, 0, 100])
    # At face: 3.00 - 1.00 + 8.00 of points, and a reward of 1.00.
    ledger.post("points", "points_provision", "points_liability", [800, 0, 0])
    ledger.post("invite", "rewards_provision", "rewards_liability", [0, 100, 0])
    ledger.owe("points", 300)
    ledger.owe("invite", 100)
    return ledger


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("revenue", 150.0),
        ("gross_margin", 90.0),
        ("cost", 10.0 + 15.0 + 2.0 + 4.0),
        ("cash", 10.0 + 15.0 + 2.0),
        ("owed", 4.0),
        ("owed_full", 11.0),
        ("plan_cost", 21.0),
        ("plan_cash", 17.0),
        ("spend_grant", 15.0),
        ("spend_redemption", 2.0),
        ("spend_wages", 10.0),
        ("spend_acquisition", 0.0),
        ("profit", 59.0),
    ],
)
def test_money(name: str, value: float) -> None:
    assert _value(name, HandMade(ledger=_ledger())) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        # 4 on their own, 3 in a team
        ("purchases", 7),
        ("team_orders", 3),
        ("conversion", 7 / 40),
        ("gmv", 120.0),
        ("basket", 120 / 7),
        # 150 in 3 days, 20 active a month: 150 / (20 x 0.1)
        ("arpu", 75.0),
        ("margin_per_active", 45.0),
        # 60 member-days with activity; 30 members at the end of each day, and 3 who left
        ("activity_rate", 60 / 93),
        ("invitations", 12),
        ("accepted", 3),
        ("acceptance_rate", 0.25),
        ("joined", 10),
        ("k_factor", 0.3),
        ("referred_share", 0.2),
        ("hunters", 1),
        ("hunter_share", 1 / 2),
        ("qualified", 2),
        ("unlocks", 1),
        ("points_issued", 90),
        ("points_redeemed", 30),
        ("points_outstanding", 55),
        ("breakage", 0.25),
        # 9 joined, 2 of them lapsed; 6 of 8 went on
        ("paid_members", 7),
        ("renewal_rate", 0.75),
        ("questions", 6),
        ("complaints", 2),
        ("complaint_rate", 50.0),
        # 2 questions at 1 h, 4 at 4 h, 1 complaint at 6 h; 1 complaint was not answered
        ("first_wait_hours", (2 * 1 + 4 * 4 + 6) / 7),
        ("exposures", 200),
        ("items_per_visit", 5.0),
        ("pushes_per_visit", 0.5),
        ("left", 3),
        ("returned", 1),
        ("churned", 4),
        ("resurrected", 2),
        ("quick_ratio", (6 + 2) / 4),
        # 5 promoters, 2 passives, 3 detractors of 10
        ("nps", 20.0),
        ("nps_error", 100 * math.sqrt((0.8 - 0.04) / 10)),
    ],
)
def test_value(name: str, value: float) -> None:
    seen = trajectory(
        START,
        3,
        visits=[10, 10, 20],
        exposures=[100, 50, 50],
        active=[20, 20, 20],
        members=np.array([30, 30, 30]),
        buyers=[1, 1, 2],
        team_orders=[0, 3, 0],
        gmv_cents=[3_000, 3_000, 6_000],
        invitations=[4, 4, 4],
        accepted=[1, 2, 0],
        hunters=[0, 1, 0],
        qualified=[0, 0, 2],
        unlocks=[0, 0, 1],
        joined_organic=[3, 3, 1],
        joined_paid=[1, 0, 0],
        joined_referred=[0, 1, 1],
        left=[1, 1, 1],
        returned=[0, 0, 1],
        questions=[2, 0, 4],
        complaints=[0, 1, 1],
        pushes=[20, 0, 0],
        points_issued=[30, 30, 30],
        points_redeemed=[0, 10, 20],
        points_expired=[0, 0, 10],
        subscribed=[5, 4, 0],
        renewed=[0, 2, 4],
        lapsed=[0, 0, 2],
        newly_active=np.array([3, 2, 1]),
        resurrected=np.array([0, 0, 2]),
        churned=np.array([1, 1, 2]),
        monthly_active=np.array([10, 20, 30]),
        waits=np.array([[1.0, np.nan], [np.nan, 6.0], [4.0, np.nan]]),
        survey=np.array([1, 0, 0, 0, 0, 0, 2, 1, 1, 3, 2]),
        outstanding_points=55,
    )
    assert _value(name, HandMade(seen, _ledger())) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "name",
    [
        "stickiness", "activity_rate", "posts_per_active", "gini_posts", "top1_share",
        "conversion", "basket", "k_factor", "breakage", "renewal_rate", "first_wait_hours", "nps",
        "nps_error", "quick_ratio",
    ],
)  # fmt: skip
def test_undefined_is_nan(name: str) -> None:
    assert math.isnan(_value(name, HandMade()))


def test_levels_look_at_the_last_28_days() -> None:
    weekly = np.concatenate([np.full(10, 1_000), np.full(28, 7)])
    assert _value("weekly_active", HandMade(trajectory(START, 38, weekly_active=weekly))) == 7


class TestGini:
    def test_equal_is_zero(self) -> None:
        assert gini(np.array([4, 4, 4])) == pytest.approx(0)

    def test_one_has_all(self) -> None:
        assert gini(np.array([0, 0, 0, 9])) == pytest.approx(1 - 1 / 4)

    @given(st.lists(st.integers(0, 1_000), min_size=1, max_size=30).filter(any))
    def test_mean_absolute_difference(self, values: list[int]) -> None:
        x = np.array(values)
        apart = np.abs(x[:, None] - x[None, :]).mean()
        assert gini(x) == pytest.approx(apart / (2 * x.mean()), abs=1e-12)


def test_top_share_takes_the_largest() -> None:
    values = np.arange(1, 201)
    assert top_share(values, 0.01) == pytest.approx((200 + 199) / values.sum())


class TestReturnOnInvestment:
    @staticmethod
    def _run(earned: int, spent: int) -> HandMade:
        ledger = Ledger(1)
        ledger.post(OPERATION, CASH, "revenue", earned)
        ledger.post("points", "grant", CASH, spent)
        return HandMade(ledger=ledger)

    def test_both_forms(self) -> None:
        plan, baseline = self._run(1_500, 200), self._run(1_000, 0)
        assert roi_marketing(plan, baseline) == pytest.approx(2.5)
        assert roi(plan, baseline) == pytest.approx(1.5)
        assert evaluate(["gain"], plan, baseline) == {"gain": pytest.approx(3.0)}

    def test_no_effect_loses_the_whole_cost(self) -> None:
        assert roi(self._run(1_000, 200), self._run(1_000, 0)) == -1.0

    def test_nothing_for_nothing_is_undefined(self) -> None:
        """0 / 0 is no return of zero; the gain is."""
        run = self._run(1_000, 200)
        found = evaluate(["roi", "roi_marketing", "roi_cash", "roi_owed_in_full", "gain"], run, run)
        assert found.pop("gain") == 0.0
        assert all(map(math.isnan, found.values()))

    @pytest.mark.parametrize("spent", [0, 100])
    def test_a_gain_without_extra_cost_has_no_ratio(self, spent: int) -> None:
        plan, baseline = self._run(1_500, spent), self._run(1_000, 100)
        assert math.isnan(roi(plan, baseline))
        assert math.isnan(roi_marketing(plan, baseline))
