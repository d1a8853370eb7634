"""A paid membership: who joins, what is booked, where it backfires, what it does not do."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import pytest

from sim.compiled.layout import PAID_MONTHS
from sim.errors import InputError
from sim.run import Rehearsal, Run
from strategies import Stop, StrategyPlan
from strategies.audiences import Arm, Definition
from strategies.membership import Membership
from tests.free_lunch.ground import Ground, Size
from tests.strategies.test_metered import seen_of, told

SIZE: Final = Size(members=500, past=60, days=119, arrivals=3.0)
USUAL: Final[dict[str, Any]] = {"price": 0.4, "perk_value": 0.15, "setup_cost": 0}
"""Perks of 0.05 a visit that are worth three times that, for members who come often."""


@cache
def ground(**values: float) -> Ground:
    """Return a shop whose members come every few days, all of whom have a view of the fee."""
    here = Ground("shop", SIZE, range(3), ("visits", "purchases", "gain"))
    usual = {"visit_base": -1.5, "buy_rate": 0.1, "subscribe_power": 2.6, "subscribe_rate": 0.3}
    behaviour = here.scenario.behaviour.updated({**usual, **values}, "assumed", "made up")
    here.spec = here.scenario.with_behaviour(behaviour).spec()
    return here


@cache
def _lived(fields: tuple[tuple[str, Any], ...], budget: float | None) -> list[Run]:
    here, plan = ground(), StrategyPlan((Membership(**dict(fields)),), budget)
    return [here.run(plan, seed) for seed in here.seeds]


def lived(budget: float | None = None, **fields: Any) -> list[Run]:
    return _lived(tuple({**USUAL, **fields}.items()), budget)


def total(runs: list[Run], count: str) -> int:
    return sum(one.trajectory.total(count) for one in runs)


def booked(runs: list[Run]) -> tuple[float, float]:
    """Return fees and costs, in currency."""
    fees = sum(-one.ledger.balance("revenue", "membership") for one in runs)
    return fees / 100, sum(one.ledger.cost("membership") for one in runs) / 100


def quo() -> list[Run]:
    here = ground()
    return [here.without(seed) for seed in here.seeds]


# who it is for, and what is booked


def test_its_steps_are_audiences_by_paid_months() -> None:
    assert dict(Membership(steps=3, step_months=2).own_audiences) == {
        "membership step 1": "paid_months >= 1 and paid_months < 3",
        "membership step 2": "paid_months >= 3 and paid_months < 5",
        "membership step 3": "paid_months >= 5",
    }
    assert Membership(perks=0.1, rise=0.05, steps=4).strengths == (0.1, 0.15, 0.2, 0.25)
    assert Membership(perks=0).own_audiences == Membership(price=0).own_audiences == {}


@pytest.mark.parametrize("forms", [(), ("access", "access"), ("discount",)])
def test_its_forms_are_such_as_cost_by_the_visit(forms: tuple[str, ...]) -> None:
    with pytest.raises(InputError):
        Membership(forms=forms)


def test_fees_are_paid_for_members_days_and_perks_for_their_visits() -> None:
    """Each step at its own cost; a month in advance is earned day by day."""
    one = lived(rise=0.1, step_months=1, steps=3)[0]
    plan = Membership(**USUAL, rise=0.1, step_months=1, steps=3)
    steps = [one.trajectory.among(name) for name in plan.own_audiences]
    days = sum(int(step.members.sum()) for step in steps)
    cost = sum(
        step.total("visits") * strength / 0.1 * plan.visit_cost
        for step, strength in zip(steps, plan.strengths, strict=True)
    )
    assert min(step.total("visits") for step in steps) > 0, "somebody must reach the last step"
    assert -one.ledger.balance("revenue", "membership") / 100 == pytest.approx(
        days * plan.price / 28, abs=0.01
    )
    assert one.ledger.balance("redemption", "membership") / 100 == pytest.approx(cost, abs=0.01)
    assert one.ledger.balance("grant", "membership") == 0
    assert one.ledger.owed() == one.ledger.owed_in_full() == 0
    (did,) = one.deliveries
    assert did.reached == sum(step.total("visits") for step in steps)  # type: ignore[attr-defined]


def test_setting_it_up_is_a_grant_on_its_first_day() -> None:
    one = lived(setup_cost=70, from_day=14)[0]
    grants = one.ledger.daily("grant", "membership")
    assert np.flatnonzero(grants).tolist() == [14]
    assert grants[14] == 7000


def test_of_each_member_there_is_one_membership() -> None:
    """Who has lapsed does not join again, and members of the record are those who paid last."""
    here = ground()
    rehearsal = Rehearsal(here.spec, StrategyPlan((Membership(**USUAL),)), 0)
    rehearsal.live(SIZE.days)
    community, seen = rehearsal.community, rehearsal.trajectory(survey=False)
    months = community.columns.club[: community.size, PAID_MONTHS]
    assert seen.total("subscribed") == int((months != 0).sum()) > 20
    assert seen.total("lapsed") == int((months < 0).sum()) > 5
    assert seen.total("renewed") > 5
    paying = community.facts()["membership"].sum()
    assert paying == seen.total("subscribed") - seen.total("lapsed")


# what it does and does not


def test_at_a_fee_above_what_perks_are_worth_nobody_joins() -> None:
    """Perks of at most 0.15 a visit are worth 4.20 to who comes on each of 28 days."""
    dear = lived(price=4.21, steps=1, setup_cost=50)
    assert total(dear, "subscribed") == 0
    for one, without in zip(dear, quo(), strict=True):
        assert np.array_equal(one.trajectory.counts, without.trajectory.counts)
        assert one.ledger.cost("membership") == 5000
    assert total(lived(price=1.5), "subscribed") > 0


def test_fewer_join_the_dearer_it_is() -> None:
    joined = [total(lived(price=price), "subscribed") for price in (0.01, 0.4, 1.0, 2.0)]
    assert joined == sorted(joined, reverse=True)
    assert joined[0] > 2 * joined[1] > 8 * joined[3]


def test_perks_that_cost_more_than_the_fee_lose_money() -> None:
    """At the fee of a cent nearly all want it; at any flat fee those who use it most."""
    for price in (0.01, 0.2):
        fees, cost = booked(lived(price=price))
        assert cost > fees
    fees, cost = booked(lived(price=2.2, rise=0))
    assert fees > cost, "for perks that are worth three times their cost there is a fee that pays"
    fees, cost = booked(lived(price=0.6, rise=0, perk_value=0.05))
    assert 0 < fees < cost, "for perks that are worth no more than that there is none"


def test_members_are_the_heavy_users_and_little_of_that_is_caused() -> None:
    """M80, P16: members come far more often than others; the membership changes next to nothing."""
    with_it = lived()
    shares = []
    for one in with_it:
        names = Membership(**USUAL).own_audiences
        inside = [one.trajectory.among(name) for name in names]
        visits = sum(each.total("visits") for each in inside)
        days = sum(int(each.members.sum()) for each in inside)
        others = one.trajectory.total("visits") - visits
        shares.append(visits / days / (others / (one.trajectory.members.sum() - days)))
    naive = float(np.mean(shares)) - 1.0
    caused = total(with_it, "visits") / total(quo(), "visits") - 1.0
    assert naive > 0.5
    assert 0.0 < caused < 0.1 * naive


def test_more_perks_bring_more_visits_and_cost_more() -> None:
    few, many = (lived(price=0.2, perks=of, forms=("status", "access")) for of in (0.05, 0.3))
    assert total(quo(), "visits") < total(few, "visits") < total(many, "visits")
    assert booked(few)[1] < booked(many)[1]


# nothing for nothing


def test_perks_that_are_not_paid_for_are_none() -> None:
    """Who pays nothing for them gives nothing, and nobody pays a fee for that."""
    free = lived(visit_cost=0, perk_value=1000)
    assert total(free, "subscribed") == 0
    assert booked(free) == (0, 0)


def test_worth_is_counted_up_to_three_times_the_cost() -> None:
    bulk, declared = lived(perk_value=0.15, rise=0), lived(perk_value=1000, rise=0)
    assert [one.ledger.cost() for one in bulk] == [one.ledger.cost() for one in declared]


def test_a_day_of_it_earns_a_day_s_fees() -> None:
    """Whoever has joined for a day is paid back the rest; nothing is left of it afterwards."""
    day = lived(from_day=14, to_day=15)
    for one in day:
        assert np.flatnonzero(one.trajectory.daily("subscribed")).tolist() == [14]
        earned = -one.ledger.daily("revenue", "membership")
        assert np.flatnonzero(earned).tolist() == [14]
        assert earned.sum() == pytest.approx(one.trajectory.total("subscribed") * 40 / 28, abs=1)
        assert one.trajectory.daily("renewed").sum() == 0


def test_what_the_money_does_not_cover_is_neither_given_nor_paid() -> None:
    """With a small budget perks stop, and with them fees and joining; what was done is booked."""
    whole = booked(lived())[1] / 3
    short = lived(budget=whole / 4)
    for one in short:
        assert one.ledger.cost("membership") <= round(25 * whole)
        assert one.ledger.beyond("membership") <= 0.5 * one.ledger.cost("membership") + 100
        (did,) = one.deliveries
        earned = -one.ledger.daily("revenue", "membership")
        stopped = did.last_day + 1  # type: ignore[attr-defined]
        assert stopped < SIZE.days - 28
        assert earned[stopped:].sum() == 0
        assert one.trajectory.daily("subscribed")[stopped + 7 :].sum() == 0
        assert one.trajectory.daily("renewed")[stopped + 7 :].sum() == 0


def test_for_an_audience_only_who_is_in_it_joins() -> None:
    here = ground()
    half: dict[str, Definition] = {"half": Arm(share=0.5)}
    plan = StrategyPlan((Membership(audience="half", **USUAL),), audiences=half)
    one = here.run(plan, 0)
    assert one.trajectory.among("half").total("subscribed") == total([one], "subscribed") > 10
    whole = lived()[0].trajectory.total("subscribed")
    assert 0.3 * whole < one.trajectory.total("subscribed") < 0.7 * whole
    assert one.ledger.balance("revenue", "membership") < 0


def test_where_nobody_would_pay_it_never_runs() -> None:
    found = told(Membership(), seen_of(absent=frozenset(["membership"])))
    assert (found.days, found.spent_cents, found.stop) == (0, 0, Stop("uncounted"))
