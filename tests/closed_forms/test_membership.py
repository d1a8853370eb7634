"""M4, M68, M80: a paid membership's renewals, who is willing, and what members buy."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.community import Community
from sim.compiled.layout import PAID_MONTHS
from sim.offers import Offers
from tests.closed_forms.limits import (
    CERTAIN,
    binomial,
    complete,
    logit,
    near,
    play,
    total,
    world,
)
from tests.communities import Fixed

A, B = 0.704, 1.182
"""Of M4, as the defaults."""

LIMIT = {"subscribe_rate": 1.0, "renew_idle": 0.0, "renew_ties": 0.0, "renew_worth": 0.0,
         "member_spend": 0.0}  # fmt: skip
"""All who are willing join on the first morning that they may, and only M4 renews."""


def beta(a: float, b: float) -> float:
    return math.gamma(a) * math.gamma(b) / math.gamma(a + b)


def survival(months: float) -> float:
    """Return M4's share of members after so many renewals, which need not be a whole number."""
    return beta(A, B + months) / beta(A, B)


def membership(fee: float = 0.0, perks: float = 1.0) -> Fixed:
    def write(offers: Offers) -> None:
        offers.pull("fee", fee)
        offers.pull("perks", perks)

    return Fixed(write)


def test_m4_the_rate_of_renewal_rises_with_age() -> None:
    """M4: 20,000 members join a free membership on day 7; a month has 28 days.

    Expected: a share S(t) = B(a, b + t) / B(a, b) goes on after t months, .627 .474 .388 .332, so
        that the rate of renewal rises from .627 to .856 though nobody changes.
    Runs: one of 20,000 founders over 120 days.
    Tolerance: 4 standard errors.
    Power: fails when the hazard is 1.5 % off, and for members who all lapse alike (.627^t).
    """
    n = 20_000
    t = play(world(n, 120, visit_base=CERTAIN, **LIMIT), 41, membership()).trajectory
    assert t.daily("subscribed").tolist() == [0] * 7 + [n] + [0] * 112
    renewed = t.daily("renewed")
    assert np.flatnonzero(renewed).tolist() == [35, 63, 91, 119]
    rates = []
    for month, day in enumerate((35, 63, 91, 119), start=1):
        near(renewed[day] / n, survival(month), binomial(survival(month), n))
        rates.append(renewed[day] / (renewed[day] + t.daily("lapsed")[day]))
    assert rates == sorted(rates)


@pytest.mark.parametrize(("fee", "share"), [(0.0, 1.0), (7.0, 0.75**2.6), (14.0, 0.5**2.6)])
def test_m36_how_many_are_willing(fee: float, share: float) -> None:
    """M36: perks of 1 a visit, to members who come on each of 28 days, are worth 28.

    Expected: (1 - fee / 28)^2.6 of them join.
    Runs: three of 20,000 founders over 8 days.
    Tolerance: 4 standard errors.
    Power: fails when the share is 1.5 % off.
    """
    n = 20_000
    values = {**LIMIT, "subscribe_power": 2.6}
    t = play(world(n, 8, visit_base=CERTAIN, **values), 42, membership(fee)).trajectory
    near(t.total("subscribed") / n, share, max(binomial(share, n), 1e-9))


def test_a_fee_of_what_perks_are_worth_is_paid_by_nobody() -> None:
    """Perks of 1 a visit to members who come on half of the days are worth 14 a month.

    Expected: at a fee of 14 nobody joins, at 13.9 a few would were the power small.
    Runs: two of 2,000 founders over 8 days.
    Tolerance: exact; somebody.
    Power: fails for one member.
    """
    values = {**LIMIT, "subscribe_power": 0.5}
    spec = world(2000, 8, visit_base=logit(0.5), **values)
    assert play(spec, 43, membership(14.001)).trajectory.total("subscribed") == 0
    assert play(spec, 43, membership(13.0)).trajectory.total("subscribed") > 100


@pytest.mark.parametrize(("fee", "kept"), [(0.0, 0.5), (14.0, 0.75)])
def test_perks_beyond_the_fee_keep_members(fee: float, kept: float) -> None:
    """Perks of 1 a visit are worth 28 to who always comes, and half of the hazard hangs on them.

    Expected: a share B(a, b + s) / B(a, b) goes on, with s = 1 - 0.5 (1 - fee / 28).
    Runs: two of 20,000 founders over 36 days.
    Tolerance: 4 standard errors.
    Power: fails when s is 0.05 off.
    """
    values = {**LIMIT, "renew_worth": 0.5, "subscribe_power": 0.5}
    t = play(world(20_000, 36, visit_base=CERTAIN, **values), 46, membership(fee)).trajectory
    joined = t.total("subscribed")
    near(t.total("renewed") / joined, survival(kept), binomial(survival(kept), joined))


@pytest.mark.parametrize("idle", [False, True], ids=["ties", "idle"])
def test_m68_ties_keep_and_idleness_loses(idle: bool) -> None:
    """M68: of members with ten ties the hazard is less, of those who did not come all month more.

    Expected: a share B(a, b + s) / B(a, b) goes on, with s = 1 - 0.3 x 10 / 15 = 0.8 of the former
        and s = 1 + 0.6 = 1.6 of the latter.
    Runs: one of 200 graphs of 11, and one of 2,200 without ties whose last visit is set; 36 days.
    Tolerance: 4 standard errors.
    Power: fails when s is 0.2 off.
    """
    values = {**LIMIT, "visit_base": CERTAIN}
    if idle:
        spec, power = world(2200, 36, **{**values, "renew_idle": 0.6}), 1.6
        communities, seeds = [spec], [44]
    else:
        spec, power = world(11, 36, graph=complete(11), **{**values, "renew_ties": 0.3}), 0.8
        communities, seeds = [spec] * 200, list(range(200))
    kept = 0
    for one, seed in zip(communities, seeds, strict=True):
        community = Community(one, seed)
        community.offer(membership().offers(one.calendar, one.segments), 0)
        community.live(35)
        if idle:
            community.members["last_visit"] = 6
        community.live(36)
        kept += total(community, "renewed")
        paying = community.columns.club[: community.size, PAID_MONTHS]
        assert set(paying.tolist()) <= {-1, 2}
    near(kept / 2200, survival(power), binomial(survival(power), 2200))


def test_m80_members_buy_more_while_they_pay() -> None:
    """M80: a tenth of visits has an order; paying 1 a month raises that by 0.5 (1 - 1/e).

    Expected: 0.1 x (1 + 0.5 x 0.632121) orders a visit from day 7 to 34.
    Runs: one of 5,000 founders over 35 days.
    Tolerance: 4 standard errors.
    Power: fails when the rise is 2 points off.
    """
    values = {**LIMIT, "member_spend": 0.5, "buy_rate": 0.1, "subscribe_power": 0.5}
    spec = world(5000, 35, visit_base=CERTAIN, **values)
    t = play(spec, 45, membership(1.0, 1e5)).trajectory
    assert t.total("subscribed") > 4990, "for next to nothing of what it is worth, all join"
    visits, share = 28 * t.total("subscribed"), 0.1 * (1 + 0.5 * -math.expm1(-1.0))
    near(t.daily("buyers")[7:].sum() / visits, share, binomial(share, visits), bias=1e-4)
