"""Coupons that deepen the longer a member stays away: who holds which, what waiting is worth."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.ledger import Ledger
from sim.run import Run
from strategies import Stop, StrategyPlan
from strategies.audiences import Arm, Definition
from strategies.coupon import Coupon
from strategies.staircase import Staircase
from tests.free_lunch.ground import Ground, Size
from tests.strategies.test_metered import DAYS, seen_of, told

SIZE: Final = Size(members=600, past=120, days=91, arrivals=6.0)
AWAY: Final[dict[str, Definition]] = {"away": "days_since_visit >= 14"}
STAIRS: Final[dict[str, Any]] = {"after_days": 14, "step_days": 14}


@cache
def ground(**values: float) -> Ground:
    """Return a shop whose members come every few weeks and buy now and then."""
    here = Ground("shop", SIZE, range(4), ("visits", "purchases", "gain"))
    usual = {"visit_base": -3.0, "buy_rate": 0.3, "basket": 35.0, "pull_forward": 0.0}
    behaviour = here.scenario.behaviour.updated({**usual, **values}, "assumed", "made up")
    here.spec = here.scenario.with_behaviour(behaviour).spec()
    return here


def lived(here: Ground, *strategies: Any, budget: float | None = None, **over: Any) -> list[Run]:
    plan = StrategyPlan(strategies, budget, **over)
    return [here.run(plan, seed) for seed in here.seeds]


def total(runs: list[Run], count: str) -> int:
    return sum(one.trajectory.total(count) for one in runs)


@pytest.mark.parametrize(
    ("over", "depths"),
    [
        ({}, (0.1, 0.2, 0.3)),
        ({"most": 0.25}, (0.1, 0.2, 0.25)),
        ({"steps": 1}, (0.1,)),
        ({"steps": 4, "rise": 0.05, "most": 0.5}, (0.1, 0.15, 0.2, 0.25)),
        ({"discount": 0.4, "most": 0.3}, (0.3, 0.3, 0.3)),
        ({"discount": 0}, (0.0, 0.1, 0.2)),
    ],
)
def test_each_step_is_deeper_to_a_stated_most(
    over: dict[str, Any], depths: tuple[float, ...]
) -> None:
    assert Staircase(**over).depths == depths


def test_steps_follow_each_other_without_a_gap() -> None:
    assert list(Staircase().own_audiences.values()) == [
        "days_since_visit >= 30 and days_since_visit < 44",
        "days_since_visit >= 44 and days_since_visit < 58",
        "days_since_visit >= 58",
    ]
    for_some = Staircase(audience="vip", steps=1, name="stairs").own_audiences
    assert for_some == {"stairs step 1": "vip and days_since_visit >= 30"}
    with pytest.raises(InputError, match="letters, digits and _"):
        Staircase(audience="v-i-p")
    assert len(Staircase(discount=0).own_audiences) == 2, "a step of nothing is for nobody"
    assert Staircase(most=0).own_audiences == {}


def test_stairs_without_a_rise_are_one_coupon_to_the_bit() -> None:
    """However many steps there are: the same members hold the same depth for the same days."""
    here = ground()
    flat = lived(here, Staircase(discount=0.2, rise=0, steps=3, **STAIRS))
    one = lived(
        here, Coupon(name="staircase", discount=0.2, valid_days=14, every_days=14, audience="away"),
        audiences=AWAY,
    )  # fmt: skip
    for with_steps, with_one in zip(flat, one, strict=True):
        mine, other = (each.trajectory.counts.sum(axis=1) for each in (with_steps, with_one))
        assert np.array_equal(mine, other)
        pair = [each.ledger.daily("redemption") for each in (with_steps, with_one)]
        assert np.abs(np.cumsum(pair[0] - pair[1])).max() <= 3, "a cent a step"
    assert total(flat, "buyers") > total([here.without(seed) for seed in here.seeds], "buyers")


def test_it_costs_when_it_is_redeemed_at_the_depth_of_the_step() -> None:
    here = ground()
    stairs = Staircase(**STAIRS)
    for one in lived(here, stairs):
        orders = [one.trajectory.among(name).total("buyers") for name in stairs.own_audiences]
        paid = sum(
            count * depth * one.trajectory.basket
            for count, depth in zip(orders, stairs.depths, strict=True)
        )
        assert min(orders) > 0
        assert one.ledger.cash("staircase") / 100 == pytest.approx(paid, abs=0.05)
        assert one.ledger.balance("grant", "staircase") == 0
        (did,) = one.deliveries
        assert (did.reached, did.unit) == (sum(orders), "orders")  # type: ignore[attr-defined]
    nobody = lived(ground(buy_rate=1e-9), stairs)
    assert all(one.ledger.cash("staircase") == 0 for one in nobody), "held, and not redeemed"


def test_nobody_comes_sooner_or_later_for_it() -> None:
    """A coupon is seen by whoever comes: stairs that deepen make nobody stay away to wait."""
    here = ground()
    deep = lived(here, Staircase(discount=0.1, rise=0.4, most=0.9, steps=3, **STAIRS))
    quo = [here.without(seed) for seed in here.seeds]
    for one, other in zip(deep, quo, strict=True):
        assert np.array_equal(one.trajectory.daily("visits"), other.trajectory.daily("visits"))
        assert np.array_equal(one.trajectory.daily("active"), other.trajectory.daily("active"))


@pytest.mark.parametrize("rise", [0.0, 0.1, 0.3])
def test_waiting_teaches_no_more_than_the_lesson_of_a_deal(rise: float) -> None:
    """M71: an order on the stairs lowers later buying by `deal_old` times its cut, and no more.

    Whoever held a coupon of the deepest step at each of its orders would buy less by the product;
    all together lose a part of that, and more the deeper the stairs.
    """
    lesson = 0.5
    stairs = Staircase(discount=0.1, rise=rise, most=0.7, **STAIRS)
    taught, flat = (
        lived(ground(deal_new=0.0, deal_old=old, buy_shape=0.0), stairs) for old in (lesson, 0.0)
    )
    fewer = 1 - total(taught, "buyers") / total(flat, "buyers")
    assert 0 < fewer < lesson * max(stairs.depths)
    paid = [sum(one.ledger.cash("staircase") for one in runs) for runs in (taught, flat)]
    assert paid[0] <= paid[1]


def test_deeper_stairs_do_not_pay_at_a_usual_margin() -> None:
    """V33: what a deep step sells to those who stay away costs more than it earns."""
    here = ground()
    steep, gentle = (
        here.tried(StrategyPlan((Staircase(discount=0.1, rise=of, most=0.9, **STAIRS),)))
        for of in (0.4, 0.05)
    )
    assert steep.mean("gain") < gentle.mean("gain") < 0.02
    assert steep.given.mean() > gentle.given.mean() > 0


@given(
    budget=st.floats(0.01, 400), buyers=st.lists(st.integers(0, 20), min_size=DAYS, max_size=DAYS),
    per=st.sampled_from(["plan", "month"]),
)  # fmt: skip
def test_its_steps_share_its_money(budget: float, buyers: list[int], per: str) -> None:
    seen = seen_of(basket=10.0, buyers=buyers, members=np.full(DAYS, 100))
    stairs = Staircase.model_validate({"budget": budget, "budget_per": per})
    ledger = Ledger(DAYS)
    StrategyPlan((stairs,)).settle(seen, ledger)
    spells = 1 if per == "plan" else 2
    paid = ledger.cash("staircase") + ledger.owed_in_full("staircase")
    assert paid <= spells * round(100 * budget)


def test_in_a_world_it_keeps_to_its_budget() -> None:
    here = ground()
    whole = lived(here, Staircase(**STAIRS))[0].ledger.cash("staircase") / 100
    short = lived(here, Staircase(**STAIRS), budget=whole / 2)[0]
    paid = short.ledger.cash("staircase") + short.ledger.owed_in_full("staircase")
    assert 0.1 * whole < paid / 100 <= whole / 2
    (did,) = short.deliveries
    assert did.stop is None or did.stop.reason == "money"  # type: ignore[attr-defined]


def test_where_nobody_buys_it_never_runs() -> None:
    found = told(Staircase(), seen_of(absent=frozenset(["buy"])))
    assert (found.days, found.spent_cents, found.stop) == (0, 0, Stop("uncounted"))


def test_stairs_for_some_are_for_no_one_else() -> None:
    here, half = ground(), {"half": Arm(share=0.5)}
    (one, *_) = lived(here, Staircase(audience="half", **STAIRS), audiences=half)
    (quo, *_) = lived(here, audiences=half, watched=("half",))
    inside = [run.trajectory.among("half").daily("buyers") for run in (one, quo)]
    outside = [
        run.trajectory.daily("buyers") - own for run, own in zip((one, quo), inside, strict=True)
    ]
    assert inside[0].sum() > inside[1].sum()
    assert np.array_equal(*outside)
