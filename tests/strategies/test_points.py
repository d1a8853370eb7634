"""Points: what is written, what is booked, what the purse holds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.calendar import Calendar
from sim.errors import InputError
from sim.ledger import ACCOUNTS, Ledger
from sim.levers import LEVER_INDEX
from sim.offers import Offers
from sim.run import Run
from strategies import Brief, Points, StrategyPlan
from strategies.audiences import Definition
from tests.free_lunch.ground import Ground, Size
from tests.metrics.recorded import trajectory

START = date(2024, 1, 1)
DAYS = 90


def brief(envelope_cents: int | None = None) -> Brief:
    return Brief(Calendar(START, DAYS), ("general", "visas"), envelope_cents)


def offered(points: Points, envelope_cents: int | None = None) -> Offers:
    offers = Offers(Calendar(START, DAYS), 2)
    points.offers(brief(envelope_cents), offers)
    return offers


def lever(offers: Offers, name: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    return offers.table[..., LEVER_INDEX[name]]


def test_writes_its_levers_and_rules() -> None:
    offers = offered(
        Points(
            per_visit=2, per_post=7, point_cost=0.02, levels=(10, 20), privilege=0.25,
            reward_points=300, expiry_days=100,
        )
    )  # fmt: skip
    assert (lever(offers, "points_per_visit") == 2).all()
    assert (lever(offers, "points_per_post") == 7).all()
    assert (lever(offers, "point_value") == np.float32(0.02)).all()
    assert lever(offers, "privilege") == pytest.approx(0.10 * (1 - np.exp(-2.5)))
    assert offers.rules.level_thresholds == (10, 20)
    assert offers.rules.reward_points == 300
    assert offers.rules.points_expiry_days == 100
    assert offers.rules.points_purse == -1


def test_endowed_points_are_a_rule_of_a_programme_that_runs() -> None:
    assert offered(Points(endowed_points=10)).rules.endowed_points == 10
    idle = offered(Points(endowed_points=10, per_visit=0, per_post=0)).rules
    assert idle.endowed_points == 0
    with pytest.raises(InputError, match="only 0 is allowed"):
        Points(from_day=5, endowed_points=10)
    Points(from_day=5)


def test_points_give_no_badge_away() -> None:
    """The strategy `badge` has what it costs; what a file says of none is none."""
    gone: dict[str, Any] = {"badge_posts": 20}
    with pytest.raises(InputError, match=r"add the strategy badge, such as badge: \{posts: 20\}"):
        Points(**gone)
    none: dict[str, Any] = {"badge_posts": 0}
    assert Points(**none) == Points()


def test_a_point_may_be_worth_more_than_it_costs() -> None:
    offers = offered(Points(point_cost=0.01, point_value=0.03))
    assert (lever(offers, "point_value") == np.float32(0.03)).all()


def test_books_grants_redemptions_and_the_liability() -> None:
    points = Points(point_cost=0.05, setup_cost=100, privilege=0.1, privilege_cost=20)
    issued = [100, *[0] * (DAYS - 1)]
    redeemed = [0, 0, 40, *[0] * (DAYS - 3)]
    expired = [0] * (DAYS - 1) + [10]
    clawed_back = [0] * (DAYS - 1) + [6]
    seen = trajectory(
        START, DAYS, points_issued=issued, points_redeemed=redeemed, points_expired=expired,
        points_clawed_back=clawed_back, outstanding_points=44,
    )  # fmt: skip
    ledger = Ledger(DAYS)
    points.settle(brief(), seen, ledger)
    grants = ledger.daily("grant")
    assert {int(day): int(grants[day]) for day in np.flatnonzero(grants)} == {
        0: 10_000 + 2_000, 30: 2_000, 60: 2_000,
    }  # fmt: skip
    assert ledger.daily("redemption").nonzero()[0].tolist() == [2]
    assert ledger.balance("redemption") == 40 * 5
    assert ledger.cash() == 16_000 + 200
    assert ledger.balance("cash") == -ledger.cash()
    # Of 100 points 40 are redeemed, and 22 of the 44 that are open are expected to be.
    assert ledger.owed() == 44 * 5 * 62 // 100
    assert ledger.daily("owed").nonzero()[0].tolist() == [DAYS - 1]
    assert ledger.owed_in_full() == 44 * 5
    assert ledger.cost() == ledger.cash() + ledger.owed()
    assert ledger.balance("points_liability") == -44 * 5
    assert ledger.balance("points_provision") == 44 * 5
    assert ledger.daily("points_liability")[:3].tolist() == [-500, 0, 200]


def test_no_privileges_no_fee() -> None:
    for points in (Points(privilege=0, privilege_cost=20), Points(levels=(), privilege_cost=20)):
        ledger = Ledger(DAYS)
        points.settle(brief(), trajectory(START, DAYS), ledger)
        assert ledger.cost() == 0


def test_grants_come_before_the_purse() -> None:
    points = Points(point_cost=0.05, setup_cost=100, privilege_cost=20)
    assert offered(points, 20_000).rules.points_purse == (20_000 - 16_000) // 5


def test_privileges_stop_on_the_day_their_fee_is_not_covered() -> None:
    points = Points(setup_cost=100, privilege=0.1, privilege_cost=20)
    offers = offered(points, 14_999)
    privileged = lever(offers, "privilege").any(axis=(1, 2))
    assert np.flatnonzero(privileged).tolist() == list(range(60))
    assert offers.rules.points_purse == 999
    ledger = Ledger(DAYS)
    points.settle(brief(14_999), trajectory(START, DAYS), ledger)
    assert ledger.cost() == 14_000


def test_what_cannot_pay_its_first_day_does_not_start() -> None:
    points = Points(setup_cost=100)
    offers = offered(points, 9_999)
    assert not offers.table.any()
    assert offers.rules.level_thresholds == ()
    ledger = Ledger(DAYS)
    points.settle(brief(9_999), trajectory(START, DAYS), ledger)
    assert ledger.cost() == 0


def test_free_points_need_no_purse() -> None:
    points = Points(point_cost=0)
    assert offered(points, 0).rules.points_purse == -1
    assert points.cadence_days(0) is None


def test_stops_promising_when_the_purse_is_empty() -> None:
    points = Points(per_visit=2, per_post=5, point_cost=0.01)
    assert points.cadence_days(None) is None
    assert points.cadence_days(1_000) == 7
    for issued, open_days in ((995, DAYS), (996, 14)):
        offers = offered(points, 1_000)
        seen = trajectory(START, DAYS, points_issued=[issued, *[0] * (DAYS - 1)])
        points.adapt(brief(1_000), seen, 14, offers)
        assert np.count_nonzero(lever(offers, "points_per_visit")[:, 0, 0]) == open_days
        assert np.count_nonzero(lever(offers, "points_per_post")[:, 0, 0]) == open_days


def test_privileges_end_when_they_have_used_up_their_money() -> None:
    # Five cents a visit and level, out of a dollar.
    points = Points(privilege=0.1, privilege_visit_cost=0.05, reward_points=0)
    assert points.cadence_days(100) == 7
    for visits, first_look in ((19, None), (20, 3), (90, 3)):
        offers = offered(points, 100)
        seen = trajectory(START, DAYS, level_visits=[0, 0, visits, *[0] * (DAYS - 3)])
        for today in (1, 2, 3, 7):
            points.adapt(brief(100), seen, today, offers)
        privileged = lever(offers, "privilege")[:, 1, 0] > 0
        assert np.count_nonzero(privileged) == (first_look or DAYS)
        ledger = Ledger(DAYS)
        points.settle(brief(100), seen, ledger)
        assert ledger.cost() == min(5 * visits, 100)


def test_visits_after_their_end_cost_no_privileges() -> None:
    points = Points(privilege=0.1, privilege_visit_cost=0.05, reward_points=0)
    seen = trajectory(START, DAYS, level_visits=[0] * 20 + [19] + [9] * (DAYS - 21))
    ledger = Ledger(DAYS)
    points.settle(brief(100), seen, ledger)
    # 95 cents on day 20; from day 21, a look, they go on, as there are five left.
    assert ledger.cost() == 100
    assert ledger.daily("redemption")[22:].sum() == 0


def test_without_money_there_are_no_privileges() -> None:
    points = Points(privilege=0.1, reward_points=0)
    assert not lever(offered(points, 0), "privilege").any()
    assert lever(offered(points, 1), "privilege").any()


@given(
    envelope=st.integers(0, 10**9),
    point_cost=st.floats(1e-6, 100),
    setup=st.floats(0, 1e5),
    fee=st.floats(0, 1e4),
)
def test_what_the_purse_holds_never_costs_more_than_the_envelope(
    envelope: int, point_cost: float, setup: float, fee: float
) -> None:
    points = Points(point_cost=point_cost, setup_cost=setup, privilege_cost=fee)
    purse = max(offered(points, envelope).rules.points_purse, 0)
    third, rest = purse // 3, purse - purse // 3
    daily = [third, rest, *[0] * (DAYS - 2)]
    seen = trajectory(START, DAYS, points_issued=daily, points_redeemed=daily)
    ledger = Ledger(DAYS)
    points.settle(brief(envelope), seen, ledger)
    assert ledger.cost() <= envelope


@given(
    st.lists(st.integers(0, 10**6), min_size=DAYS, max_size=DAYS),
    st.sampled_from([0.01, 0.07, 0.29, 0.005, 0.0033, 1.0]),
)
def test_no_fraction_of_a_cent_is_lost_or_added(redeemed: list[int], point_cost: float) -> None:
    ledger = Ledger(DAYS)
    points = Points(point_cost=point_cost)
    points.settle(brief(), trajectory(START, DAYS, points_redeemed=redeemed), ledger)
    assert ledger.cost() == int(sum(redeemed) * Fraction(str(point_cost)) * 100)
    assert (ledger.daily("redemption") >= 0).all()


@pytest.mark.parametrize("levels", [(5, 5), (9, 3), (0, 3), tuple(range(1, 9))])
def test_bad_levels(levels: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="level"):
        Points(levels=levels)


@pytest.mark.parametrize("bad", [{"point_cost": -0.01}, {"per_visit": -1}, {"per_visit": 1.5}])
def test_bad_values(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Points.model_validate(bad)


# for an audience, and levels by spending

SOME: dict[str, Definition] = {
    "all": "days_since_joining >= 0",
    "fresh": "days_since_joining <= 21",
}
LIVELY = {"visit_base": -1.5, "buy_rate": 0.2, "redeem_rate": 0.3}


@cache
def ground() -> Ground:
    here = Ground("shop", Size(members=300, past=30, days=70, arrivals=6.0), range(2), ("visits",))
    behaviour = here.scenario.behaviour.updated(LIVELY, "assumed", "made up")
    here.spec = here.scenario.with_behaviour(behaviour).spec()
    return here


def lived(points: Points, budget: float | None = None) -> Run:
    return ground().run(StrategyPlan((points,), budget, audiences=SOME), 0)


@pytest.mark.parametrize("budget", [None, 20.0])
def test_points_for_an_audience_of_everybody_are_points_for_everybody(budget: float | None) -> None:
    """To the bit, with and without a purse."""
    fields: dict[str, Any] = {"per_visit": 3, "reward_points": 20, "privilege_form": "access"}
    aimed, plain = (lived(Points(audience=who, **fields), budget) for who in ("all", None))
    assert np.array_equal(aimed.trajectory.counts, plain.trajectory.counts)
    assert [aimed.ledger.daily(a).tolist() for a in ACCOUNTS] == [
        plain.ledger.daily(a).tolist() for a in ACCOUNTS
    ]
    assert aimed.deliveries == plain.deliveries


@pytest.mark.parametrize("budget", [None, 15.0])
def test_points_for_some_are_earned_by_them_and_redeemed_by_whoever_has_them(
    budget: float | None,
) -> None:
    """Who is no longer new keeps the points: the liability and the purse are everybody's."""
    one = lived(Points(audience="fresh", per_visit=3, reward_points=20, levels=()), budget)
    whole, fresh = one.trajectory, one.trajectory.among("fresh")
    assert whole.total("points_issued") == fresh.total("points_issued") > 0
    assert whole.total("points_redeemed") > fresh.total("points_redeemed") > 0
    paid = one.ledger.balance("redemption", "points")
    assert paid == pytest.approx(whole.total("points_redeemed"), abs=1), "a cent a point"
    assert one.ledger.owed_in_full("points") == pytest.approx(whole.outstanding_points, abs=1)
    if budget is not None:
        assert paid + one.ledger.owed_in_full("points") <= 100 * budget
        assert whole.total("points_issued") <= 100 * budget
        (did,) = one.deliveries
        assert did.refused_cents > 0  # type: ignore[attr-defined]


