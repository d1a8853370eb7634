"""What is finite is conserved: members, points, rewards, attention, growth accounting."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.offers import Offers
from sim.run import Run, run
from sim.trajectory import Trajectory
from tests.worlds import Fixed, community, rich

VALUES = {
    "visit_base": -1.5, "leave_rate": 0.01, "return_rate": 0.02, "invite_rate": 0.05,
    "accept_rate": 0.5, "hunter_share": 0.2, "redeem_rate": 0.3,
}  # fmt: skip


def play(seed: int, points_purse: int = -1, rewards_purse: int = -1, **changes: object) -> Run:
    def write(offers: Offers) -> None:
        rich(offers)
        offers.rules.points_purse = points_purse
        offers.rules.unlocks_purse_cents = rewards_purse

    return run(community(300, 50, values=VALUES, **changes), Fixed(write), seed)


def check(t: Trajectory) -> None:
    joined = sum(t.daily(f"joined_{channel}") for channel in ("organic", "paid", "referred"))
    change = np.diff(t.members, prepend=0)
    assert np.array_equal(change, joined - t.daily("left") + t.daily("returned"))
    used = t.total("points_redeemed") + t.total("points_expired") + t.total("points_clawed_back")
    assert t.opening_points + t.total("points_issued") == used + t.outstanding_points
    assert (
        t.total("rewards_issued_cents")
        == t.total("rewards_paid_cents")
        + t.total("rewards_clawed_back_cents")
        + t.outstanding_rewards_cents
    )
    assert t.outstanding_rewards_cents >= 0
    a = t.active28
    assert np.array_equal(np.diff(a, prepend=0), t.newly_active + t.resurrected - t.churned)
    assert (t.by_segment("writers") <= t.by_segment("visits")).all()
    assert (t.daily("active") <= t.weekly_active).all()
    assert (t.weekly_active <= t.active28).all()
    assert (t.active28 <= t.monthly_active).all()
    assert t.triangle.sum(axis=0)[0] <= t.weekly_active[6]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), points=st.integers(0, 3000), cents=st.integers(0, 20_000))
def test_everything_balances(seed: int, points: int, cents: int) -> None:
    result = play(seed, points, cents)
    check(result.trajectory)
    assert result.trajectory.total("points_issued") <= points
    t = result.trajectory
    assert t.total("rewards_issued_cents") - t.total("rewards_clawed_back_cents") <= cents


def test_an_ample_purse_is_no_purse() -> None:
    free, ample = play(3).trajectory, play(3, 10**9, 10**9).trajectory
    assert np.array_equal(free.counts, ample.counts)
    assert free.total("unlocks") > 0
    assert free.total("points_expired") > 0
    assert free.total("points_redeemed") > 0


def test_a_purse_binds() -> None:
    free, short = play(3).trajectory, play(3, 400, 4000).trajectory
    assert short.total("points_issued") <= 400 < free.total("points_issued")
    assert short.total("rewards_paid_cents") <= 4000 < free.total("rewards_paid_cents")


def test_weekly_actives_are_distinct_members() -> None:
    # The triangle's columns count distinct members by calendar week; the launch is a Monday.
    t = play(3).trajectory
    assert np.array_equal(t.triangle.sum(axis=0)[:7], t.weekly_active[6::7][:7])


def test_triangle_diagonal_is_new_actives() -> None:
    t = play(3).trajectory
    new = t.newly_active[:49].reshape(7, 7).sum(axis=1)
    assert np.array_equal(np.diag(t.triangle)[:7], new)
