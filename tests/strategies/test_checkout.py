"""A shorter path and signs of trust: paid once, worth what the steps lose, and not more."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.run import Run
from strategies.checkout import Checkout
from tests.free_lunch.ground import Ground, Size, alone

SIZE = Size(members=700, past=60, days=84, arrivals=6.0)


@cache
def ground(**values: float) -> Ground:
    here = Ground("shop", SIZE, range(4), ("visits", "purchases", "gain"))
    usual = {"visit_base": -2.0, "buy_rate": 0.1, "checkout_steps": 5.0, "trust_gain": 0.3}
    behaviour = here.scenario.behaviour.updated({**usual, **values}, "assumed", "made up")
    here.spec = here.scenario.with_behaviour(behaviour).spec()
    return here


def runs(here: Ground, budget: float | None = None, **fields: Any) -> list[Run]:
    plan = alone(Checkout(**fields), budget=budget)
    return [here.run(plan, seed) for seed in here.seeds]


def rise(here: Ground, **fields: Any) -> float:
    own = sum(one.trajectory.total("buyers") for one in runs(here, **fields))
    return own / sum(here.without(seed).trajectory.total("buyers") for seed in here.seeds) - 1


def test_each_step_less_sells_more_and_less_than_the_naive_rate() -> None:
    """V64: x1.17 and x1.38, where 1 / .8 would give x1.25 and x1.56."""
    one, two = (rise(ground(), steps_saved=steps) for steps in (1, 2))
    assert 0.08 < one < 0.2
    assert one < two < 0.45


def test_the_third_seal_lowers_what_two_do() -> None:
    """M104: more than two seals lower."""
    trust = [Checkout(steps_saved=0, seals=seals).trust for seals in range(8)]
    assert trust[:3] == sorted(trust[:3])
    assert trust[2] == 1.0
    assert trust[2:] == sorted(trust[2:], reverse=True)
    none, two, six = (rise(ground(), steps_saved=0, seals=seals) for seals in (0, 2, 6))
    assert none == 0
    assert two > max(six, 0.005)


def test_building_is_paid_once_and_each_order_its_fee() -> None:
    here = ground()
    for one in runs(here, steps_saved=2, seals=1, from_day=10, order_fee=0.5):
        assert one.ledger.balance("grant", "checkout") == 100 * (2 * 2000 + 300)
        assert one.ledger.daily("grant", "checkout")[10] == 430_000
        orders = one.trajectory.daily("buyers")[10:].sum()
        assert one.ledger.balance("redemption", "checkout") == 50 * orders


def test_without_the_money_to_build_it_nothing_is_built() -> None:
    here = ground()
    for one in runs(here, 1999.0, steps_saved=1):
        assert np.array_equal(one.trajectory.counts, here.without(one.seed).trajectory.counts)
        assert one.ledger.cost("checkout") == 0


def test_a_budget_ends_the_path_when_its_fees_are_not_covered() -> None:
    for one in runs(ground(), 2300.0, steps_saved=1, order_fee=1.0):
        assert 210_000 < one.ledger.cost("checkout") <= 230_000
        assert one.deliveries[0].as_dict()["stop"]["reason"] == "money"


def test_where_nobody_counts_steps_it_never_runs() -> None:
    here = ground(checkout_steps=0.0)
    for one in runs(here, steps_saved=4, seals=2):
        assert one.deliveries[0].as_dict()["stop"]["reason"] == "uncounted"
        assert np.array_equal(one.trajectory.counts, here.without(one.seed).trajectory.counts)


@pytest.mark.parametrize("saved", [5, 11])
def test_the_payment_stays(saved: int) -> None:
    assert rise(ground(), steps_saved=saved) == rise(ground(), steps_saved=4)
