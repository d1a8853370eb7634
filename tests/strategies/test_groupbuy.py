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