def test_privileges_for_some_are_paid_for_their_visits_alone() -> None:
    fields: dict[str, Any] = {"levels": (2, 5), "reward_points": 0, "per_visit": 1}
    one = lived(Points(audience="fresh", **fields))
    visits = one.trajectory.among("fresh").total("level_visits")
    assert 0 < visits < one.trajectory.total("level_visits")
    a_visit = Points().privilege_visit_cost * Points().privilege / 0.1
    assert one.ledger.cash("points") == pytest.approx(100 * a_visit * visits, abs=1)


@pytest.mark.parametrize(
    ("by", "levers", "alone"),
    [("activity", 0.0, 0), ("spend", 0.5, 1), ("both", 0.5, 0)],
)
def test_what_levels_are_earned_by(by: Any, levers: float, alone: int) -> None:
    offers = offered(Points(levels_by=by, spend_point=2.0))
    assert (lever(offers, "level_spend") == levers).all()
    assert offers.rules.spend_alone == alone


def test_levels_by_spending_need_no_points() -> None:
    """They give privileges; without any, and without points, nothing is promised."""
    fields: dict[str, Any] = {"levels_by": "spend", "per_visit": 0, "per_post": 0}
    assert not Points(**fields).idle
    assert Points(privilege=0, **fields).idle
    assert Points(levels=(), **fields).idle
    one = lived(Points(levels=(30, 90), **fields))
    assert one.trajectory.tiers[1:].sum() > 20
    assert one.trajectory.total("points_issued") == 0
    assert one.ledger.cash("points") > 0


def test_whom_levels_by_spending_reach() -> None:
    """By activity those who come, by spending those who buy; by both at least as many."""
    tiers = {
        by: int(lived(Points(levels=(30,), per_post=0, levels_by=by)).trajectory.tiers[1])
        for by in ("activity", "spend", "both")
    }
    assert tiers["both"] >= max(tiers["activity"], tiers["spend"])
    assert min(tiers.values()) > 0
    assert len(set(tiers.values())) == 3
