"""Stock for a burst: what it costs when nothing is sold, when all is, and what stops it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.behaviour.preset import PRESETS, Behaviour
from sim.errors import InputError
from sim.metrics import evaluate
from sim.run import Run
from strategies import Stop, Strategy, StrategyPlan
from strategies.stock import Stock
from tests.free_lunch.ground import Ground
from tests.strategies.test_limits import ground

PAID = {"bring_cost": 2.0, "spoiled": 0.1, "goods_cost": 10.0, "recovered": 0.4, "hold_cost": 0.5}


def lived(here: Ground, *own: Strategy, budget: float | None = None) -> list[Run]:
    return [here.run(StrategyPlan(own, budget), seed) for seed in here.seeds]


def spent(one: Run) -> float:
    return one.deliveries[0].spent_cents / 100


def test_no_preset_has_it() -> None:
    assert not any(Behaviour.preset(name).has("stock") for name in PRESETS)


def test_where_stock_has_no_limit_it_never_runs_and_says_so() -> None:
    for one in lived(ground("shop"), Stock(orders=500)):
        told = one.deliveries[0]
        assert (told.days, told.reached, told.spent_cents) == (0, 0, 0)
        assert told.stop == Stop("uncounted")
        assert np.isnan(evaluate(["lost_orders"], one, one)["lost_orders"])
        assert np.isnan(evaluate(["fill_rate"], one, one)["fill_rate"])


def test_of_which_nothing_is_sold_costs_its_bringing_holding_and_clearing() -> None:
    """A hundred come in, ten of them spoilt: 2 each, 10 for a spoilt one; 90 are held for 20 days
    at 0.5 and lose 6 each. The same where the plan ends on its last day, to the cent.
    """  # fmt: skip
    here = ground("shop", stock_rate=0.9)
    days = here.spec.horizon_days
    for first, last in ((10, 30), (days - 20, None), (days - 20, days)):
        own = Stock(orders=100, from_day=first, to_day=last, **PAID)
        for one in lived(here, own):
            assert spent(one) == 100 * 2 + 10 * 10 + 90 * 20 * 0.5 + 90 * 6
            told = one.deliveries[0]
            assert (told.days, told.reached, told.unit) == (20, 0, "orders")
            assert told.stop == Stop("nobody")
            assert evaluate(["left_over"], one, one)["left_over"] == 1.0


def test_of_which_all_is_sold_costs_its_bringing_and_what_spoils() -> None:
    here = ground("shop", stock_rate=1e-6)
    own = Stock(orders=20, from_day=10, **{**PAID, "hold_cost": 0.0})
    for one in lived(here, own):
        assert one.deliveries[0].reached == 18
        assert spent(one) == 20 * 2 + 2 * 10
        assert evaluate(["left_over"], one, one)["left_over"] == 0.0
        # Nothing else is sold but what the shelf held at the launch: parts of an order.
        assert one.trajectory.total("orders") == 18


def test_fewer_go_without_and_what_is_brought_in_is_sold_or_left() -> None:
    here = ground("shop", stock_rate=0.002)
    for one, bare in zip(lived(here, Stock(orders=300)), lived(here), strict=True):
        seen = one.trajectory
        assert seen.total("lost_orders") < 0.5 * bare.trajectory.total("lost_orders")
        assert seen.total("stock_brought") == 287
        sold = one.deliveries[0].reached
        assert sold == 287 - seen.daily("stock_left")[-1]
        assert np.all(np.diff(seen.daily("stock_left")) <= 0)
        assert seen.total("orders") <= bare.trajectory.total("orders") + sold
        rates = [evaluate(["fill_rate"], r, r)["fill_rate"] for r in (one, bare)]
        assert rates[0] > rates[1]


def test_more_of_it_turns_from_gain_to_loss() -> None:
    """The first few are all sold; of ten times what is wanted most is cleared out below cost."""
    here = ground("shop", stock_rate=0.002)
    gains = [
        here.tried(StrategyPlan((Stock(orders=n, to_day=30),), None)).mean("gain")
        for n in (30, 3000)
    ]
    assert gains[0] > 0 > gains[1]


@pytest.mark.parametrize("budget", [1.0, 1399.0, 1400.02, 5000.0])
def test_money_that_would_not_cover_all_should_nothing_be_sold_brings_in_nothing(
    budget: float,
) -> None:
    """It may take 300 to bring in, 560 to hold for 28 days at 20 a day, and 540 to clear out."""
    here = ground("shop", stock_rate=0.002)
    own = Stock(orders=100, to_day=28, **{**PAID, "hold_cost": 20 / 90})
    for one in lived(here, own, budget=budget):
        assert spent(one) <= budget
        told = one.deliveries[0]
        if budget < 1000:
            assert told.days == 0
            assert told.stop == Stop.too_little(round(100 * budget))
        elif budget < 1400:
            assert told.days == 27
        else:
            assert told.days == 28


def test_two_of_them_are_refused() -> None:
    with pytest.raises(InputError, match="each set stock; a plan holds one"):
        StrategyPlan((Stock(name="a"), Stock(name="b")), None)
