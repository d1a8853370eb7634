"""Group-buying: what teams sell and cost, and where they fail."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.run import Run
from strategies.groupbuy import GroupBuy
from tests.free_lunch.ground import Ground, Size, alone

SIZE = Size(members=600, past=60, days=70, arrivals=6.0)


@cache
def ground(**values: float) -> Ground:
    here = Ground("shop", SIZE, range(4), ("visits", "purchases", "gain"))
    usual = {"visit_base": -2.0, "team_rate": 0.03, "basket": 30.0, **values}
    behaviour = here.scenario.behaviour.updated(usual, "assumed", "made up for a test")
    here.spec = here.scenario.with_behaviour(behaviour).spec()
    return here


def runs(here: Ground, budget: float | None = None, **fields: Any) -> list[Run]:
    plan = alone(GroupBuy(**fields), budget=budget)
    return [here.run(plan, seed) for seed in here.seeds]


def total(some: list[Run], count: str) -> int:
    return sum(one.trajectory.total(count) for one in some)


def test_only_filled_teams_cost_their_discount_and_others_their_paying_back() -> None:
    for one in runs(ground(), discount=0.2, refund_cost=0.5):
        teams, orders = one.trajectory.total("teams"), one.trajectory.total("team_orders")
        unfilled = teams - orders // 3
        assert unfilled > 20
        assert one.ledger.cost("groupbuy") == pytest.approx(600 * orders + 50 * unfilled, abs=2)
        # What was taken off was never paid: in cash only paying back costs.
        cash = one.ledger.cash("groupbuy") + one.ledger.balance("coupons", "groupbuy")
        assert cash == pytest.approx(50 * unfilled, abs=SIZE.days)
        assert one.ledger.owed() == 0
        assert one.deliveries[0].as_dict()["reached"] == orders


def test_larger_teams_are_filled_ever_less_often() -> None:
    """V35: P(Bin(8, .2) >= m - 1)."""
    filled = []
    for size in (2, 3, 5):
        some = runs(ground(), size=size)
        filled.append(total(some, "team_orders") / size / total(some, "teams"))
    assert filled == pytest.approx([0.8322, 0.4967, 0.0563], abs=0.04)


def test_a_longer_wait_helps_a_little_and_ever_less() -> None:
    orders = [total(runs(ground(), days=days), "team_orders") for days in (1, 2, 7, 30)]
    assert orders == sorted(orders)
    assert orders[0] < orders[1]
    assert orders[3] - orders[2] <= orders[1] - orders[0]
    assert orders[3] < 1.3 * orders[0]


def test_beyond_the_usual_cut_an_order_only_costs_more() -> None:
    some, more = (runs(ground(), discount=cut) for cut in (0.1, 0.4))
    assert total(some, "team_orders") == total(more, "team_orders") > 0
    own, dear = (sum(one.ledger.cost("groupbuy") for one in of) for of in (some, more))
    assert dear > 3 * own


def test_a_trace_of_a_cut_sells_next_to_nothing() -> None:
    trace, usual = (total(runs(ground(), discount=cut), "team_orders") for cut in (0.001, 0.1))
    assert trace <= 0.001 * usual


def test_a_budget_is_spent_and_never_exceeded() -> None:
    whole = runs(ground(), discount=0.2)
    for one, free in zip(runs(ground(), 1500.0, discount=0.2), whole, strict=True):
        assert free.ledger.cost("groupbuy") > 2_000_00
        assert 1_000_00 < one.ledger.cost("groupbuy") <= 1_500_00
        assert one.trajectory.total("team_orders") < free.trajectory.total("team_orders")


def test_it_runs_only_where_people_buy_in_teams() -> None:
    here = Ground("forum", SIZE, range(2), ("visits",))
    told = runs(here)[0].deliveries[0].as_dict()
    assert told["stop"]["reason"] == "uncounted"
    assert np.array_equal(runs(here)[0].trajectory.counts, here.without(0).trajectory.counts)


def recruiting(**values: float) -> tuple[list[Run], list[Run]]:
    """Return runs of teams that anybody may fill, and of teams that are for members."""
    here = ground(**values)
    return runs(here, size=2), runs(here, size=2, recruits=True)


def test_teams_for_members_bring_some_and_fewer_are_filled() -> None:
    """Outsiders are 0.4 of those asked and half of them refuse: 0.2 (1 - 0.2) each, of 8 asked."""
    usual, closed = recruiting()
    filled = [total(some, "team_orders") / 2 / total(some, "teams") for some in (usual, closed)]
    assert filled == pytest.approx([0.8322, 1 - (1 - 0.16) ** 8], abs=0.04)
    assert total(usual, "joined_referred") < total(closed, "joined_referred")
    for one in closed:
        seen = one.trajectory
        # Whoever fills one is new with 0.4 0.5 / 0.8, and joins on the next day.
        expected = seen.daily("team_orders")[:-1].sum() / 2 * 0.25
        assert seen.total("joined_referred") == pytest.approx(expected, abs=4 * expected**0.5 + 9)
        assert (seen.daily("joined_referred")[1:] == seen.daily("accepted")[:-1]).all()
        # A team's order is as cheap as ever; joining is neither paid for nor free of charge.
        assert one.ledger.cost("groupbuy") > 0


def test_many_of_those_whom_a_team_brings_never_come_again() -> None:
    _, closed = recruiting(invite_rate=0.0)
    share = total(closed, "hunters") / total(closed, "joined_referred")
    assert share == pytest.approx(0.4, abs=0.08)
    _, honest = recruiting(invite_rate=0.0, team_hunters=0.0)
    assert total(honest, "hunters") == 0
    assert total(honest, "visits") > total(closed, "visits")


def test_teams_for_members_where_no_outsider_is_asked_are_like_others() -> None:
    usual, closed = recruiting(team_outside=0.0)
    for one, other in zip(usual, closed, strict=True):
        assert np.array_equal(one.trajectory.counts, other.trajectory.counts)


def test_large_teams_bring_as_many_as_fill_them() -> None:
    """Several who fill one team join on the same day, each a member of its own."""
    here = ground(team_accept=1.0, team_register=1.0, team_outside=1.0, team_hunters=0.0)
    for one in runs(here, size=5, recruits=True):
        seen = one.trajectory
        orders = seen.daily("team_orders")
        brought = seen.daily("accepted")
        assert orders.sum() > 100
        assert (brought >= orders * 4 // 5).all()
        assert (seen.daily("joined_referred")[1:] == brought[:-1]).all()
